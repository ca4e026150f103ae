/**
 * What stands between the agent and its ports in the explorer, from the inside out: the weather, the instants
 * at which the power may go, an agent's sabotage, and the judge who listens in.
 *
 * Invariant: of an agent that is dead no instant is announced, and nothing of it passes.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { Kv } from '../../storage/kv.ts'
import type { MemoryDisk } from '../../storage/memory-kv.ts'
import type { Dressing } from '../device/device-options.ts'
import { NEVER } from '../device/mortal-kv.ts'
import { brokerWithBoundaries, engineWithBoundaries, kvWithBoundaries, kvWithNotes, type Reach } from './boundaries.ts'
import type { Judge } from './judge.ts'
import type { Weather } from './scenario.ts'

export interface DressingOptions {
  sabotage: Dressing
  judge: Judge
  /** As it is now: a cut puts another one in its place. */
  disk(): MemoryDisk
  weather(): Weather
  /** Announces for one life of the agent; true once that is over. */
  reachOf(life: number): Reach
  /** Number of the present life. */
  life(): number
  note(change: 'written' | 'synced'): void
}

export function dressingOf({ sabotage, judge, disk, weather, reachOf, life, note }: DressingOptions): Dressing {
  return {
    kv: (kv) => {
      const reach = reachOf(life())
      disk().onSync = () => (reach('after the write, before it is acknowledged') ? NEVER : undefined)
      const bounded = kvWithBoundaries(kvInWeather(kvWithNotes(kv, note), weather, judge), reach)
      return sabotage.kv?.(bounded) ?? bounded
    },
    store: (store, clock) => {
      const own = life()
      return judge.store(sabotage.store?.(store, clock) ?? store, clock.now().bootId, () => life() === own)
    },
    engine: (port, engine) => {
      const bounded = engineWithBoundaries(port, reachOf(life()), (command) => judge.executed(command))
      return sabotage.engine?.(bounded, engine) ?? bounded
    },
    broker: (port) => {
      const bounded = brokerWithBoundaries(port, reachOf(life()))
      return sabotage.broker?.(bounded) ?? bounded
    },
  }
}

function kvInWeather(kv: Kv, weather: () => Weather, { memory }: Judge): Kv {
  return {
    get: (key) => kv.get(key),
    entries: (prefix, from) => kv.entries(prefix, from),
    close: () => kv.close(),
    batch: async (changes, sync) => {
      if (weather().storeFull) {
        memory.refusedWrites += 1
        throw new HoldfastError('HF_STORE_UNWRITABLE', 'no space left on device')
      }
      await kv.batch(changes, sync)
    },
  }
}
