/**
 * The second half of the update lifecycle: from the first change on the engine to the commit, or back.
 *
 * Invariant: each step is found by looking at the engine, so that it does not matter where a power cut fell;
 * `committing` is entered only from a proof that has been passed whole.
 */
import type { Fault } from '../protocol/errors.ts'
import { backwardGoal, forwardGoal, taskOf, tidyingOf } from './update-context.ts'
import type { Proof } from './update-effects.ts'
import { backoff, enter, MAX_FAILURES, overdue, POLL_MS, updateSetup } from './update-setup.ts'
import { stepsTowards } from './update-steps.ts'

const OUT_OF_CONTACT: { fault: Fault } = {
  fault: { code: 'HF_CONTACT_TIMEOUT', message: 'the device did not reach its broker with the new release' },
}
const WAVERED: { fault: Fault } = {
  fault: { code: 'HF_HEALTH_FAILED', message: 'the services of the new release do not stay healthy' },
}

function badIn(proof: Proof): { fault: Fault; logTail: string[] } {
  if (proof.verdict.kind !== 'bad') throw new Error('the proof did not fail')
  return { fault: proof.verdict.fault, logTail: proof.logTail }
}

/** One look at the health of everything: on to `good`, or back by way of `otherwise`. What changes meanwhile is looked at too. */
function lookingAt(id: string, self: string, good: string, otherwise: string) {
  return updateSetup.createStateConfig({
    description: 'Looks at the health of every service.',
    on: { SERVICES_CHANGED: { target: self, reenter: true } },
    invoke: {
      id,
      src: 'prove',
      input: ({ context }) => ({ goal: forwardGoal(context), isRepair: taskOf(context).kind === 'repair' }),
      onDone: [
        {
          guard: { type: 'isDrifted', params: ({ event }) => ({ proof: event.output }) },
          target: '#update.proving.drifting',
        },
        {
          guard: { type: 'isVerdict', params: ({ event }) => ({ proof: event.output, kind: 'good' }) },
          target: good,
          actions: { type: 'noteProof', params: ({ event }) => ({ proof: event.output }) },
        },
        {
          guard: { type: 'isVerdict', params: ({ event }) => ({ proof: event.output, kind: 'bad' }) },
          target: '#update.reverting',
          actions: { type: 'failTask', params: ({ event }) => badIn(event.output) },
        },
        { target: otherwise, actions: { type: 'noteProof', params: ({ event }) => ({ proof: event.output }) } },
      ],
      onError: otherwise,
    },
  })
}

/** Removes what is no longer needed, tries a few times, then rests: the next tidying finds what is left. */
function tidyingThen(id: string, pauseId: string) {
  return {
    tidying: updateSetup.createStateConfig({
      description: 'Removes what is no longer needed.',
      invoke: {
        id,
        src: 'tidy',
        input: ({ context }) => ({ tidying: tidyingOf(context) }),
        onDone: '#update.idle',
        onError: [
          { guard: 'isLastTidying', target: '#update.idle' },
          {
            target: 'tidyingLater',
            actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'commit' }) },
          },
        ],
      },
    }),
    tidyingLater: updateSetup.createStateConfig({
      description: 'Tries again after a while.',
      invoke: { id: pauseId, src: 'pause', input: backoff, onDone: 'tidying', onError: 'tidying' },
    }),
  }
}

/** Step by step, until what runs is what is wanted. */
export const switching = updateSetup.createStateConfig({
  description: 'Brings the new release about, step by step, until what runs is what is wanted.',
  entry: ['markSwitched', ...enter('switching')],
  initial: 'looking',
  states: stepsTowards({
    prefix: 'forward',
    parent: '#update.switching',
    goal: forwardGoal,
    reached: '#update.proving',
  }),
})

