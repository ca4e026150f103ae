/**
 * The vocabulary of the update machine: its events, actions and guards, typed.
 *
 * Invariant: actions only change the context by the pure functions of `update-changes.ts` and
 * `update-tasks.ts`, or tell the parent; nothing here acts on the world.
 */
import { assign, emit, setup } from 'xstate'
import { type Fault, isTransient } from '../protocol/errors.ts'
import type { Adopted } from './adopted.ts'
import type { UpdateStanding } from './commands.ts'
import type { BlockerFact } from './gates.ts'
import type { HoldFact, Intent, Phase, RolloutFact, Scope, StopFact, TargetRef } from './intent.ts'
import { goalOf, isSuperseded, withoutStops, withStops } from './intent-rules.ts'
import type { Next } from './next-step.ts'
import * as change from './update-changes.ts'
import { taskOf, type UpdateContext } from './update-context.ts'
import { type Plan, type Proof, updateEffects } from './update-effects.ts'
import * as tasks from './update-tasks.ts'

export type UpdateEvent =
  | { type: 'TARGET'; target: TargetRef }
  | { type: 'TARGET_CLEARED'; scope: Scope }
  | { type: 'ROLLOUT'; rollout: RolloutFact }
  | { type: 'HOLD'; reason: string; downloads: boolean }
  | { type: 'UNHOLD' }
  | { type: 'CANCEL' }
  | { type: 'REVERT' }
  | { type: 'FORGET_REFUSAL'; epoch: number }
  | { type: 'UPDATE_NOW'; force: boolean }
  /** What an operator keeps down has been stopped, or may run again. */
  | { type: 'STOPPED'; stops: StopFact[] }
  | { type: 'STARTED'; services: string[] }
  /** Something changed about our containers, or the engine is back. */
  | { type: 'SERVICES_CHANGED' }
  /** Images are at hand that no registry is needed for. */
  | { type: 'BUNDLE_CAME' }
  /** The device does something that must not be disturbed, or has ended it. */
  | { type: 'BUSY'; busy: boolean }

/** For the parent: which phase has begun, and what an operator may do about it. */
export type UpdateEmitted = ({ type: 'PHASE' } & UpdateStanding) | { type: 'STOPS'; stops: StopFact[] }

/** Failures at staging or switching that are not the engine's absence, before the release is refused. */
export const MAX_FAILURES = 3
/** Failed tries at going back, or at tidying, before the machine rests; the repair from `idle` goes on. */
const MAX_TRIES = 5
/** A health is looked at again at least so often; events come sooner. */
export const POLL_MS = 5_000

/** In these phases nothing of the engine has been changed that going back would have to undo. */
export const BEFORE_SWITCH: readonly Phase[] = ['admitting', 'planning', 'waiting', 'fetching', 'staging']
const CANCELLABLE: readonly Phase[] = [...BEFORE_SWITCH, 'switching', 'proving']
/** In these phases the engine is being changed, and nothing else may disturb it. */
export const DISRUPTIVE_PHASES: readonly Phase[] = [
  'staging',
  'switching',
  'proving',
  'committing',
  'reverting',
  'cancelling',
]

