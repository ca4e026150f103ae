/**
 * Device states in LevelDB, for one process.
 *
 * Invariant: what is in memory is on disk; a state that is damaged is left out and told of: the broker retains what the
 * device said last, and brings it again.
 */

import { faultOf } from '../../protocol/errors.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import { InOrder } from '../../storage/in-order.ts'
import type { Kv } from '../../storage/kv.ts'
import { openLevel } from '../../storage/open-level.ts'
import { jsonIn, sealedJson } from '../control/sealed-json.ts'
import {
  type DeviceMessage,
  type DeviceState,
  deviceOf,
  forgetting,
  unknownDevice,
  withMessage,
} from './device-state.ts'
import { failureOf, groupOf } from './outcome.ts'
import {
  type Failure,
  type Group,
  MOST_FAILURES,
  MOST_REFUSERS,
  type Refuser,
  type Standing,
  type StandingQuery,
  type StateBase,
} from './state-base.ts'

const ROOT = 'states/1/'
/** A hash for each device at each look would be most of the work. */
const EPOCHS_KEPT = 8

export class LevelStates implements StateBase {
  readonly #kv: Kv
  readonly #states: Map<string, DeviceState>
  /** By epoch and device. */
  readonly #lots = new Map<number, Map<string, number>>()
  readonly #writes = new InOrder()

  private constructor(kv: Kv, states: Map<string, DeviceState>) {
    this.#kv = kv
    this.#states = states
  }

  /** @throws HF_STORE_LOCKED when another process has it; HF_STORE_… */
  static async open(directory: string, log: (event: string, facts: object) => void): Promise<LevelStates> {
    return LevelStates.on(await openLevel(directory), log)
  }

  /** On a database that is open. */
  static async on(kv: Kv, log: (event: string, facts: object) => void): Promise<LevelStates> {
    const states = new Map<string, DeviceState>()
    for await (const [key, value] of kv.entries(ROOT)) {
      try {
        const state = jsonIn<DeviceState>(key, value)
        states.set(state.device, state)
      } catch (error) {
        log('damaged', faultOf(error))
      }
    }
    return new LevelStates(kv, states)
  }

  apply(messages: readonly DeviceMessage[], nowMs: number): Promise<void> {
    const next = new Map<string, DeviceState>()
    return this.#write(next, () => {
      for (const message of messages) {
        const device = deviceOf(message)
        const before = next.get(device) ?? this.#states.get(device) ?? unknownDevice(device)
        const state = withMessage(before, message, nowMs)
        if (state !== before) next.set(device, state)
      }
    })
  }

  standing(query: StandingQuery): Promise<Standing> {
    const { fleet, epoch, retries } = query
    const groups = new Map<string, Group>()
    const refusers: Refuser[] = []
    const failures: Failure[] = []
    const lots = this.#lotsOf(epoch)
    for (const state of this.#states.values()) {
      if (state.fleet !== fleet || state.pinned) continue
      const group = groupOf(state, lots(state.device), query)
      const key = `${group.lot}/${group.outcome}/${group.online}/${group.isLate}`
      const known = groups.get(key)
      if (known === undefined) groups.set(key, group)
      else known.count += 1
      const failure = failureOf(state, group, epoch)
      if (failure !== null) failures.push(failure)
      if (!retries || group.outcome !== 'failed' || (state.refused[epoch] ?? '') === '') continue
      if (refusers.length < MOST_REFUSERS)
        refusers.push({ name: state.device, lot: group.lot, sequence: state.sequence })
    }
    const named = [...new Set(query.named)].flatMap((name) => {
      const state = this.#states.get(name)
      return state?.fleet === fleet && !state.pinned ? [{ name, ...groupOf(state, lots(name), query) }] : []
    })
    failures.sort((a, b) => (a.name < b.name ? -1 : 1))
    return Promise.resolve({
      groups: [...groups.values()],
      named,
      refusers,
      failures: failures.slice(0, MOST_FAILURES),
    })
  }

  forget(epoch: number, refusers: readonly Pick<Refuser, 'name' | 'sequence'>[]): Promise<void> {
    const next = new Map<string, DeviceState>()
    return this.#write(next, () => {
      for (const { name, sequence } of refusers) {
        const state = this.#states.get(name)
        if (state?.sequence === sequence) next.set(name, forgetting(state, epoch))
      }
    })
  }

  nowMs(): Promise<number> {
    return Promise.resolve(Date.now())
  }

  claimSweep(): Promise<boolean> {
    return Promise.resolve(true)
  }

  async close(): Promise<void> {
    await this.#writes.ended()
    await this.#kv.close()
  }

  #lotsOf(epoch: number): (device: string) => number {
    const known = this.#lots.get(epoch) ?? new Map<string, number>()
    this.#lots.delete(epoch)
    this.#lots.set(epoch, known)
    if (this.#lots.size > EPOCHS_KEPT) this.#lots.delete(this.#lots.keys().next().value!)
    return (device) => {
      const lot = known.get(device) ?? lotOf(device, epoch)
      known.set(device, lot)
      return lot
    }
  }

  /** One after another; in memory only once it is on disk. */
  #write(next: Map<string, DeviceState>, make: () => void): Promise<void> {
    return this.#writes.run(async () => {
      make()
      if (next.size === 0) return
      await this.#kv.batch(
        [...next].map(([device, state]) => sealedJson(`${ROOT}${device}`, state)),
        true,
      )
      for (const [device, state] of next) this.#states.set(device, state)
    })
  }
}
