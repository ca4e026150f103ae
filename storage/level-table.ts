/**
 * LevelDB's table files (`.ldb`), read without LevelDB.
 *
 * Invariant: pure; only blocks whose checksum is right are read, so that every entry is one that was
 * written. LevelDB itself does not look at these checksums, and ends the whole process by an assertion
 * when it compacts a table with a flipped bit in a key: no table may reach it that is not `whole`.
 * The form is that of doc/table_format.md in LevelDB's sources.
 */
import { CRC_START, crcOver, masked } from './crc32c.ts'

/** A version of a key: the newest has the highest sequence number. */
export interface Version {
  key: string
  sequence: number
  /** Null: deleted. */
  value: Uint8Array | null
}

export interface Table {
  versions: Version[]
  /** Every block of it is as it was written. */
  whole: boolean
}

interface Block {
  start: number
  end: number
}

const FOOTER = 48
const MAGIC = Buffer.from('57fb808b247547db', 'hex')
/** After each block: how it is compressed (0: not at all), and the checksum. */
const TRAILER = 5

export function readTable(file: Buffer): Table {
  const footer = readFooter(file)
  const index = footer && contentsOf(file, footer.index)
  if (footer === null || index === null) return { versions: findBlocks(file).flatMap(versionsIn), whole: false }
  const blocks = index.map(({ value }) => contentsOf(file, handleAt(value, 0)?.block))
  const good = blocks.filter((block) => block !== null)
  const meta = contentsOf(file, footer.metaindex)
  const metaIsGood = meta?.every(({ value }) => isGood(file, handleAt(value, 0)?.block)) ?? false
  return { versions: good.flatMap(versionsIn), whole: metaIsGood && good.length === blocks.length }
}

/** It has no checksum, but the blocks that it names have only one place: right before it. */
function readFooter(file: Buffer): { metaindex: Block; index: Block } | null {
  const start = file.byteLength - FOOTER
  if (start < 0 || !file.subarray(-MAGIC.byteLength).equals(MAGIC)) return null
  const metaindex = handleAt(file, start)
  const index = metaindex && handleAt(file, metaindex.next)
  if (!metaindex || !index || metaindex.block.end + TRAILER !== index.block.start) return null
  return index.block.end + TRAILER === start ? { metaindex: metaindex.block, index: index.block } : null
}

/** Where a block is: its offset and size. */
function handleAt(bytes: Uint8Array, at: number): { block: Block; next: number } | null {
  const offset = varintAt(bytes, at)
  const size = offset && varintAt(bytes, offset.next)
  return offset && size && { block: { start: offset.value, end: offset.value + size.value }, next: size.next }
}

function isGood(file: Buffer, block: Block | undefined): block is Block {
  if (block === undefined || block.end + TRAILER > file.byteLength || file[block.end] !== 0) return false
  return masked(crcOver(file, block.start, block.end + 1)) === file.readUInt32LE(block.end + 1)
}

interface Entry {
  key: Buffer
  value: Buffer
}

/** The entries of a good block; null when it is not. */
function contentsOf(file: Buffer, block: Block | undefined): Entry[] | null {
  return isGood(file, block) ? entriesOf(file.subarray(block.start, block.end)) : null
}

/** Each key is told by how much of the one before it shares. At the end stand the restart points. */
function entriesOf(block: Buffer): Entry[] | null {
  if (block.byteLength < 4) return null
  const end = block.byteLength - 4 - 4 * block.readUInt32LE(block.byteLength - 4)
  const entries: Entry[] = []
  let last = Buffer.alloc(0)
  for (let at = 0; at < end; ) {
    const shared = varintAt(block, at)
    const own = shared && varintAt(block, shared.next)
    const size = own && varintAt(block, own.next)
    if (!shared || !own || !size || shared.value > last.byteLength) return null
    const valueAt = size.next + own.value
    if (valueAt + size.value > end) return null
    last = Buffer.concat([last.subarray(0, shared.value), block.subarray(size.next, valueAt)])
    at = valueAt + size.value
    entries.push({ key: last, value: block.subarray(valueAt, at) })
  }
  return entries
}

/** After each key stand its sequence number and, as the lowest byte, whether it was put or deleted. */
function versionsIn(entries: readonly Entry[]): Version[] {
  return entries.flatMap(({ key, value }) => {
    const at = key.byteLength - 8
    if (at < 0) return []
    const sequence = Number(key.readBigUInt64LE(at) >> 8n)
    return [{ key: key.toString('latin1', 0, at), sequence, value: key[at] === 1 ? value : null }]
  })
}

/** Data blocks of a table whose index is lost: each ends where the checksum of what went before stands. */
function findBlocks(file: Buffer): Entry[][] {
  const found: Entry[][] = []
  let start = 0
  let state = CRC_START
  for (let at = 0; at + TRAILER <= file.byteLength; at++) {
    state = crcOver(file, at, at + 1, state)
    if (file[at] !== 0 || masked(state) !== file.readUInt32LE(at + 1)) continue
    const entries = entriesOf(file.subarray(start, at))
    if (entries !== null && !entries.every(isHandle)) found.push(entries)
    at += TRAILER - 1
    start = at + 1
    state = CRC_START
  }
  return found
}

/** Whether it is of an index, not of the data: no value of ours is so short. */
function isHandle({ value }: Entry): boolean {
  return handleAt(value, 0)?.next === value.byteLength
}

/** Seven bits a byte, the lowest first. Null when it does not end, or is beyond 2^53. */
export function varintAt(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0
  let scale = 1
  for (let next = at; next < bytes.byteLength && next < at + 8; next++) {
    const byte = bytes[next]!
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, next: next + 1 } : null
    scale *= 128
  }
  return null
}
