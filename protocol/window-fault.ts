/**
 * What is wrong with a window.
 *
 * Invariant: pure; a window without a fault can be evaluated at any time of any clock.
 */
import { readCron } from './cron.ts'
import type { Window } from './types.ts'

export const DEFAULT_WINDOW_MS = 3_600_000
const LONGEST_MS = 31 * 86_400_000
/** Shorter ones could be missed between two looks. */
const SHORTEST_MS = 60_000

/** @returns in words what is wrong with its schedule, time zone or duration; null when nothing is */
export function windowFault(window: Pick<Window, 'schedule' | 'timeZone' | 'durationMs'>): string | null {
  const cron = readCron(window.schedule)
  if (typeof cron === 'string') return cron
  if (!isTimeZone(window.timeZone))
    return `the time zone "${window.timeZone}" is not a name of the IANA time zone database, as "Europe/Berlin" is`
  const durationMs = window.durationMs || DEFAULT_WINDOW_MS
  if (!Number.isSafeInteger(durationMs) || durationMs < SHORTEST_MS || durationMs > LONGEST_MS)
    return 'the duration has to be between one minute and 31 days'
  return null
}

function isTimeZone(name: string): boolean {
  if (name === '') return true
  // Newer versions of Node take offsets too: they are no zones, and older ones refuse them.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
