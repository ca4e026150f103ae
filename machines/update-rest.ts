/**
 * Between updates: after a start, and at rest.
 *
 * Invariant: after a start nothing is done before the engine has been looked at; at rest what is committed is
 * held, and repaired when something has drifted.
 */
import type { Fault } from '../protocol/errors.ts'
import { restingGoal, stepOf } from './update-context.ts'
import { BEFORE_SWITCH, backoff, enter, updateSetup } from './update-setup.ts'

/** After every start: the world is read before anything is done. */
export const reconciling = updateSetup.createStateConfig({
  description: 'After every start: the world is read before anything is done.',
  entry: { type: 'tell', params: { phase: 'reconciling' } },
  initial: 'observing',
  states: {
    observing: {
      description: 'Waits for the engine to answer, and looks at what of ours runs.',
      invoke: {
        id: 'observe',
        src: 'observe',
        input: null,
        onDone: {
          target: 'resuming',
          actions: { type: 'adopt', params: ({ event }) => ({ found: event.output }) },
        },
        onError: {
          target: 'backingOff',
          actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'apply' }) },
        },
      },
    },
    backingOff: {
      description: 'The engine did not answer: asks again after a while.',
      invoke: { id: 'observePause', src: 'pause', input: backoff, onDone: 'observing', onError: 'observing' },
      on: { SERVICES_CHANGED: 'observing' },
    },
    resuming: {
      description: 'Goes on with what the checkpoint says was under way.',
      always: [
        { guard: { type: 'wasIn', params: { phases: BEFORE_SWITCH } }, target: '#update.admitting' },
        {
          guard: 'hasResumedTooOften',
          target: '#update.reverting',
          actions: {
            type: 'failTask',
            params: {
              fault: {
                code: 'HF_RESUMED_TOO_OFTEN',
                message: 'the device restarted too often in the middle of this update',
              },
            },
          },
        },
        {
          guard: { type: 'wasIn', params: { phases: ['switching', 'proving'] } },
          target: '#update.switching',
          actions: 'countResume',
        },
        { guard: { type: 'wasIn', params: { phases: ['committing'] } }, target: '#update.committing' },
        { guard: { type: 'wasIn', params: { phases: ['reverting'] } }, target: '#update.reverting' },
        { guard: { type: 'wasIn', params: { phases: ['cancelling'] } }, target: '#update.cancelling' },
        { target: '#update.idle' },
      ],
    },
  },
})

/** Holds what is committed, and repairs it when something has drifted. */
export const idle = updateSetup.createStateConfig({
  description: 'Holds what is committed, and repairs it when something has drifted.',
  entry: ['endTask', ...enter('idle')],
  initial: 'checking',
  always: { guard: 'hasGoal', target: 'admitting', actions: 'beginTask' },
  on: {
    BUSY: { target: '.checking', actions: { type: 'setBusy', params: ({ event }) => ({ busy: event.busy }) } },
    REVERT: { guard: 'canGoBack', target: 'admitting', actions: 'beginGoingBack' },
    STOPPED: {
      target: '.checking',
      actions: [{ type: 'stop', params: ({ event }) => ({ stops: event.stops }) }, 'tellStops'],
    },
    STARTED: {
      target: '.checking',
      actions: [{ type: 'start', params: ({ event }) => ({ services: event.services }) }, 'tellStops'],
    },
  },
  states: {
    checking: {
      description: 'Whether everything runs as it should.',
      // What the survey has seen may be old by now: look again.
      on: { SERVICES_CHANGED: { target: 'checking', reenter: true } },
      invoke: {
        id: 'holdSurvey',
        src: 'survey',
        input: ({ context }) => ({ goal: restingGoal(context) }),
        onDone: [
          { guard: 'isBusy', target: 'steady' },
          {
            guard: { type: 'isAdopted', params: ({ event }) => ({ next: event.output }) },
            target: 'rousing',
            actions: { type: 'noteNext', params: ({ event }) => ({ next: event.output }) },
          },
          { guard: { type: 'needsRest', params: ({ event }) => ({ next: event.output }) }, target: 'resting' },
          {
            guard: { type: 'isNext', params: ({ event }) => ({ next: event.output, kind: 'act' }) },
            target: '#update.planning',
            actions: 'beginRepair',
          },
          { target: 'steady', actions: { type: 'noteNext', params: ({ event }) => ({ next: event.output }) } },
        ],
        onError: {
          target: 'unsure',
          actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'apply' }) },
        },
      },
    },
    rousing: {
      description: 'Starts an adopted container that should run and does not.',
      invoke: {
        id: 'rouse',
        src: 'act',
        input: ({ context }) => ({ goal: restingGoal(context), step: stepOf(context) }),
        onDone: 'checking',
        onError: {
          target: 'unsure',
          actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'apply' }) },
        },
      },
    },
    steady: {
      description: 'Everything is as it should be.',
      on: { SERVICES_CHANGED: 'checking' },
    },
    unsure: {
      description: 'The look failed: looks again after a while.',
      invoke: { id: 'holdPause', src: 'pause', input: backoff, onDone: 'checking', onError: 'checking' },
      on: { SERVICES_CHANGED: 'checking' },
    },
    resting: {
      description: 'The last repair failed: the next one waits, the longer the more have failed.',
      entry: 'noteRepair',
      invoke: {
        id: 'repairPause',
        src: 'pause',
        input: ({ context }) => ({ failures: context.repairs }),
        onDone: { target: '#update.planning', actions: 'beginRepair' },
        onError: { target: '#update.planning', actions: 'beginRepair' },
      },
    },
  },
})
