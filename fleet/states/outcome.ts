/**
 * How a device stands to one epoch, by what is known of it.
 *
 * Invariant: pure. `postgres-queries.ts` says the same in SQL, and the contract suite holds one against the other. What
 * counts is what a device says itself: a device that says nothing is not finished.
 */
import type { DeviceState } from './device-state.ts'
import type { Failure, Group, StandingQuery } from './state-base.ts'

/**
 * `away`: offline, and has not taken it. `waiting`: there, and has not taken it. `notified`: has taken it and is at
 * it. `succeeded`: runs it. `unwell`: runs it, and does badly after the commit. `failed`: has refused it or gone back.
 */
export type Outcome = 'away' | 'waiting' | 'notified' | 'succeeded' | 'unwell' | 'failed' | 'reverted'

export type OutcomeQuery = Pick<StandingQuery, 'epoch' | 'fallbackId' | 'restarts'>

export function outcomeOf(state: DeviceState, { epoch, fallbackId, restarts }: OutcomeQuery): Outcome {
  const idle = state.online ? 'waiting' : 'away'
  if (state.currentEpoch === epoch) {
    if (fallbackId !== '' && state.currentRelease === fallbackId) return 'reverted'
    return state.unhealthy || (restarts > 0 && state.restarts >= restarts) ? 'unwell' : 'succeeded'
  }
  if (String(epoch) in state.refused) return 'failed'
  if (state.targetEpoch === epoch && state.phase !== 'idle') return state.phase === 'waiting' ? idle : 'notified'
  return state.ranEpoch === epoch ? 'failed' : idle
}

/** @param lot the device's, for the epoch */
export function groupOf(state: DeviceState, lot: number, query: StandingQuery): Group {
  const { epoch, timeoutMs, nowMs } = query
  const outcome = outcomeOf(state, query)
  const isTimed = outcome === 'notified' && timeoutMs > 0 && state.notifiedEpoch === epoch
  return {
    lot,
    online: state.online,
    outcome,
    isLate: isTimed && nowMs - state.notifiedMs > timeoutMs,
    count: 1,
  }
}

/** Null when it has not failed. */
export function failureOf(state: DeviceState, { lot, outcome, isLate }: Group, epoch: number): Failure | null {
  const name = state.device
  if (outcome === 'failed') return { name, lot, outcome, code: state.refused[epoch] ?? '' }
  return outcome === 'unwell' || (outcome === 'notified' && isLate) ? { name, lot, outcome, code: '' } : null
}
