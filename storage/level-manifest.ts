/**
 * LevelDB's manifest, read without LevelDB: what the database is made of.
 *
 * Invariant: pure; a table that is not named is none of the database's: LevelDB never reads it, and removes it when it
 * opens. Such are the ones that a compaction was writing when the power went, and they are seldom whole. The form is
 * that of db/version_edit.cc in LevelDB's sources.
 */
import { bytesAt, logRecords } from './level-log.ts'
import { varintAt } from './level-table.ts'

/** What the database is made of. */
export interface Parts {
  tables: Set<number>
  /** The oldest log that is still needed; null where no change has named one. */
  log: number | null
}

/** What follows a tag: `n` is a number, `b` bytes with their length. Added and removed tables have tags of their own. */
const FIELDS: Readonly<Record<number, string>> = {
  1: 'b',
  2: 'n',
  3: 'n',
  4: 'n',
  5: 'nb',
  6: 'nn',
  7: 'nnnbb',
  9: 'n',
}
const LOG = 2
const REMOVED = 6
const ADDED = 7

/** After the last change that can be read. */
export function partsIn(manifest: Buffer): Parts {
  const tables = new Set<number>()
  let log: number | null = null
  for (const record of logRecords(manifest)) {
    for (const { tag, numbers } of changesIn(record)) {
      if (tag === LOG) log = numbers[0]!
      if (tag === REMOVED) tables.delete(numbers[1]!)
      if (tag === ADDED) tables.add(numbers[1]!)
    }
  }
  return { tables, log }
}

/** Nothing of a record that is not of this form. A table that one change moves to another level is removed first. */
function changesIn(record: Buffer): { tag: number; numbers: number[] }[] {
  const changes: { tag: number; numbers: number[] }[] = []
  for (let at = 0; at < record.byteLength; ) {
    const tag = varintAt(record, at)
    const fields = tag && FIELDS[tag.value]
    if (!tag || !fields) return []
    const numbers: number[] = []
    at = tag.next
    for (const field of fields) {
      const read = field === 'n' ? varintAt(record, at) : bytesAt(record, at)
      if (read === null) return []
      if ('value' in read) numbers.push(read.value)
      at = read.next
    }
    changes.push({ tag: tag.value, numbers })
  }
  return changes.sort((a, b) => a.tag - b.tag)
}
