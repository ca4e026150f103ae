/**
 * Which devices are shown.
 *
 * Invariant: pure; a filter that says nothing lets everything through, and several all have to hold.
 */
import { DEVICE_STATES, type DeviceRow, type DeviceState } from '../page/wire.ts'

export interface Filter {
  /** Parts of the name, the fleet or the release, by blanks; all have to be there. */
  text: string
  states: readonly DeviceState[]
  blocker: string
  release: string
  fleet: string
}

export function filterIn(query: URLSearchParams): Filter {
  const states = (query.get('state') ?? '').split(',')
  return {
    text: query.get('q') ?? '',
    states: DEVICE_STATES.filter((state) => states.includes(state)),
    blocker: query.get('blocker') ?? '',
    release: query.get('release') ?? '',
    fleet: query.get('fleet') ?? '',
  }
}

export function filtered(rows: readonly DeviceRow[], filter: Filter): DeviceRow[] {
  const parts = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const { states, blocker, release, fleet } = filter
  return rows.filter(
    (row) =>
      (states.length === 0 || states.includes(row.state)) &&
      (blocker === '' || row.blockers.includes(blocker)) &&
      (release === '' || row.runs === release) &&
      (fleet === '' || row.fleet === fleet) &&
      parts.every((part) => `${row.device} ${row.fleet} ${row.runs} ${row.wants}`.toLowerCase().includes(part)),
  )
}

/** How many of each, the most first. */
export function tally(words: Iterable<string>): [string, number][] {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}
