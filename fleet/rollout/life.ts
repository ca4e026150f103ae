/**
 * One rollout, from record to record.
 *
 * Invariant: pure; a record with an event is the next record, the same for whoever asks.
 */
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate'
import type { Rollout, Target } from '../../protocol/types.ts'
import type { RolloutEvent } from './events.ts'
import { rolloutMachine } from './machine.ts'
import type { Plan } from './plan.ts'
import { freshContext, type RolloutContext, type RolloutPhase, type RolloutRecord } from './record.ts'

/** The record of a rollout that begins. */
export function beginning(context: RolloutContext): RolloutRecord {
  return recordOf(initialTransition(rolloutMachine, context)[0])
}

/** Of the epoch that is published for a fleet, from where it has come to. @param rollout as it is published; null: none is */
export function beginningOf({
  fleet,
  target: { epoch, release, fallback },
  rollout,
  plan,
  nowMs,
}: {
  fleet: string
  target: Target
  rollout: Rollout | null
  plan: Plan
  nowMs: number
}): RolloutRecord {
  const last = rollout?.epoch === epoch ? rollout : null
  const context = freshContext(
    {
      fleet,
      epoch,
      release: `${release?.name} ${release?.version}`.trim(),
      canRevert: fallback !== null,
      plan,
      // What is out already stays out.
      share: last?.share ?? 0,
      devices: last?.devices ?? [],
      // What was published by hand, a pause for one, is over; where nothing was, the first step is the first word.
      revision: last === null ? 0 : last.revision + 1,
      freshForMs: rollout?.freshForMs ?? 0,
    },
    nowMs,
  )
  return beginning(context)
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
