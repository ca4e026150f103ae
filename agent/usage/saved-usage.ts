/**
 * The counts as they are on the disk.
 *
 * Invariant: pure; what cannot be read as the version that is known is told, and counting begins anew.
 */
import type { Checkpoint, Write } from '../../storage/store.ts'
import { BYTE_CLASSES, type ByteClass, type Row } from './counts.ts'
import type { Period } from './period.ts'

/** The checkpoint's name. */
export const USAGE = 'usage'
const VERSION = 1

export interface SavedUsage {
  period: Period | null
  rows: Row[]
}

export function writtenUsage({ period, rows }: SavedUsage): Write {
  const body = new TextEncoder().encode(JSON.stringify({ period, rows }))
  return { op: 'checkpoint', machine: USAGE, version: VERSION, body }
}

export function savedUsage(checkpoint: Pick<Checkpoint, 'version' | 'body'> | undefined): {
  saved: SavedUsage
  problem: string | null
} {
  const nothing = { period: null, rows: [] }
  if (checkpoint === undefined) return { saved: nothing, problem: null }
  try {
    const read = JSON.parse(new TextDecoder().decode(checkpoint.body)) as SavedUsage
    if (checkpoint.version === VERSION && isUsage(read)) return { saved: read, problem: null }
  } catch {
    // Then it is told that they cannot be read.
  }
  return { saved: nothing, problem: 'The byte counts cannot be read: they begin anew.' }
}

function isUsage({ period, rows }: SavedUsage): boolean {
  const isPeriod =
    period === null || [period.day, period.month, period.dayRanMs, period.monthRanMs].every(Number.isFinite)
  return isPeriod && Array.isArray(rows) && rows.every(isRow)
}

function isRow(row: Row): boolean {
  const isClass = (BYTE_CLASSES as readonly string[]).includes(row.class satisfies ByteClass)
  const isCount = (bytes: number): boolean => Number.isSafeInteger(bytes) && bytes >= 0
  return (
    isClass &&
    typeof row.link === 'string' &&
    typeof row.metered === 'boolean' &&
    isCount(row.day) &&
    isCount(row.month)
  )
}
