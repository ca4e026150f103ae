/**
 * What happens to a rollout, and how an operator's wish becomes such an event.
 *
 * Invariant: pure; everything that a decision needs comes in with its event, the time among it.
 */
import type { Facts } from './facts.ts'

/** Facts, the lots of the fleet's devices, rising, and which of the plan's names the fleet has. */
export interface Tick extends Facts {
  type: 'TICK'
  lots: readonly number[]
  names: readonly string[]
}

/** Failures: by name, and how many there are besides. */
export interface Bad {
  devices: readonly string[]
  others: number
}

/** What another hand has published. */
export interface Word {
  revision: number
  share: number
  devices: readonly string[]
}

export type RolloutEvent =
  | Tick
  | { type: 'PAUSE'; nowMs: number; reason: string }
  /** `bad`: failures so far, which have been seen. */
  | { type: 'RESUME'; nowMs: number; reason: string; bad: Bad }
  | { type: 'ABORT'; nowMs: number; reason: string }
  /** `above`: what is published, whoever has published it: it is gone above, and whom it let in is sent back too. */
  | { type: 'REVERT'; nowMs: number; reason: string; above?: Word }
  /** Another epoch is published. */
  | { type: 'SUPERSEDED'; nowMs: number; reason: string }
  /** Another hand has published a rollout with a higher revision. */
  | ({ type: 'STEERED'; nowMs: number } & Word)
  /** Another life of the controller begins: what the rate would have let in meanwhile is not made up for. */
  | { type: 'RESTORED'; nowMs: number }
  /** These devices are to be asked to try once more, because of what they said in the report of that number. */
  | { type: 'RETRIED'; nowMs: number; devices: readonly { name: string; sequence: number }[] }

export type Wish = 'pause' | 'resume' | 'abort' | 'revert'

const WISHES = { pause: 'PAUSE', abort: 'ABORT', revert: 'REVERT' } as const

/** @param by `bad`: failures so far, which the operator has seen */
export function eventOf(wish: Wish, { nowMs, reason, bad }: { nowMs: number; reason: string; bad: Bad }): RolloutEvent {
  return wish === 'resume' ? { type: 'RESUME', nowMs, reason, bad } : { type: WISHES[wish], nowMs, reason }
}
