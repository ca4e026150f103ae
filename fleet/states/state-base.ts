/**
 * The database of device states, as the controller and those that write into it see it.
 *
 * Invariant: what `apply` has resolved is there after any crash of ours; any number may apply at once, and messages that
 * are older than what is known change nothing. What a decision needs comes as numbers, not as devices.
 */
import type { DeviceMessage } from './device-state.ts'
import type { Outcome } from './outcome.ts'

export interface StandingQuery {
  fleet: string
  epoch: number
  /** Of the release that a revert goes to; empty when there is none. */
  fallbackId: string
  /** So many restarts of a service after the commit are too many; 0: never. */
  restarts: number
  /** How long a device may be at it; 0: for ever. */
  timeoutMs: number
  /** By the clock that `apply` was told. */
  nowMs: number
  /** Devices that are told of one by one. */
  named: readonly string[]
  /** Whether those that might try again are told of one by one. */
  retries: boolean
}

/** So many devices are in the same place. */
export interface Group {
  /** From 0 to 9,999. */
  lot: number
  online: boolean
  outcome: Outcome
  /** Has been at it for longer than it may. */
  isLate: boolean
  count: number
}

/** One that has refused the epoch with a code. */
export interface Refuser {
  name: string
  lot: number
  /** Of the report that said so. */
  sequence: number
}

/** One that has not taken the epoch well, and is not going back by an operator's word. */
export interface Failure {
  name: string
  lot: number
  /** `notified`: it has been at it for longer than it may. */
  outcome: 'failed' | 'unwell' | 'notified'
  /** Of its refusal; empty when it told none. */
  code: string
}

export interface Standing {
  groups: Group[]
  /** Those of `named` that are known; they are in the groups too. */
  named: (Group & { name: string })[]
  /** At most {@link MOST_REFUSERS}. */
  refusers: Refuser[]
  /** By name, and at most {@link MOST_FAILURES}; they are in the groups too. */
  failures: Failure[]
}

export const MOST_REFUSERS = 10_000
export const MOST_FAILURES = 10_000

export interface StateBase {
  /**
   * Takes messages, in the order in which they came.
   * @param nowMs Unix milliseconds
   * @throws HF_STORE_…, HF_DATABASE_UNAVAILABLE : it may be done again
   */
  apply(messages: readonly DeviceMessage[], nowMs: number): Promise<void>
  /** @throws HF_STORE_…, HF_DATABASE_UNAVAILABLE */
  standing(query: StandingQuery): Promise<Standing>
  /** What these said of the epoch in the report of that number is old; a newer report stands. */
  forget(epoch: number, refusers: readonly Pick<Refuser, 'name' | 'sequence'>[]): Promise<void>
  /** The database's own clock, Unix milliseconds. */
  nowMs(): Promise<number>
  /** Whether nobody has begun since then to read everything that the broker retains: then the caller is to. */
  claimSweep(sinceMs: number): Promise<boolean>
  close(): Promise<void>
}
