/**
 * How events and effects' results change what the update machine knows: one pure function each.
 *
 * Invariant: each takes the context and gives the changed part of it; none looks at anything else.
 */
import { type ErrorCode, type Fault, isTransient } from '../protocol/errors.ts'
import { type Adopted, withAdopted } from './adopted.ts'
import { type BlockerFact, blocker, faultBlocker, intentBlockers } from './gates.ts'
import {
  DEFAULT_POLICY,
  type Intent,
  type Phase,
  type ReleaseRef,
  type RolloutFact,
  type Scope,
  type TargetRef,
  type Task,
} from './intent.ts'
import {
  documentsOf,
  epochFault,
  goalOf,
  isNewerRollout,
  sameRelease,
  stoppedIn,
  withoutRefusal,
  withRefusal,
} from './intent-rules.ts'
import type { Next, Step } from './next-step.ts'
import type { Goal, Plan, Proof, Tidying } from './update-effects.ts'

export interface UpdateContext {
  intent: Intent
  /** From here on it is read from the world, and never persisted. */
  /** Services that ran at the last good proof. */
  runs: string[] | null
  blockers: BlockerFact[]
  /** The last target that was refused at the door, until a good one comes. */
  rejected: Fault | null
  step: Step | null
  /** The device does something that must not be disturbed. */
  busy: boolean
  /** Failures in a row at the same thing: how long to wait before the next try. */
  tries: number
  /** Failures in a row of repairing the committed release. */
  repairs: number
  /** Why the last one failed. */
  repairFault: Fault | null
}

type Change = Partial<UpdateContext>

export function taskOf(context: UpdateContext): Task {
  if (context.intent.task === null) throw new Error('this phase has no task')
  return context.intent.task
}

/** The step that was found to be next. */
export function stepOf(context: UpdateContext): Step {
  if (context.step === null) throw new Error('there is no step to take')
  return context.step
}

function changeTask(context: UpdateContext, change: Partial<Task>): Change {
  return { intent: { ...context.intent, task: { ...taskOf(context), ...change } } }
}

/** What to bring about while going forward. */
export function forwardGoal(context: UpdateContext): Goal {
  const { to, kind } = taskOf(context)
  return {
    release: to,
    mustRun: kind === 'repair' ? context.intent.runs : null,
    undo: null,
    adopted: [],
    stopped: stoppedIn(context.intent),
  }
}

/** While going back. */
export function backwardGoal(context: UpdateContext): Goal {
  const task = taskOf(context)
  const { current, runs, adopted } = context.intent
  const mustRun = [...new Set([...task.ranBefore, ...runs])]
  return { release: current, mustRun, undo: task.to, adopted, stopped: stoppedIn(context.intent) }
}

/** While nothing is under way. */
export function restingGoal(context: UpdateContext): Goal {
  const { current, runs, adopted } = context.intent
  return { release: current, mustRun: runs, undo: null, adopted, stopped: stoppedIn(context.intent) }
}

/** What may be removed once the way forward, or back, has been gone. */
export function tidyingOf({ intent }: Pick<UpdateContext, 'intent'>): Tidying {
  const { current, previous, task, adopted } = intent
  const keepImages = [current, previous, goalOf(intent)?.to].filter((ref) => ref !== null && ref !== undefined)
  return {
    current,
    undo: task?.to ?? null,
    keepImages,
    keepDocuments: documentsOf(intent),
    keepContainers: adopted.map(({ container }) => container),
  }
}

/** What the world is asked at a gate. */
export function gateInput(context: UpdateContext) {
  const task = taskOf(context)
  return { task, issuedAtMs: context.intent.wanted[task.scope]?.issuedAtMs ?? 0, tidying: tidyingOf(context) }
}

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

// ------------------------------------------------------------------ tasks

function newTask(change: Pick<Task, 'kind' | 'scope' | 'to' | 'policy'>): Task {
  return {
    ...change,
    gate: 'download',
    hurry: 'no',
    ranBefore: [],
    switched: false,
    failures: 0,
    resumes: 0,
    fault: null,
    logTail: [],
  }
}

export function beginTask(context: UpdateContext): Change {
  const goal = goalOf(context.intent)
  if (goal === null) return {}
  const { scope, policy } = goal.target
  return { intent: { ...context.intent, task: newTask({ kind: goal.kind, scope, to: goal.to, policy }) } }
}

export function beginRepair(context: UpdateContext): Change {
  const { current, wanted } = context.intent
  if (current === null) return {}
  const policy = wanted.device?.policy ?? wanted.fleet?.policy ?? DEFAULT_POLICY
  return { intent: { ...context.intent, task: newTask({ kind: 'repair', scope: 'fleet', to: current, policy }) } }
}

/** An operator sends the device back to what ran before; the release that runs is refused from now on. */
export function beginGoingBack(context: UpdateContext): Change {
  const { current, previous } = context.intent
  if (current === null || previous === null) return {}
  const scope: Scope = context.intent.wanted.device === null ? 'fleet' : 'device'
  const policy = context.intent.wanted[scope]?.policy ?? DEFAULT_POLICY
  const leaving = newTask({ kind: 'install', scope, to: current, policy })
  const fault: Fault = { code: 'HF_RELEASE_REVERTED', message: 'an operator sent the device back from this release' }
  const intent = withRefusal(withoutRefusal(context.intent, previous), leaving, fault)
  return { intent: { ...intent, task: newTask({ kind: 'revert', scope, to: previous, policy }) } }
}

export function endTask(context: UpdateContext): Change {
  return context.intent.task === null ? {} : { intent: { ...context.intent, task: null } }
}

/** The release is refused and remembered; a repair is only counted, since its release was good. */
export function failTask(context: UpdateContext, fault: Fault, logTail: string[] = []): Change {
  const task = taskOf(context)
  if (task.kind === 'repair') return { repairs: context.repairs + 1, repairFault: fault }
  return { intent: withRefusal({ ...context.intent, task: { ...task, fault, logTail } }, task, fault, logTail) }
}

export function commitTask(context: UpdateContext): Change {
  const { intent } = context
  const task = taskOf(context)
  const runs = context.runs ?? intent.runs
  if (sameRelease(intent.current, task.to)) return { intent: { ...intent, runs }, repairs: 0, repairFault: null }
  // What was gone back from is not a place to go back to.
  const previous = task.kind === 'revert' ? null : intent.current
  return { intent: { ...intent, current: task.to, previous, runs, adopted: [] }, repairs: 0, repairFault: null }
}

export function notePlan(context: UpdateContext, plan: Plan): Change {
  const { ranBefore, switched } = taskOf(context)
  return changeTask(context, { ranBefore: switched ? ranBefore : plan.running })
}

/** An operator lets the update pass over its windows, and over locks if asked to; what was granted stays. */
export function hurry(context: UpdateContext, force: boolean): Change {
  return changeTask(context, { hurry: force || taskOf(context).hurry === 'locks' ? 'locks' : 'windows' })
}

export function moveToGate(context: UpdateContext, gate: Task['gate']): Change {
  return taskOf(context).gate === gate ? {} : changeTask(context, { gate })
}

export function countResume(context: UpdateContext): Change {
  return changeTask(context, { resumes: taskOf(context).resumes + 1 })
}

/** Marks that from now on there is something to go back from. */
export function markSwitched(context: UpdateContext): Change {
  return taskOf(context).switched ? {} : changeTask(context, { switched: true, failures: 0 })
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
