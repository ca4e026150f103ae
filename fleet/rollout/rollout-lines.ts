/**
 * A rollout in lines for people.
 *
 * Invariant: pure; no line says more than the view knows.
 */
import { type Paint, plain } from '../cli/style.ts'
import { formatShare } from '../signing/share.ts'
import { formatDuration } from '../text/duration.ts'
import type { WaveSize } from './plan.ts'
import type { RolloutView } from './view.ts'

/** "wave 2 of 3 (25%), proving". */
function whereWords({ phase, wave, waves }: RolloutView): string {
  const size = waves[wave - 1]?.size
  return `wave ${wave} of ${waves.length}${size === undefined ? '' : ` (${sizeWords(size)})`}, ${phase}`
}

/** "25%", "20 devices", "3 named". */
export function sizeWords(size: WaveSize): string {
  if (size.kind === 'share') return formatShare(size.share)
  return size.kind === 'count' ? `${size.count} devices` : `${size.devices.length} named`
}

/** One line, to be drawn over again. */
export function progressLine(view: RolloutView): string {
  const { fleet, epoch, now } = view
  const head = `${fleet} epoch ${epoch}: ${whereWords(view)}`
  if (now === null) return head
  const { counts, size, leftMs } = now
  const parts = [
    `${counts.included} of ${size} let in`,
    `${counts.succeeded} succeeded`,
    ...(counts.notified > 0 ? [`${counts.notified} at it`] : []),
    ...(counts.failed + counts.unwell > 0 ? [`${counts.failed + counts.unwell} failed`] : []),
    ...(counts.reverted > 0 ? [`${counts.reverted} went back`] : []),
    ...(leftMs === null || leftMs === 0 ? [] : [`about ${roughly(leftMs)} left`]),
  ]
  return `${head}: ${parts.join(', ')}`
}

/** All of one rollout. */
export function rolloutLines(view: RolloutView, paint: Paint): string[] {
  const { release, breach, reason, now, share, named, phase } = view
  const lines = [paint('bold', progressLine(view)), `  release ${plain(release)}, ${formatShare(share)} of the fleet`]
  if (named > 0) lines[1] += ` and ${named} named`
  if (now !== null && now.gate !== '' && breach === null) lines.push(`  the gate waits: ${now.gate}`)
  if (now !== null && now.counts.away > 0) lines.push(`  ${now.counts.away} are offline and take it when they are back`)
  if (breach !== null) lines.push(paint('red', `  stopped at wave ${breach.wave + 1}: ${breach.why}`))
  lines.push(...failedLines(view))
  if (phase === 'paused' && breach !== null)
    lines.push(
      `  next: holdfast rollout resume${view.canRevert === false ? '' : ', revert'} or abort --fleet ${plain(view.fleet)}`,
    )
  if (view.isLeft === true)
    lines.push(
      `  no controller runs here: this is how it was left; to go on: holdfast rollout start --fleet ${plain(view.fleet)}`,
    )
  if (view.isElsewhere === true) lines.push('  another controller has taken it over: this is how it was left here')
  if (view.isUnpublished === true)
    lines.push(
      `  the broker shows no target of the fleet: holdfast deploy … --fleet ${plain(view.fleet)} --share 0% --no-wait`,
    )
  if (reason !== '') lines.push(`  an operator said: ${plain(reason)}`)
  return lines
}

const SHOWN_FAILED = 5

/** Who has failed, and what to type next. */
function failedLines({ failed = [], now, breach }: RolloutView): string[] {
  const first = failed[0]
  if (first === undefined) return []
  const shown = failed.slice(0, SHOWN_FAILED).map(({ device, why }) => `${plain(device)} (${plain(why)})`)
  const counts = now?.counts ?? breach?.counts
  const all = counts === undefined ? failed.length : Math.max(failed.length, counts.failed + counts.unwell)
  const more = all > shown.length ? [`and ${all - shown.length} more`] : []
  const rest = more.length === 0 ? '' : '; all of them: holdfast rollout status --json'
  return [`  failed: ${[...shown, ...more].join(', ')}`, `  why: holdfast why ${plain(first.device)}${rest}`]
}

/** Two units are enough for an estimate. */
function roughly(ms: number): string {
  const unit = ms > 7_200_000 ? 60_000 : 1000
  return formatDuration(Math.max(unit, Math.round(ms / unit) * unit))
}
