/**
 * A moment for people and for scripts: in UTC, and says so.
 *
 * Invariant: pure; whatever a device says that the time is, there are words for it.
 */

/** "2030-01-31T02:00:00.000Z". @param ms Unix milliseconds */
export function formatMoment(ms: number): string {
  const date = new Date(ms)
  // Beyond what a calendar has.
  return Number.isNaN(date.getTime()) ? 'an unknown time' : date.toISOString()
}

/** In a table: to the second, where zero is none. */
export function momentCell(ms: number): string {
  return ms === 0 ? '-' : formatMoment(ms).replace(/\.\d+Z$/, 'Z')
}

/** "2030-01-31T02:00Z": where seconds are too much. */
export function formatMinute(ms: number): string {
  return formatMoment(ms).replace(/:[\d.]+Z$/, 'Z')
}
