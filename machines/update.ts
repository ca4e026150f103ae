/**
 * The update lifecycle: from a signed target to a committed release, or back.
 *
 * Invariant: the old release stays whole until the new one has proved itself; `current` changes only on
 * entering `committing`; a refused release is not tried again until the operator moves on; every state is
 * left by an event, an effect's end or a budget. The machine has no I/O, no clock and no randomness: what it
 * wants done are the invoked effects (`update-effects.ts`), what it remembers is `intent` (`intent.ts`).
 */
import { FRESH_INTENT } from './intent.ts'
import { admitting, fetching, planning, staging, waiting } from './update-approach.ts'
import { cancelling, committing, proving, reverting, switching } from './update-change.ts'
import { idle, reconciling } from './update-rest.ts'
import { heldBy, updateSetup } from './update-setup.ts'

/** Version of the checkpoint's form and of the chart's structure. */
export const UPDATE_VERSION = 2

export const updateMachine = updateSetup.createMachine({
  id: 'update',
  description: 'From a signed target to a committed release, or back.',
  context: ({ input }) => ({
    intent: input?.intent ?? FRESH_INTENT,
    runs: null,
    blockers: [],
    rejected: null,
    step: null,
    busy: false,
    tries: 0,
    repairs: 0,
    repairFault: null,
  }),
  initial: 'reconciling',
  always: { guard: 'isSuperseded', target: '.cancelling' },
  on: {
    TARGET: { actions: { type: 'takeTarget', params: ({ event }) => ({ target: event.target }) } },
    TARGET_CLEARED: { actions: { type: 'clearTarget', params: ({ event }) => ({ scope: event.scope }) } },
    ROLLOUT: { actions: { type: 'takeRollout', params: ({ event }) => ({ rollout: event.rollout }) } },
    HOLD: { actions: { type: 'hold', params: ({ event }) => ({ hold: heldBy(event) }) } },
    UNHOLD: { actions: { type: 'hold', params: { hold: null } } },
    STOPPED: { actions: [{ type: 'stop', params: ({ event }) => ({ stops: event.stops }) }, 'tellStops'] },
    STARTED: { actions: [{ type: 'start', params: ({ event }) => ({ services: event.services }) }, 'tellStops'] },
    UPDATE_NOW: { guard: 'isApproaching', actions: { type: 'hurry', params: ({ event }) => ({ force: event.force }) } },
    FORGET_REFUSAL: { actions: { type: 'forgetRefusal', params: ({ event }) => ({ epoch: event.epoch }) } },
    BUSY: { actions: { type: 'setBusy', params: ({ event }) => ({ busy: event.busy }) } },
    CANCEL: {
      guard: 'isCancellable',
      target: '.cancelling',
      actions: {
        type: 'failTask',
        params: { fault: { code: 'HF_CANCELLED', message: 'an operator cancelled the update' } },
      },
    },
  },
  states: {
    reconciling,
    idle,
    admitting,
    planning,
    waiting,
    fetching,
    staging,
    switching,
    proving,
    committing,
    reverting,
    cancelling,
  },
})
