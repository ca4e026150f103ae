/**
 * LevelDB's log files (`.log`), read without LevelDB.
 *
 * Invariant: pure; only records whose checksum is right are read, each as a whole. The form is that of
 * doc/log_format.md and db/write_batch.cc in LevelDB's sources.
 */
import { crcOver, masked } from './crc32c.ts'
import { type Version, varintAt } from './level-table.ts'

const BLOCK = 32 * 1024
/** Checksum (4), length (2), type (1). */
const HEADER = 7
const FULL = 1
const FIRST = 2
const MIDDLE = 3
const LAST = 4

/** What the batches of the log wrote, oldest first. What follows damage in the same block is passed over. */
export function readLog(file: Buffer): Version[] {
  return [...logRecords(file)].flatMap(readBatch)
}

/** The records that are whole, oldest first; the manifest has the same form. */
export function* logRecords(file: Buffer): Generator<Buffer> {
  let parts: Buffer[] | null = null
  for (const { type, payload } of fragments(file)) {
    if (type === FULL) yield payload
    if (type === FULL || type === 0) parts = null
    if (type === FIRST) parts = [payload]
    if (type === MIDDLE) parts?.push(payload)
    if (type === LAST && parts !== null) {
      yield Buffer.concat([...parts, payload])
      parts = null
    }
  }
}

/** How many bytes of it, from its beginning, are whole records. */
export function wholeUpTo(file: Buffer): number {
  let whole = 0
  for (const { type, next } of fragments(file)) {
    if (type === 0) break
    if (type === FULL || type === LAST) whole = next
  }
  return whole
}

interface Piece {
  type: number
  payload: Buffer
  /** Where the next one begins. */
  next: number
}

/** The good pieces in order; one of type 0 stands for damage. */
function* fragments(file: Buffer): Generator<Piece> {
  for (let block = 0; block < file.byteLength; block += BLOCK) {
    const end = Math.min(block + BLOCK, file.byteLength)
    for (let at = block; at + HEADER <= end; ) {
      const piece = pieceAt(file, at, end)
      yield piece ?? { type: 0, payload: file.subarray(0, 0), next: end }
      if (piece === null) break
      at = piece.next
    }
  }
}

/** Null when its checksum says that it is not as it was written. */
function pieceAt(file: Buffer, at: number, end: number): Piece | null {
  const next = at + HEADER + file.readUInt16LE(at + 4)
  if (next > end || masked(crcOver(file, at + 6, next)) !== file.readUInt32LE(at)) return null
  return { type: file[at + 6]!, payload: file.subarray(at + HEADER, next), next }
}

/** Sequence number of the first change (8), how many (4), and the changes. Nothing of it when it is not that. */
function readBatch(batch: Buffer): Version[] {
  if (batch.byteLength < 12) return []
  const first = Number(batch.readBigUInt64LE(0))
  const versions: Version[] = []
  for (let at = 12; at < batch.byteLength; ) {
    const put = batch[at] === 1
    const key = bytesAt(batch, at + 1)
    const value = key && put ? bytesAt(batch, key.next) : null
    if (key === null || (put && value === null)) return []
    versions.push({
      key: key.bytes.toString('latin1'),
      sequence: first + versions.length,
      value: value?.bytes ?? null,
    })
    at = value?.next ?? key.next
  }
  return versions.length === batch.readUInt32LE(8) ? versions : []
}

/** A length, and so many bytes. */
export function bytesAt(bytes: Buffer, at: number): { bytes: Buffer; next: number } | null {
  const size = varintAt(bytes, at)
  if (size === null || size.next + size.value > bytes.byteLength) return null
  return { bytes: bytes.subarray(size.next, size.next + size.value), next: size.next + size.value }
}
