/**
 * The first half of the update lifecycle: everything before the engine is touched.
 *
 * Invariant: from any of these states the running release goes on as if nothing had happened.
 */
import type { Fault } from '../protocol/errors.ts'
import { recheckMs } from './gates.ts'
import { gateInput, taskOf } from './update-context.ts'
import { backoff, enter, heldBy, MAX_FAILURES, updateSetup } from './update-setup.ts'

type Failing = { event: { error: unknown } }

/** It cannot come about, and waiting would not help. */
const GIVEN_UP = {
  guard: { type: 'isLasting' as const, params: ({ event }: Failing) => ({ fault: event.error as Fault }) },
  target: '#update.cancelling',
  actions: { type: 'failTask' as const, params: ({ event }: Failing) => ({ fault: event.error as Fault }) },
}

/** Once more, later. */
const LATER = {
  target: 'backingOff',
  actions: {
    type: 'noteFailure' as const,
    params: ({ event }: Failing) => ({ fault: event.error as Fault, gate: 'download' as const }),
  },
}

/** Signature, requirements: whether this device may and can run it. */
export const admitting = updateSetup.createStateConfig({
  description: 'Whether this device may and can run it.',
  entry: [...enter('admitting'), { type: 'moveToGate', params: { gate: 'download' } }],
  initial: 'checking',
  states: {
    checking: {
      description: 'Checks the signature and the requirements.',
      invoke: {
        id: 'admit',
        src: 'admit',
        input: ({ context }) => ({ release: taskOf(context).to }),
        onDone: [
          { guard: ({ event }) => event.output === null, target: '#update.planning' },
          {
            target: '#update.cancelling',
            actions: { type: 'failTask', params: ({ event }) => ({ fault: event.output as Fault }) },
          },
        ],
        onError: [GIVEN_UP, LATER],
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'admitPause', src: 'pause', input: backoff, onDone: 'checking', onError: 'checking' },
      on: { SERVICES_CHANGED: 'checking' },
    },
  },
})

/** What is missing, and what would change. */
export const planning = updateSetup.createStateConfig({
  description: 'What is missing, and what would change.',
  entry: enter('planning'),
  initial: 'reading',
  states: {
    reading: {
      description: 'Compares what the engine has with what the release needs.',
      invoke: {
        id: 'plan',
        src: 'plan',
        input: ({ context }) => ({ release: taskOf(context).to }),
        onDone: {
          target: '#update.waiting',
          actions: { type: 'notePlan', params: ({ event }) => ({ plan: event.output }) },
        },
        onError: [GIVEN_UP, LATER],
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'planPause', src: 'pause', input: backoff, onDone: 'reading', onError: 'reading' },
      on: { SERVICES_CHANGED: 'reading' },
    },
  },
})

/** At the gate that the task has come to: first download, later apply. */
export const waiting = updateSetup.createStateConfig({
  description: 'At a gate: first download, later apply.',
  entry: enter('waiting'),
  initial: 'checking',
  states: {
    checking: {
      description: 'Asks what the world says against it.',
      invoke: {
        id: 'gate',
        src: 'gate',
        input: ({ context }) => gateInput(context),
        onDone: [
          {
            guard: { type: 'isClosed', params: ({ event }) => ({ found: event.output }) },
            target: 'blocked',
            actions: { type: 'noteGate', params: ({ event }) => ({ found: event.output }) },
          },
          { guard: { type: 'isAtGate', params: { gate: 'download' } }, target: '#update.fetching' },
          { target: '#update.switching' },
        ],
        onError: {
          target: 'blocked',
          actions: {
            type: 'noteFailure',
            params: ({ context, event }) => ({ fault: event.error as Fault, gate: taskOf(context).gate }),
          },
        },
      },
    },
    blocked: {
      description: 'Closed: the blockers say why. Asked again now and then, and when something changes.',
      invoke: {
        id: 'gatePause',
        src: 'pause',
        input: ({ context }) => ({ ms: recheckMs(context.blockers) }),
        onDone: 'checking',
        onError: 'checking',
      },
    },
  },
  // Whatever may open the gate has it asked again.
  on: {
    ROLLOUT: {
      target: '.checking',
      actions: { type: 'takeRollout', params: ({ event }) => ({ rollout: event.rollout }) },
    },
    HOLD: { target: '.checking', actions: { type: 'hold', params: ({ event }) => ({ hold: heldBy(event) }) } },
    UNHOLD: { target: '.checking', actions: { type: 'hold', params: { hold: null } } },
    UPDATE_NOW: {
      guard: 'isApproaching',
      target: '.checking',
      actions: { type: 'hurry', params: ({ event }) => ({ force: event.force }) },
    },
    BUSY: { target: '.checking', actions: { type: 'setBusy', params: ({ event }) => ({ busy: event.busy }) } },
    SERVICES_CHANGED: '.checking',
    BUNDLE_CAME: '.checking',
  },
})

/** Brings the images; what is there already is not fetched again. */
export const fetching = updateSetup.createStateConfig({
  description: 'Brings the images that are not there yet.',
  entry: enter('fetching'),
  initial: 'pulling',
  states: {
    pulling: {
      description: 'Fetches what is missing.',
      invoke: {
        id: 'fetch',
        src: 'fetch',
        input: ({ context }) => ({ release: taskOf(context).to }),
        onDone: 'yielding',
        onError: [
          {
            guard: {
              type: 'isLastFailure',
              params: ({ context, event }) => ({
                fault: event.error as Fault,
                max: taskOf(context).policy.fetchAttempts,
              }),
            },
            target: '#update.cancelling',
            actions: { type: 'failTask', params: ({ event }) => ({ fault: event.error as Fault }) },
          },
          LATER,
        ],
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'fetchPause', src: 'pause', input: backoff, onDone: 'pulling', onError: 'pulling' },
      on: { BUNDLE_CAME: 'pulling' },
    },
    yielding: {
      description: 'Lets a command that must not be disturbed end: it may be about a volume of the new containers.',
      entry: { type: 'noteBusy' },
      always: { guard: 'isFree', target: '#update.staging' },
    },
  },
})

/** Makes all that can stand beside the old release: volumes, networks, containers that do not run. */
export const staging = updateSetup.createStateConfig({
  description: 'Makes all that can stand beside the old release: volumes, networks, containers that do not run.',
  entry: enter('staging'),
  initial: 'making',
  states: {
    making: {
      description: 'Makes them.',
      invoke: {
        id: 'stage',
        src: 'stage',
        input: ({ context }) => ({ release: taskOf(context).to }),
        onDone: { target: '#update.waiting', actions: { type: 'moveToGate', params: { gate: 'apply' } } },
        onError: [
          {
            guard: {
              type: 'isLastFailure',
              params: ({ event }) => ({ fault: event.error as Fault, max: MAX_FAILURES }),
            },
            target: '#update.cancelling',
            actions: { type: 'failTask', params: ({ event }) => ({ fault: event.error as Fault }) },
          },
          {
            target: 'backingOff',
            actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'apply' }) },
          },
        ],
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'stagePause', src: 'pause', input: backoff, onDone: 'making', onError: 'making' },
    },
  },
})
