/**
 * What may become, at a cut, of the writes that no sync has covered.
 *
 * Invariant: pure; every fate of whole batches that differs from that of another instant, and no other.
 */
import { dropped, kept, type Survives, subset } from '../../storage/memory-kv.ts'
import { seededRandom } from '../seeded-random.ts'

export type Fate = 'dropped' | 'kept' | 'subset'

/** A write alone, not acknowledged, is either whole or not there; not there is the instant before it. */
export function fatesAt({ unsynced }: { unsynced: number }, what: string): readonly Fate[] {
  if (unsynced === 0) return ['dropped']
  if (unsynced === 1) return what.startsWith('after the write') ? ['kept'] : ['dropped', 'kept']
  return ['dropped', 'kept', 'subset']
}

export function survivorsOf(fate: Fate, seed: string, number: number): Survives {
  if (fate === 'subset') return subset(Math.floor(seededRandom(`${seed}/${number}`)() * 2 ** 32))
  return fate === 'kept' ? kept : dropped
}
