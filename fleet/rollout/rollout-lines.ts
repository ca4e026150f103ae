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
  const { release, breach, reason, now, share, named } = view
  const lines = [paint('bold', progressLine(view)), `  release ${plain(release)}, ${formatShare(share)} of the fleet`]
  if (named > 0) lines[1] += ` and ${named} named`
  if (now !== null && now.gate !== '') lines.push(`  the gate waits: ${now.gate}`)
  if (now !== null && now.counts.away > 0) lines.push(`  ${now.counts.away} are offline and take it when they are back`)
  if (breach !== null) lines.push(paint('red', `  stopped at wave ${breach.wave + 1}: ${breach.why}`))
  if (reason !== '') lines.push(`  an operator said: ${plain(reason)}`)
  return lines
}

/** Two units are enough for an estimate. */
function roughly(ms: number): string {
  const unit = ms > 7_200_000 ? 60_000 : 1000
  return formatDuration(Math.max(unit, Math.round(ms / unit) * unit))
}
