/**
 * One rollout, from record to record.
 *
 * Invariant: pure; a record with an event is the next record, the same for whoever asks.
 */
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate'
import { type RolloutEvent, rolloutMachine } from './machine.ts'
import type { RolloutContext, RolloutPhase, RolloutRecord } from './record.ts'

/** The record of a rollout that begins. */
export function beginning(context: RolloutContext): RolloutRecord {
  return recordOf(initialTransition(rolloutMachine, context)[0])
}

/** What becomes of it; the same object when nothing does. */
export function after(record: RolloutRecord, event: RolloutEvent): RolloutRecord {
  const snapshot = rolloutMachine.resolveState({ value: record.phase, context: record.context })
  if (snapshot.status !== 'active') return record
  const next = recordOf(transition(rolloutMachine, snapshot, event)[0])
  return next.phase === record.phase && next.context === record.context ? record : next
}

/** The same once more, above what is published: devices that hear it know that nobody keeps them from the news. */
export function refreshed({ phase, context }: RolloutRecord): RolloutRecord {
  return { phase, context: { ...context, revision: context.revision + 1 } }
}

function recordOf(snapshot: AnyMachineSnapshot): RolloutRecord {
  return { phase: snapshot.value as RolloutPhase, context: snapshot.context as RolloutContext }
}
