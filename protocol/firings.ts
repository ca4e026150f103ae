/**
 * When a schedule fires in a time zone.
 *
 * Invariant: pure, and bounded: days are stepped through, a day's firings are searched by halves. A firing in
 * an hour that the clocks skip is at their shift; one in an hour that they show twice is in the first of the
 * two, except that a schedule of every hour fires in both.
 */
import type { Cron } from './cron.ts'
import { dateOf, instantOf, type Pass, type Zone } from './local-time.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** A 29th of February on one day of the week comes again after 40 years at the latest. */
const FURTHEST_DAYS = 41 * 366

/** The last firing at or before an instant, not looking back further than `withinMs`; null when there is none. */
export function lastFiring(cron: Cron, zone: Zone, atMs: number, withinMs: number): number | null {
  const today = localDay(zone, atMs)
  const days = Math.ceil(withinMs / DAY_MS) + 1
  const found = passesOf(cron).map((pass) => {
    // A day that a shift across the date line has yet to end may have begun.
    for (let day = today + 1; day >= today - days; day -= 1) {
      const fired = matches(cron, day) ? firingOfDay(cron, zone, day, pass, atMs).last : null
      if (fired !== null) return fired
    }
    return null
  })
  const last = Math.max(...found.map((ms) => ms ?? Number.NEGATIVE_INFINITY))
  return last > atMs - withinMs ? last : null
}

/** The first firing after an instant; null when there is none for 41 years. */
export function nextFiring(cron: Cron, zone: Zone, afterMs: number): number | null {
  const today = localDay(zone, afterMs)
  const found = passesOf(cron).map((pass) => {
    for (let day = today - 1; day <= today + FURTHEST_DAYS; day += 1) {
      const fires = matches(cron, day) ? firingOfDay(cron, zone, day, pass, afterMs).next : null
      if (fires !== null) return fires
    }
    return Number.POSITIVE_INFINITY
  })
  const next = Math.min(...found)
  return Number.isFinite(next) ? next : null
}

function passesOf(cron: Cron): Pass[] {
  return cron.isHourly ? ['first', 'last'] : ['first']
}

function localDay(zone: Zone, ms: number): number {
  return Math.floor((ms + zone.offsetAt(ms)) / DAY_MS)
}

function matches(cron: Cron, days: number): boolean {
  const { month, day, weekday } = dateOf(days)
  return cron.months[month] === true && cron.days[day] === true && cron.weekdays[weekday] === true
}

/** Of a day's firings, the last at or before an instant and the first after it. */
function firingOfDay(
  { minutesOfDay }: Cron,
  zone: Zone,
  day: number,
  pass: Pass,
  atMs: number,
): { last: number | null; next: number | null } {
  const instant = (index: number): number | null => {
    const minute = minutesOfDay[index]
    return minute === undefined ? null : instantOf(zone, day * DAY_MS + minute * MINUTE_MS, pass)
  }
  // Firings below `low` are at or before the instant, those from `high` on after it.
  let [low, high] = [0, minutesOfDay.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((instant(middle) ?? 0) <= atMs) low = middle + 1
    else high = middle
  }
  return { last: instant(low - 1), next: instant(low) }
}
