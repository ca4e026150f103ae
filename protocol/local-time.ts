/**
 * Local times of a zone, and the instants at which its clocks show them.
 *
 * Invariant: pure. A local time is written as the milliseconds that UTC would have at it. One that the clocks
 * skip is at the instant of the shift; of one that they show twice there are a first and a last instant; both
 * never fall while local time rises.
 */

export interface Zone {
  /** What is to be added to an instant to have its local time, in ms. */
  offsetAt(ms: number): number
}

/** Which instant of a local time that the clocks show twice. */
export type Pass = 'first' | 'last'

const DAY_MS = 86_400_000
const UTC: Zone = { offsetAt: () => 0 }

/** @param name of the IANA time zone database; empty is UTC. @throws RangeError when there is no such zone */
export function zoneOf(name: string): Zone {
  if (name === '' || name === 'UTC') return UTC
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const ask = (ms: number): number => {
    const second = Math.floor(ms / 1000) * 1000
    const shown: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    for (const { type, value } of format.formatToParts(second)) shown[type] = value
    const day = dayNumber(Number(shown.year), Number(shown.month), Number(shown.day))
    const seconds = Number(shown.hour) * 3600 + Number(shown.minute) * 60 + Number(shown.second)
    return day * DAY_MS + seconds * 1000 - second
  }
  // Asking is dear. A day that begins and ends with one offset has it all along: nobody shifts there and back in one.
  const midnights = new Map<number, number>()
  const atMidnight = (day: number): number => {
    const offset = midnights.get(day) ?? ask(day * DAY_MS)
    midnights.set(day, offset)
    return offset
  }
  return {
    offsetAt(ms) {
      const day = Math.floor(ms / DAY_MS)
      const offset = atMidnight(day)
      return offset === atMidnight(day + 1) ? offset : ask(ms)
    },
  }
}

/** The instant at which the clocks of the zone show a local time. */
export function instantOf(zone: Zone, localMs: number, pass: Pass): number {
  // No zone is as far from UTC as a day, and none shifts its clocks twice in two.
  const before = zone.offsetAt(localMs - DAY_MS)
  const after = zone.offsetAt(localMs + DAY_MS)
  const shown = [localMs - before, localMs - after].filter((ms) => ms + zone.offsetAt(ms) === localMs)
  if (shown.length > 0) return pass === 'first' ? Math.min(...shown) : Math.max(...shown)
  return shiftBetween(zone, localMs - DAY_MS, localMs + DAY_MS)
}

/** The first second with the later offset. */
function shiftBetween(zone: Zone, fromMs: number, toMs: number): number {
  const before = zone.offsetAt(fromMs)
  let [early, late] = [Math.floor(fromMs / 1000), Math.floor(toMs / 1000)]
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (zone.offsetAt(middle * 1000) === before) early = middle
    else late = middle
  }
  return late * 1000
}

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  // The year begins with March, so that the leap day is its last.
  const years = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const century = Math.floor(years / 100)
  return years * 365 + Math.floor(years / 4) - century + Math.floor(century / 4) + dayOfYear - 719_468
}

/** The date of a day since 1970-01-01; `weekday` 0 is Sunday. */
export function dateOf(days: number): { month: number; day: number; weekday: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  return {
    month: monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    weekday: (((days + 4) % 7) + 7) % 7,
  }
}
