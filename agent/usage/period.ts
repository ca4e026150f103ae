/**
 * Which day and which month bytes are counted for.
 *
 * Invariant: pure. A day begins anew when the wall clock comes to a later UTC day, or when the device has run for 25 hours
 * in it, whatever its clock says; a month likewise, after 31 days and an hour. So a clock that goes back, stands still or
 * begins in 1970 at each boot gives nothing away, and one that was far ahead once holds the device up for a day of
 * running, or a month, and not for ever.
 */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const LONGEST_DAY_MS = 25 * HOUR_MS
export const LONGEST_MONTH_MS = 31 * DAY_MS + HOUR_MS

export interface Period {
  /** UTC days since 1970, as the wall clock said when it began. */
  day: number
  /** UTC months since 1970. */
  month: number
  /** Milliseconds that the device has run in them. */
  dayRanMs: number
  monthRanMs: number
}

export interface Advance {
  period: Period
  isNewDay: boolean
  isNewMonth: boolean
}

/** @param ranMs monotonic time since the last advance */
export function advance(period: Period | null, ranMs: number, wallMs: number): Advance {
  const wall = { day: dayOf(wallMs), month: monthOf(wallMs) }
  if (period === null) return { period: { ...wall, dayRanMs: 0, monthRanMs: 0 }, isNewDay: true, isNewMonth: true }
  const dayRanMs = period.dayRanMs + ranMs
  const monthRanMs = period.monthRanMs + ranMs
  const isNewDay = wall.day > period.day || dayRanMs >= LONGEST_DAY_MS
  const isNewMonth = wall.month > period.month || monthRanMs >= LONGEST_MONTH_MS
  return {
    isNewDay,
    isNewMonth,
    period: {
      day: isNewDay ? wall.day : period.day,
      month: isNewMonth ? wall.month : period.month,
      dayRanMs: isNewDay ? 0 : dayRanMs,
      monthRanMs: isNewMonth ? 0 : monthRanMs,
    },
  }
}

/** When the next day, or month, begins, Unix time: as the wall clock has it, or by running where that is wrong. */
export function endOf(period: Period, what: 'day' | 'month', wallMs: number): number {
  const ranMs = what === 'day' ? LONGEST_DAY_MS - period.dayRanMs : LONGEST_MONTH_MS - period.monthRanMs
  return Math.min(wallMs + ranMs, what === 'day' ? (period.day + 1) * DAY_MS : startOfMonth(period.month + 1))
}

function dayOf(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS)
}

function monthOf(wallMs: number): number {
  const date = new Date(wallMs)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

function startOfMonth(month: number): number {
  return Date.UTC(1970, month)
}
