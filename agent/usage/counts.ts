/**
 * Bytes by class and link, of a day and a month.
 *
 * Invariant: pure; however many kinds of links there are, there are few rows: those of kinds that came late are one.
 */
import type { LinkFact } from '../link-facts.ts'

export const BYTE_CLASSES = ['control', 'reports', 'logs', 'content'] as const
export type ByteClass = (typeof BYTE_CLASSES)[number]

export interface Row {
  class: ByteClass
  link: string
  metered: boolean
  day: number
  month: number
}

const MAX_ROWS = 32

/** The rows, with so many bytes more. */
export function counted(rows: readonly Row[], of: ByteClass, { type, metered }: LinkFact, bytes: number): Row[] {
  const is = (row: Row, link: string): boolean => row.class === of && row.link === link && row.metered === metered
  const known = rows.some((row) => is(row, type))
  const link = known || rows.length < MAX_ROWS - BYTE_CLASSES.length * 2 ? type : 'other'
  const row = rows.find((one) => is(one, link)) ?? { class: of, link, metered, day: 0, month: 0 }
  const more = { ...row, day: row.day + bytes, month: row.month + bytes }
  return rows.includes(row) ? rows.map((one) => (one === row ? more : one)) : [...rows, more]
}

/** The rows at the beginning of a new day, or month; those of which nothing is left are gone. */
export function begun(
  rows: readonly Row[],
  { isNewDay, isNewMonth }: { isNewDay: boolean; isNewMonth: boolean },
): Row[] {
  if (!isNewDay && !isNewMonth) return [...rows]
  return rows
    .map((row) => ({ ...row, day: isNewDay ? 0 : row.day, month: isNewMonth ? 0 : row.month }))
    .filter(({ day, month }) => day > 0 || month > 0)
}
