/**
 * Randomness that can be had again.
 *
 * Invariant: the same seed gives the same numbers, on every machine.
 */
import { createHash } from 'node:crypto'

/** Numbers in [0, 1). The generator is mulberry32 (Tommy Ettinger, public domain). */
export function seededRandom(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
