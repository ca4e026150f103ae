/**
 * How events and effects' results change what the update machine knows: one pure function each. Those that
 * begin, move or end its task stand in `update-tasks.ts`.
 *
 * Invariant: each takes the context and gives the changed part of it; none looks at anything else.
 */
import { type ErrorCode, type Fault, isTransient } from '../protocol/errors.ts'
import { type Adopted, withAdopted } from './adopted.ts'
import { type BlockerFact, blocker, busyBlocker, faultBlocker, intentBlockers } from './gates.ts'
import type { Phase, ReleaseRef, RolloutFact, Scope, TargetRef } from './intent.ts'
import { epochFault, isNewerRollout, sameRelease } from './intent-rules.ts'
import type { Next } from './next-step.ts'
import { type Change, taskOf, type UpdateContext } from './update-context.ts'
import type { Proof } from './update-effects.ts'
import { changeTask } from './update-tasks.ts'

export function enterPhase(context: UpdateContext, phase: Phase): Change {
  return { intent: { ...context.intent, phase }, blockers: [], step: null, tries: 0 }
}

// ------------------------------------------------------------------ what arrives

export function takeTarget(context: UpdateContext, target: TargetRef): Change {
  const { intent } = context
  const fault = epochFault(intent, target)
  if (fault !== null) return { rejected: fault }
  const { scope, release } = target
  const known = intent.wanted[scope]
  const unread = intent.refused.some((refusal) => isUnread(refusal, release))
  if (known !== null && sameRelease(known.release, release) && !unread) return { rejected: null }
  return {
    rejected: null,
    intent: {
      ...intent,
      wanted: { ...intent.wanted, [scope]: target },
      floors: { ...intent.floors, [scope]: { epoch: release.epoch, document: release.document } },
      // The document was lost on our disk, and here it is again.
      refused: intent.refused.filter((refusal) => !isUnread(refusal, release)),
    },
  }
}

function isUnread(refusal: { code: ErrorCode; document: string }, release: ReleaseRef): boolean {
  return refusal.code === 'HF_STORE_CORRUPT' && refusal.document === release.document
}

export function clearTarget(context: UpdateContext, scope: Scope): Change {
  const { intent } = context
  return intent.wanted[scope] === null ? {} : { intent: { ...intent, wanted: { ...intent.wanted, [scope]: null } } }
}

export function takeRollout(context: UpdateContext, rollout: RolloutFact): Change {
  return isNewerRollout(context.intent, rollout) ? { intent: { ...context.intent, rollout } } : {}
}

export function forgetRefusal(context: UpdateContext, epoch: number): Change {
  const refused = context.intent.refused.filter((refusal) => refusal.epoch !== epoch)
  return { intent: { ...context.intent, refused } }
}

// ------------------------------------------------------------------ results of effects

export function adopt(context: UpdateContext, found: readonly Adopted[]): Change {
  return { intent: withAdopted(context.intent, found) }
}

/** All that is against passing the gate: what intent says, and what was found in the world. */
export function gateBlockers(context: UpdateContext, found: readonly BlockerFact[]): BlockerFact[] {
  return [...intentBlockers(context.intent, taskOf(context), context.busy), ...found]
}

export function noteGate(context: UpdateContext, found: readonly BlockerFact[]): Change {
  return { blockers: gateBlockers(context, found) }
}

export function noteBusy({ busy }: UpdateContext): Change {
  return busy ? { blockers: [busyBlocker()] } : {}
}

/** Why the release that is committed does not run as it should. */
export function noteRepair({ repairFault }: UpdateContext): Change {
  if (repairFault === null) return {}
  const message = `the release that was committed cannot be brought back: ${repairFault.message}; it is tried again`
  return { blockers: [blocker('apply', 'repair', message, repairFault.code)] }
}

export function noteContact(): Change {
  return { blockers: [blocker('commit', 'broker', 'all is healthy; the broker has to answer before the commit')] }
}

export function noteNext(next: Next): Change {
  if (next.kind === 'act') return { step: next.step, blockers: [] }
  if (next.kind !== 'wait') return { blockers: [] }
  return { blockers: next.reasons.map((reason) => blocker('commit', 'health', reason)) }
}

export function noteProof({ verdict, running }: Proof): Change {
  if (verdict.kind !== 'waiting') return { blockers: [], runs: running }
  return { blockers: verdict.reasons.map((reason) => blocker('commit', 'health', reason)) }
}

/** A failure that will be tried again. One that waiting alone may mend does not count against the release. */
export function noteFailure(context: UpdateContext, fault: Fault, gate: BlockerFact['gate']): Change {
  const seen = { tries: context.tries + 1, blockers: [faultBlocker(gate, fault)] }
  if (isTransient(fault) || context.intent.task === null) return seen
  return { ...seen, ...changeTask(context, { failures: taskOf(context).failures + 1 }) }
}
