/**
 * A flight record as a table for people.
 *
 * Invariant: pure; nothing of a device's words reaches a terminal as a control character.
 */
import type { FlightEntry } from '../../protocol/types.ts'
import { alignColumns, type Paint, plain } from '../cli/style.ts'
import { formatMoment } from '../text/moment.ts'
import type { Doing, Told } from './flight-story.ts'

const HEADER = ['SINCE BOOT', 'MACHINE', 'STATE', 'FOR', 'BECAUSE OF']

/** A header, a line for each entry, and between lives what ended the one before. */
export function flightLines(story: readonly Told[], paint: Paint): string[] {
  const rows = story.flatMap((told) => (told.kind === 'entry' ? [cellsOf(told.entry, told.stayedMs)] : []))
  const [header, ...table] = alignColumns([HEADER, ...rows])
  const lines = [paint('bold', header!)]
  let boot = ''
  for (const told of story) {
    if (told.kind === 'cut') {
      lines.push(...cutLines(told, paint))
      continue
    }
    if (told.entry.bootId !== boot) {
      boot = told.entry.bootId
      lines.push(paint('cyan', `boot ${plain(boot)}, ${formatMoment(told.entry.wallMs)} by the device's clock`))
    }
    lines.push(table.shift()!)
  }
  return lines
}

/** What ended a life, and what was under way in it. */
export function cutLines(cut: Told & { kind: 'cut' }, paint: Paint): string[] {
  return [cutLine(cut), ...cut.doing.map(doingLine)].map((line) => paint('red', line))
}

function cellsOf({ machine, monoMs, to, event, detail }: FlightEntry, stayedMs: number | null): string[] {
  const because = detail === '' ? event : `${event}: ${detail}`
  return [seconds(monoMs), machine, to, stayedMs === null ? '' : seconds(stayedMs), because].map(plain)
}

function cutLine({ cause }: Told & { kind: 'cut' }): string {
  return cause === 'power'
    ? '✂ the power went, or the machine was started anew, while:'
    : '✂ the agent was killed or fell, while:'
}

function doingLine({ machine, state, sinceMs }: Doing): string {
  return `    ${plain(machine)} was ${plain(state)}, for at least ${seconds(sinceMs)}`
}

/** "12.345s"; from an hour on "1h02m03.456s". */
function seconds(ms: number): string {
  if (ms < 3_600_000) return `${(ms / 1000).toFixed(3)}s`
  const minutes = Math.floor(ms / 60_000)
  const rest = ((ms % 60_000) / 1000).toFixed(3).padStart(6, '0')
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m${rest}s`
}
