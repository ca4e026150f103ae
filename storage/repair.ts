/**
 * Setting damaged records aside.
 *
 * Invariant: pure; the changes move each damaged record under the quarantine in one batch with the notes
 * that say so, and keep both within their bounds. A note stays until it is dropped.
 */
import { bounded, MAX_PROBLEMS } from './audit.ts'
import type { Contents } from './contents.ts'
import { sequenceKey } from './keys.ts'
import type { KvChange } from './kv.ts'
import { RECORD_VERSION, seal } from './record.ts'

/** The quarantine: so many records, of each so many bytes. */
export const QUARANTINE = { entries: 32, bytes: 16 * 1024 } as const

/** @param problems what `audit` said */
export function planRepair(contents: Contents, problems: readonly string[]): KvChange[] {
  const known = new Set(contents.notes.map(({ sentence }) => sentence))
  const fresh = bounded(problems).filter((sentence) => !known.has(sentence))
  return [...contents.superseded.map((key) => ({ key, value: null })), ...moves(contents), ...notes(contents, fresh)]
}

/** A sentence that the next load tells, as a record. */
export function noteRecord(sequence: number, sentence: string): KvChange {
  const key = sequenceKey('note', sequence)
  return { key, value: seal(key, { version: RECORD_VERSION, revision: 0, body: Buffer.from(sentence) }) }
}

function moves({ damaged, quarantine, lastQuarantine }: Contents): KvChange[] {
  // The flight record first, so that it is what falls out when there is too much.
  const inOrder = [...damaged].sort((a, b) => Number(b.parsed?.type === 'flight') - Number(a.parsed?.type === 'flight'))
  const kept = inOrder.slice(-QUARANTINE.entries)
  const gone = quarantine.slice(0, Math.max(0, quarantine.length + kept.length - QUARANTINE.entries))
  return [
    ...gone.map((key) => ({ key, value: null })),
    ...damaged.map(({ key }) => ({ key, value: null })),
    ...kept.map(({ key, value }, index) => quarantined(lastQuarantine + 1 + index, key, value)),
  ]
}

/** The record as it was found, under the key that it was found under. */
function quarantined(sequence: number, foundKey: string, value: Uint8Array): KvChange {
  const key = sequenceKey('quarantine', sequence)
  const found = { version: RECORD_VERSION, revision: 0, body: value.subarray(0, QUARANTINE.bytes) }
  const body = seal(foundKey, found)
  return { key, value: seal(key, { version: RECORD_VERSION, revision: 0, body }) }
}

function notes({ notes: old, lastNote }: Contents, sentences: readonly string[]): KvChange[] {
  const gone = old.slice(0, Math.max(0, old.length + sentences.length - MAX_PROBLEMS))
  return [
    ...gone.map(({ key }) => ({ key, value: null })),
    ...sentences.map((sentence, index) => noteRecord(lastNote + 1 + index, sentence)),
  ]
}
