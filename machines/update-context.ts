/**
 * What the update machine knows, and what its effects are told of it.
 *
 * Invariant: of all this only `intent` is persisted; everything here is read, nothing changed.
 */
import type { Fault } from '../protocol/errors.ts'
import type { BlockerFact } from './gates.ts'
import type { Intent, Task } from './intent.ts'
import { documentsOf, goalOf, stoppedIn } from './intent-rules.ts'
import type { Step } from './next-step.ts'
import type { Goal, Tidying } from './update-effects.ts'

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

/** The part of it that something changes. */
export type Change = Partial<UpdateContext>

/** The task under way, in a phase that has one. */
export function taskOf(context: UpdateContext): Task {
  if (context.intent.task === null) throw new Error('this phase has no task')
  return context.intent.task
}

/** The step that was found to be next. */
export function stepOf(context: UpdateContext): Step {
  if (context.step === null) throw new Error('there is no step to take')
  return context.step
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
