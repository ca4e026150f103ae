/**
 * A delta between two strings of bytes: what is copied from the old one, and what is new.
 *
 * Invariant: pure. A delta is a run of groups; each has its three columns of numbers together and its new bytes together,
 * because that is what compresses well. A group holds at most `GROUP_LITERALS` new bytes and `GROUP_RECORDS` records, so that
 * whoever reads one needs no more memory than that, whatever the delta says.
 *
 *     group   = count  bytes-of-column x 3  bytes-of-literals  columns  literals
 *     columns = lengths of literals | lengths of copies | how far each copy begins from where the last one ended
 *
 * All numbers are LEB128; the last column's are zigzag. What is copied begins where as much of the old was left behind as
 * there are new bytes before it: in a file that kept its place the third column is all zeros.
 */

export const GROUP_LITERALS = 512 * 1024
export const GROUP_RECORDS = 16 * 1024
/** Of one number: 2^53 has eight. */
const LONGEST_NUMBER = 8
/** What a group may take at most: counts, columns and new bytes. */
export const LARGEST_GROUP = GROUP_LITERALS + GROUP_RECORDS * 3 * LONGEST_NUMBER

/** So many new bytes, and after them so many from a place in the old ones. */
export interface DeltaRecord {
  literal: number
  copy: number
  /** In the old bytes. */
  from: number
}

export interface DeltaGroup {
  records: DeltaRecord[]
  /** Of all records, one after the other. */
  literals: Uint8Array
}

export interface GroupHead {
  count: number
  columns: [number, number, number]
  literals: number
}

/** @param at where the last copy of the group before ended in the old bytes; zero at the start */
export function encodeGroup({ records, literals }: DeltaGroup, at: number): Uint8Array {
  const columns: [number[], number[], number[]] = [[], [], []]
  let expected = at
  for (const { literal, copy, from } of records) {
    number(columns[0], literal)
    number(columns[1], copy)
    number(columns[2], zigzag(copy === 0 ? 0 : from - (expected + literal)))
    expected = copy === 0 ? expected : from + copy
  }
  const head: number[] = []
  number(head, records.length)
  for (const column of columns) number(head, column.length)
  number(head, literals.length)
  return Buffer.concat([Uint8Array.from(head), ...columns.map((column) => Uint8Array.from(column)), literals])
}

/** Null while there is not enough of it. @throws RangeError when it is none, or larger than allowed */
export function readGroupHead(bytes: Uint8Array): { head: GroupHead; bytes: number } | null {
  const reader = new Numbers(bytes)
  const numbers: number[] = []
  for (let index = 0; index < 5; index++) {
    const next = reader.next()
    if (next === null) return null
    numbers.push(next)
  }
  const [count = 0, first = 0, second = 0, third = 0, literals = 0] = numbers
  const isSmall = [first, second, third].every((column) => column <= count * LONGEST_NUMBER)
  if (count > GROUP_RECORDS || literals > GROUP_LITERALS || !isSmall) throw new RangeError('a group is too large')
  return { head: { count, columns: [first, second, third], literals }, bytes: reader.at }
}

/** @param at as `encodeGroup`. @throws RangeError when the columns do not fit the head */
export function readRecords(head: GroupHead, columns: Uint8Array, at: number): { records: DeltaRecord[]; at: number } {
  const [first, second] = head.columns
  const literal = new Numbers(columns.subarray(0, first))
  const copy = new Numbers(columns.subarray(first, first + second))
  const place = new Numbers(columns.subarray(first + second))
  const records: DeltaRecord[] = []
  let expected = at
  let left = head.literals
  for (let index = 0; index < head.count; index++) {
    const record = { literal: literal.need(), copy: copy.need(), from: 0 }
    const moved = unzigzag(place.need())
    record.from = expected + record.literal + moved
    left -= record.literal
    if (left < 0 || record.from < 0) throw new RangeError('a record is out of bounds')
    if (record.copy > 0) expected = record.from + record.copy
    else record.from = 0
    if (!Number.isSafeInteger(expected)) throw new RangeError('a record is out of bounds')
    records.push(record)
  }
  if (left !== 0 || ![literal, copy, place].every((column) => column.isAtEnd)) throw new RangeError('a group has more')
  return { records, at: expected }
}

function number(into: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    into.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  into.push(rest)
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

class Numbers {
  readonly #bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.at === this.#bytes.length
  }

  /** Null: it goes on behind the end. */
  next(): number | null {
    let value = 0
    for (let index = 0; index < LONGEST_NUMBER; index++) {
      const byte = this.#bytes[this.at + index]
      if (byte === undefined) return null
      value += (byte & 127) * 128 ** index
      if (byte < 128) {
        if (!Number.isSafeInteger(value)) throw new RangeError('a number is too large')
        this.at += index + 1
        return value
      }
    }
    throw new RangeError('a number is too long')
  }

  need(): number {
    const value = this.next()
    if (value === null) throw new RangeError('a column is too short')
    return value
  }
}
