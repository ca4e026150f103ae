/**
 * What of new bytes stands in old ones, and where.
 *
 * Invariant: pure; literals and copies in their order give the new bytes, and the same input gives the same output. Old bytes
 * are known by the hash of each block of `BLOCK`; new ones are looked up at every byte, where the last copy would go on first.
 */
import type { DeltaRecord } from '../../protocol/delta-records.ts'

/** Bytes of a block; a copy is found when it covers one whole block. */
const BLOCK = 16
/** Shorter copies cost as much as they save. */
const SHORTEST = 12
/** Where a copy goes on after a change, it may be found again by so few bytes. */
const SHORTEST_IN_PLACE = 4
/** Of the table: a quarter of a gigabyte, with the chain of places as much again. */
const LARGEST_BITS = 26
/** Places with the same hash that are tried. */
const TRIES = 16
const FACTOR = 0x2f0b4a27
const SPREAD = 0x9e3779b1

export class OldBytes {
  readonly bytes: Buffer
  readonly #heads: Int32Array
  readonly #next: Int32Array
  readonly #shift: number

  /** @param bytes less than 32 GiB */
  constructor(bytes: Buffer) {
    this.bytes = bytes
    const blocks = Math.floor(bytes.length / BLOCK)
    const bits = Math.min(LARGEST_BITS, Math.max(8, Math.ceil(Math.log2(blocks + 1))))
    this.#shift = 32 - bits
    this.#heads = new Int32Array(2 ** bits).fill(-1)
    this.#next = new Int32Array(blocks)
    // From behind, so that the first place comes first.
    for (let block = blocks - 1; block >= 0; block--) {
      const slot = this.#slot(hashAt(bytes, block * BLOCK))
      this.#next[block] = this.#heads[slot] ?? -1
      this.#heads[slot] = block
    }
  }

  /** Places whose block may be this one. */
  *places(hash: number): Generator<number> {
    let block = this.#heads[this.#slot(hash)] ?? -1
    for (let tries = 0; block >= 0 && tries < TRIES; tries++) {
      yield block * BLOCK
      block = this.#next[block] ?? -1
    }
  }

  first(hash: number): number {
    return this.#heads[this.#slot(hash)] ?? -1
  }

  /** The last byte of a block counts in the lowest bits of its hash only. */
  #slot(hash: number): number {
    return Math.imul(hash, SPREAD) >>> this.#shift
  }
}

export function* matchBytes(old: OldBytes, fresh: Buffer): Generator<DeltaRecord> {
  const { bytes } = old
  // All before `done` is told; `expected` is where the last copy ended.
  let done = 0
  let expected = 0
  const end = fresh.length - BLOCK
  const powers = FACTOR_TO_BLOCK
  let hash = end >= 0 ? hashAt(fresh, 0) : 0
  let at = 0
  while (at <= end) {
    let best = 0
    let bestFrom = 0
    let bestBack = 0
    const inPlace = expected + (at - done)
    if (inPlace < bytes.length && bytes[inPlace] === fresh[at]) {
      const length = sameAfter(bytes, inPlace, fresh, at)
      if (length >= SHORTEST_IN_PLACE) {
        best = length
        bestFrom = inPlace
      }
    }
    if (best < BLOCK * 4 && old.first(hash) >= 0)
      for (const from of old.places(hash)) {
        const length = sameAfter(bytes, from, fresh, at)
        if (length < SHORTEST) continue
        const back = sameBefore(bytes, from, fresh, at, at - done)
        if (length + back <= best + bestBack + (bestFrom === inPlace ? 4 : 0)) continue
        best = length
        bestFrom = from
        bestBack = back
      }
    if (best === 0) {
      hash = (Math.imul(hash, FACTOR) + (fresh[at + BLOCK] ?? 0) + 1 - Math.imul(powers, (fresh[at] ?? 0) + 1)) | 0
      at += 1
      continue
    }
    yield { literal: at - bestBack - done, copy: best + bestBack, from: bestFrom - bestBack }
    at += best
    done = at
    expected = bestFrom + best
    if (at <= end) hash = hashAt(fresh, at)
  }
  if (done < fresh.length) yield { literal: fresh.length - done, copy: 0, from: 0 }
}

const FACTOR_TO_BLOCK = (() => {
  let power = 1
  for (let index = 0; index < BLOCK; index++) power = Math.imul(power, FACTOR)
  return power
})()

function hashAt(bytes: Buffer, at: number): number {
  let hash = 0
  for (let index = 0; index < BLOCK; index++) hash = (Math.imul(hash, FACTOR) + (bytes[at + index] ?? 0) + 1) | 0
  return hash
}

function sameAfter(old: Buffer, from: number, fresh: Buffer, at: number): number {
  const most = Math.min(old.length - from, fresh.length - at)
  let length = 0
  while (length < most && old[from + length] === fresh[at + length]) length++
  return length
}

function sameBefore(old: Buffer, from: number, fresh: Buffer, at: number, most: number): number {
  const limit = Math.min(from, most)
  let length = 0
  while (length < limit && old[from - length - 1] === fresh[at - length - 1]) length++
  return length
}