export const updateSetup = setup({
  types: {
    context: {} as UpdateContext,
    input: {} as { intent: Intent } | undefined,
    events: {} as UpdateEvent,
    emitted: {} as UpdateEmitted,
  },
  actors: updateEffects,
  actions: {
    enter: assign(({ context }, { phase }: { phase: Phase }) => change.enterPhase(context, phase)),
    tell: emit(({ context }, { phase }: { phase: UpdateStanding['phase'] }) => ({
      type: 'PHASE' as const,
      phase,
      canGoBack: phase === 'idle' && context.intent.previous !== null,
      canCancel: isCancellable(context.intent),
      canHurry: isApproaching(context.intent),
    })),
    stop: assign(({ context }, { stops }: { stops: StopFact[] }) => ({ intent: withStops(context.intent, stops) })),
    start: assign(({ context }, { services }: { services: string[] }) => ({
      intent: withoutStops(context.intent, services),
    })),
    tellStops: emit(({ context }) => ({ type: 'STOPS' as const, stops: context.intent.stops })),
    hurry: assign(({ context }, { force }: { force: boolean }) => tasks.hurry(context, force)),
    takeTarget: assign(({ context }, { target }: { target: TargetRef }) => change.takeTarget(context, target)),
    clearTarget: assign(({ context }, { scope }: { scope: Scope }) => change.clearTarget(context, scope)),
    takeRollout: assign(({ context }, { rollout }: { rollout: RolloutFact }) => change.takeRollout(context, rollout)),
    hold: assign(({ context }, { hold }: { hold: HoldFact | null }) => ({ intent: { ...context.intent, hold } })),
    forgetRefusal: assign(({ context }, { epoch }: { epoch: number }) => change.forgetRefusal(context, epoch)),
    setBusy: assign((_, { busy }: { busy: boolean }) => ({ busy })),
    beginTask: assign(({ context }) => tasks.beginTask(context)),
    beginRepair: assign(({ context }) => tasks.beginRepair(context)),
    beginGoingBack: assign(({ context }) => tasks.beginGoingBack(context)),
    endTask: assign(({ context }) => tasks.endTask(context)),
    commitTask: assign(({ context }) => tasks.commitTask(context)),
    failTask: assign(({ context }, { fault, logTail }: { fault: Fault; logTail?: string[] }) =>
      tasks.failTask(context, fault, logTail),
    ),
    countResume: assign(({ context }) => tasks.countResume(context)),
    markSwitched: assign(({ context }) => tasks.markSwitched(context)),
    moveToGate: assign(({ context }, { gate }: { gate: 'download' | 'apply' }) => tasks.moveToGate(context, gate)),
    adopt: assign(({ context }, { found }: { found: Adopted[] }) => change.adopt(context, found)),
    notePlan: assign(({ context }, { plan }: { plan: Plan }) => tasks.notePlan(context, plan)),
    noteGate: assign(({ context }, { found }: { found: BlockerFact[] }) => change.noteGate(context, found)),
    noteBusy: assign(({ context }) => change.noteBusy(context)),
    noteNext: assign((_, { next }: { next: Next }) => change.noteNext(next)),
    noteProof: assign((_, { proof }: { proof: Proof }) => change.noteProof(proof)),
    noteRepair: assign(({ context }) => change.noteRepair(context)),
    noteContact: assign(() => change.noteContact()),
    noteFailure: assign(({ context }, { fault, gate }: { fault: Fault; gate: BlockerFact['gate'] }) =>
      change.noteFailure(context, fault, gate),
    ),
  },
  guards: {
    wasIn: ({ context }, { phases }: { phases: readonly Phase[] }) => phases.includes(context.intent.phase),
    hasGoal: ({ context }) => goalOf(context.intent) !== null && !context.busy,
    isSuperseded: ({ context }) => BEFORE_SWITCH.includes(context.intent.phase) && isSuperseded(context.intent),
    isApproaching: ({ context }) => isApproaching(context.intent),
    isCancellable: ({ context }) => isCancellable(context.intent),
    canGoBack: ({ context }) => context.intent.previous !== null,
    isRepair: ({ context }) => context.intent.task?.kind === 'repair',
    isSwitched: ({ context }) => context.intent.task?.switched === true,
    isBusy: ({ context }) => context.busy,
    isFree: ({ context }) => !context.busy,
    isClosed: ({ context }, { found }: { found: BlockerFact[] }) => change.gateBlockers(context, found).length > 0,
    isAtGate: ({ context }, { gate }: { gate: string }) => context.intent.task?.gate === gate,
    hasResumedTooOften: ({ context }) => {
      const { phase, task } = context.intent
      return (
        (phase === 'switching' || phase === 'proving') && task !== null && task.resumes >= task.policy.resumeAttempts
      )
    },
    isNext: (_, { next, kind }: { next: Next; kind: Next['kind'] }) => next.kind === kind,
    /** There is something to repair, and the last try at it failed. */
    needsRest: ({ context }, { next }: { next: Next }) => next.kind === 'act' && context.repairs > 0,
    /** What is held was adopted, so there is no release to repair by. */
    isAdopted: ({ context }, { next }: { next: Next }) => next.kind === 'act' && context.intent.current === null,
    isDrifted: (_, { proof }: { proof: Proof }) => proof.drifted,
    isVerdict: (_, { proof, kind }: { proof: Proof; kind: string }) => proof.verdict.kind === kind,
    /** Waiting will not mend it. */
    isLasting: (_, { fault }: { fault: Fault }) => !isTransient(fault),
    /** One more failure is one too many. */
    isLastFailure: ({ context }, { fault, max }: { fault: Fault; max: number }) =>
      !isTransient(fault) && taskOf(context).failures + 1 >= max,
    /** Tried often enough; an engine that is only away is waited for. */
    isLastTry: ({ context }, { fault }: { fault: Fault }) =>
      fault.code !== 'HF_ENGINE_UNAVAILABLE' && context.tries + 1 >= MAX_TRIES,
    isLastTidying: ({ context }) => context.tries + 1 >= MAX_TRIES,
  },
})

/** A repair is not: it would only begin again. */
function isCancellable({ phase, task }: Intent): boolean {
  return CANCELLABLE.includes(phase) && task !== null && task.kind !== 'repair'
}

/** Something is on its way that an operator may hurry. */
function isApproaching({ phase, task }: Intent): boolean {
  return BEFORE_SWITCH.includes(phase) && task !== null && task.kind !== 'repair'
}

/** What every phase does first. */
export const enter = (phase: Phase) => [
  { type: 'enter' as const, params: { phase } },
  { type: 'tell' as const, params: { phase } },
]
/** The hold that an operator asks for. */
export function heldBy({ reason, downloads }: HoldFact): HoldFact {
  return { reason, downloads }
}

/** The longer the more tries have failed. */
export const backoff = ({ context }: { context: UpdateContext }) => ({ failures: context.tries })

/** Why the budget for becoming healthy was not enough. */
export function overdue(context: UpdateContext, logTail: string[] = []): { fault: Fault; logTail: string[] } {
  const reasons = context.blockers.map((found) => found.message).join('; ')
  return {
    fault: { code: 'HF_HEALTH_TIMEOUT', message: `not healthy in time: ${reasons || 'no answer from the engine'}` },
    logTail,
  }
}