/** Everything healthy, then everything healthy for a while, then in contact with the broker. */
export const proving = updateSetup.createStateConfig({
  description: 'Waits until everything is healthy, then healthy for a while, then in contact with the broker.',
  entry: enter('proving'),
  initial: 'gathering',
  states: {
    gathering: {
      description: 'Everything has to become healthy within a budget.',
      invoke: {
        id: 'proofBudget',
        src: 'patience',
        input: ({ context }) => ({ ms: taskOf(context).policy.healthTimeoutMs, goal: forwardGoal(context) }),
        onDone: {
          target: '#update.reverting',
          actions: { type: 'failTask', params: ({ context, event }) => overdue(context, event.output) },
        },
        onError: {
          target: '#update.reverting',
          actions: { type: 'failTask', params: ({ context }) => overdue(context) },
        },
      },
      initial: 'looking',
      states: {
        looking: lookingAt('gatherProof', 'looking', '#update.proving.soaking', 'quiet'),
        quiet: {
          description: 'Not yet: looks again soon, or when something changes.',
          invoke: { id: 'gatherPause', src: 'pause', input: { ms: POLL_MS }, onDone: 'looking', onError: 'looking' },
          on: { SERVICES_CHANGED: 'looking' },
        },
      },
    },
    soaking: {
      description: 'Everything has to stay healthy for the soak time.',
      invoke: {
        id: 'soak',
        src: 'pause',
        input: ({ context }) => ({ ms: taskOf(context).policy.soakMs }),
        onDone: 'affirming',
        onError: 'affirming',
      },
      initial: 'quiet',
      states: {
        quiet: { description: 'Healthy: looks again when something changes.', on: { SERVICES_CHANGED: 'looking' } },
        looking: lookingAt('soakProof', 'looking', 'quiet', '#update.proving.wavering'),
      },
    },
    /** Once more at the end, in case an event was missed. */
    affirming: lookingAt('lastProof', 'affirming', 'contacting', 'wavering'),
    contacting: {
      description: 'Healthy: the device has to reach its broker within a budget.',
      // A repair brings nothing new that could have cut the device off.
      always: { guard: 'isRepair', target: '#update.committing' },
      invoke: [
        {
          id: 'contact',
          src: 'contact',
          input: null,
          onDone: { target: '#update.proving.confirming' },
          onError: { target: '#update.proving.gathering' },
        },
        {
          id: 'contactBudget',
          src: 'pause',
          input: ({ context }) => ({ ms: taskOf(context).policy.contactTimeoutMs }),
          onDone: { target: '#update.reverting', actions: { type: 'failTask', params: OUT_OF_CONTACT } },
          onError: { target: '#update.reverting', actions: { type: 'failTask', params: OUT_OF_CONTACT } },
        },
      ],
      entry: { type: 'noteContact' },
      initial: 'quiet',
      states: {
        quiet: { description: 'Healthy: looks again when something changes.', on: { SERVICES_CHANGED: 'looking' } },
        looking: lookingAt('contactProof', 'looking', 'quiet', '#update.proving.wavering'),
      },
    },
    /** The broker may have answered a device whose services have just gone down with their engine. */
    confirming: lookingAt('finalProof', 'confirming', '#update.committing', 'wavering'),
    drifting: {
      description:
        "Something was taken down, by the engine's own end for one: it is brought up and proved again, a few times.",
      always: [
        {
          guard: { type: 'isLastFailure', params: { fault: WAVERED.fault, max: MAX_FAILURES } },
          target: '#update.reverting',
          actions: { type: 'failTask', params: WAVERED },
        },
        {
          target: '#update.switching',
          actions: { type: 'noteFailure', params: { fault: WAVERED.fault, gate: 'commit' } },
        },
      ],
    },
    wavering: {
      description: 'It was healthy and is not any more: a few times may be, then it is refused.',
      always: [
        {
          guard: { type: 'isLastFailure', params: { fault: WAVERED.fault, max: MAX_FAILURES } },
          target: '#update.reverting',
          actions: { type: 'failTask', params: WAVERED },
        },
        {
          target: 'gathering',
          actions: { type: 'noteFailure', params: { fault: WAVERED.fault, gate: 'commit' } },
        },
      ],
    },
  },
})

/** The proof holds: from the batch that enters here on, the new release is the good one. */
export const committing = updateSetup.createStateConfig({
  description: 'The proof holds: the new release is the good one. Tidies up.',
  entry: ['commitTask', ...enter('committing')],
  initial: 'tidying',
  states: tidyingThen('commitTidy', 'commitPause'),
})

/** Back to the last good release, by what is on the device; without one, back to nothing of the new. */
export const reverting = updateSetup.createStateConfig({
  description: 'Goes back to the last good release by what is on the device; without one, back to nothing of the new.',
  entry: enter('reverting'),
  initial: 'looking',
  always: { guard: 'isRepair', target: 'idle' },
  states: {
    ...stepsTowards({
      prefix: 'back',
      parent: '#update.reverting',
      goal: backwardGoal,
      reached: '#update.reverting.tidying',
    }),
    ...tidyingThen('backTidy', 'backTidyPause'),
  },
})

/** Gives up what is under way, in bounded time: back, when the engine has been changed; else only tidies. */
export const cancelling = updateSetup.createStateConfig({
  description: 'Gives up what is under way, in bounded time: back, when the engine has been changed; else only tidies.',
  entry: enter('cancelling'),
  initial: 'tidying',
  always: [
    { guard: 'isRepair', target: 'idle' },
    { guard: 'isSwitched', target: 'reverting' },
  ],
  states: tidyingThen('cancelTidy', 'cancelPause'),
})
