/**
 * Bringing the engine to a goal, step by step: the states that `switching` and `reverting` share.
 *
 * Invariant: each step is found by looking at the engine; what changes while it is looked at is looked at
 * again; waiting for services to become healthy or done has a budget.
 */
import type { Fault } from '../protocol/errors.ts'
import type { Next } from './next-step.ts'
import { stepOf, taskOf, type UpdateContext } from './update-context.ts'
import type { Goal } from './update-effects.ts'
import { backoff, MAX_FAILURES, overdue, POLL_MS, updateSetup } from './update-setup.ts'

type Failing = { event: { error: unknown } }

/** What differs between going forward and going back. */
export interface Way {
  /** Begins the ids of the invoked effects. */
  prefix: 'forward' | 'back'
  /** The state that these states are in. */
  parent: '#update.switching' | '#update.reverting'
  goal: (context: UpdateContext) => Goal
  /** When the goal is reached. */
  reached: string
}

/**
 * Going forward, what cannot come about fails the task, and the device goes back. Going back, there is
 * nothing better to do than to go on trying, and at last to rest: the repair from `idle` takes it from there.
 */
export function stepsTowards({ prefix, parent, goal, reached }: Way) {
  const isForward = prefix === 'forward'
  return {
    looking: updateSetup.createStateConfig({
      description: 'Looks at the engine: what is the next step?',
      on: { SERVICES_CHANGED: { target: 'looking', reenter: true } },
      invoke: {
        id: `${prefix}Survey`,
        src: 'survey',
        input: ({ context }) => ({ goal: goal(context) }),
        onDone: [
          {
            guard: { type: 'isNext', params: ({ event }) => ({ next: event.output, kind: 'act' }) },
            target: 'acting',
            actions: { type: 'noteNext', params: ({ event }) => ({ next: event.output }) },
          },
          {
            guard: { type: 'isNext', params: ({ event }) => ({ next: event.output, kind: 'wait' }) },
            target: 'settling',
            actions: { type: 'noteNext', params: ({ event }) => ({ next: event.output }) },
          },
          ...(isForward ? [FAILED] : []),
          { target: reached },
        ],
        onError: isForward ? [GIVEN_UP, LATER] : [{ ...HOPELESS, target: reached }, LATER],
      },
    }),
    acting: updateSetup.createStateConfig({
      description: 'Takes the step.',
      invoke: {
        id: `${prefix}Act`,
        src: 'act',
        input: ({ context }) => ({ goal: goal(context), step: stepOf(context) }),
        onDone: 'looking',
        onError: isForward ? [GIVEN_UP, LATER] : [{ ...HOPELESS, target: '#update.idle' }, LATER],
      },
    }),
    settling: updateSetup.createStateConfig({
      description: 'Some service waits for another to be healthy or done.',
      invoke: {
        id: `${prefix}Budget`,
        src: 'patience',
        input: ({ context }) => ({ ms: taskOf(context).policy.healthTimeoutMs, goal: goal(context) }),
        onDone: isForward ? LATE : { target: reached },
        onError: isForward ? LATE_UNTOLD : { target: reached },
      },
      initial: 'quiet',
      states: {
        quiet: {
          description: 'Not yet: looks again soon, or when something changes.',
          invoke: { id: `${prefix}Pause`, src: 'pause', input: { ms: POLL_MS }, onDone: 'looking', onError: 'looking' },
          on: { SERVICES_CHANGED: 'looking' },
        },
        looking: {
          description: 'Whether the wait is over.',
          on: { SERVICES_CHANGED: { target: 'looking', reenter: true } },
          invoke: {
            id: `${prefix}Look`,
            src: 'survey',
            input: ({ context }) => ({ goal: goal(context) }),
            onDone: [
              {
                guard: { type: 'isNext', params: ({ event }) => ({ next: event.output, kind: 'wait' }) },
                target: 'quiet',
                actions: { type: 'noteNext', params: ({ event }) => ({ next: event.output }) },
              },
              { target: `${parent}.looking` },
            ],
            onError: 'quiet',
          },
        },
      },
    }),
    backingOff: updateSetup.createStateConfig({
      description: 'Tries again after a while.',
      invoke: { id: `${prefix}Backoff`, src: 'pause', input: backoff, onDone: 'looking', onError: 'looking' },
      on: { SERVICES_CHANGED: 'looking' },
    }),
  }
}

const LATER = {
  target: 'backingOff',
  actions: {
    type: 'noteFailure' as const,
    params: ({ event }: Failing) => ({ fault: event.error as Fault, gate: 'apply' as const }),
  },
}

/** Going back: tried often enough, and it is not only the engine that is away. */
const HOPELESS = {
  guard: { type: 'isLastTry' as const, params: ({ event }: Failing) => ({ fault: event.error as Fault }) },
}

/** Going forward: the engine refuses, again and again. */
const GIVEN_UP = {
  guard: {
    type: 'isLastFailure' as const,
    params: ({ event }: Failing) => ({ fault: event.error as Fault, max: MAX_FAILURES }),
  },
  target: '#update.reverting',
  actions: {
    type: 'failTask' as const,
    params: ({ event }: Failing) => ({ fault: asSwitchFault(event.error as Fault) }),
  },
}

/** Going forward: it cannot come about. */
const FAILED = {
  guard: {
    type: 'isNext' as const,
    params: ({ event }: { event: { output: Next } }) => ({ next: event.output, kind: 'failed' as const }),
  },
  target: '#update.reverting',
  actions: { type: 'failTask' as const, params: ({ event }: { event: { output: Next } }) => failureIn(event.output) },
}

/** Going forward: the wait has taken too long. */
const LATE = {
  target: '#update.reverting',
  actions: {
    type: 'failTask' as const,
    params: ({ context, event }: { context: UpdateContext; event: { output: string[] } }) =>
      overdue(context, event.output),
  },
}

const LATE_UNTOLD = {
  target: '#update.reverting',
  actions: { type: 'failTask' as const, params: ({ context }: { context: UpdateContext }) => overdue(context) },
}

function failureIn(next: Next): { fault: Fault; logTail: string[] } {
  if (next.kind !== 'failed') throw new Error('the survey did not fail')
  return { fault: next.fault, logTail: next.logTail }
}

/** A release that cannot be read is tried again when it comes again, so its code stays. */
function asSwitchFault(fault: Fault): Fault {
  if (fault.code === 'HF_STORE_CORRUPT') return fault
  return { code: 'HF_SWITCH_FAILED', message: `${fault.message} (${fault.code})` }
}
