/**
 * How the task under way begins, gets on and ends: one pure function each.
 *
 * Invariant: each takes the context and gives the changed part of it; none looks at anything else. Only here is a
 * release refused, and by a repair none.
 */
import type { Fault } from '../protocol/errors.ts'
import { DEFAULT_POLICY, type Scope, type Task } from './intent.ts'
import { goalOf, sameRelease, withoutRefusal, withRefusal } from './intent-rules.ts'
import { type Change, taskOf, type UpdateContext } from './update-context.ts'
import type { Plan } from './update-effects.ts'

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

/** The task with some of it changed. */
export function changeTask(context: UpdateContext, change: Partial<Task>): Change {
  return { intent: { ...context.intent, task: { ...taskOf(context), ...change } } }
}
