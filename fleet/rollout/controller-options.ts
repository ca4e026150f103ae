/**
 * What a controller is given: what it remembers, whose keys it signs with, and how it reaches the broker.
 *
 * Invariant: types only.
 */
import type { PrivateKey } from '../../protocol/keys.ts'
import type { StateBase } from '../states/state-base.ts'
import type { RolloutStore } from './rollout-store.ts'

export interface ControllerOptions {
  store: RolloutStore
  keys: readonly PrivateKey[]
  /** How the devices are, as others write it down. */
  states: StateBase
  /** Reads further topics, retained ones first. */
  subscribe(topics: readonly string[]): Promise<void>
  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void>
  log(event: string, facts: object): void
  /** Wall clock, Unix milliseconds. */
  now(): number
}
