/**
 * The second half of the update lifecycle: from the first change on the engine to the commit, or back.
 *
 * Invariant: each step is found by looking at the engine, so that it does not matter where a power cut fell;
 * `committing` is entered only from a proof that has been passed whole.
 */
import type { Fault } from '../protocol/errors.ts'
import type { Next, Step } from './next-step.ts'
import { backwardGoal, forwardGoal, taskOf, tidyingOf, type UpdateContext } from './update-changes.ts'
import type { Proof } from './update-effects.ts'
import { backoff, enter, MAX_FAILURES, POLL_MS, updateSetup } from './update-setup.ts'

const OUT_OF_CONTACT: { fault: Fault } = {
  fault: { code: 'HF_CONTACT_TIMEOUT', message: 'the device did not reach its broker with the new release' },
}
const WAVERED: { fault: Fault } = {
  fault: { code: 'HF_HEALTH_FAILED', message: 'the services of the new release do not stay healthy' },
}

function stepOf(context: UpdateContext): Step {
  if (context.step === null) throw new Error('there is no step to take')
  return context.step
}

function failureIn(next: Next): { fault: Fault } {
  if (next.kind !== 'failed') throw new Error('the survey did not fail')
  return { fault: next.fault }
}

function asSwitchFault(fault: Fault): Fault {
  return { code: 'HF_SWITCH_FAILED', message: `${fault.message} (${fault.code})` }
}

function overdue(context: UpdateContext): { fault: Fault } {
  const reasons = context.blockers.map((found) => found.message).join('; ')
  return {
    fault: { code: 'HF_HEALTH_TIMEOUT', message: `not healthy in time: ${reasons || 'no answer from the engine'}` },
  }
}

function badIn(proof: Proof): { fault: Fault; logTail: string[] } {
  if (proof.verdict.kind !== 'bad') throw new Error('the proof did not fail')
  return { fault: proof.verdict.fault, logTail: proof.logTail }
}

/** One look at the health of everything: on to `good`, or back by way of `otherwise`. What changes meanwhile is looked at too. */
function lookingAt(id: string, self: string, good: string, otherwise: string) {
  return updateSetup.createStateConfig({
    on: { SERVICES_CHANGED: { target: self, reenter: true } },
    invoke: {
      id,
      src: 'prove',
      input: ({ context }) => ({ release: taskOf(context).to }),
      onDone: [
        { guard: { type: 'isVerdict', params: ({ event }) => ({ proof: event.output, kind: 'good' }) }, target: good },
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
      invoke: {
        id,
        src: 'tidy',
        input: ({ context }) => ({ tidying: tidyingOf(context) }),
        onDone: '#update.idle',
        onError: [
          { guard: 'isLastTry', target: '#update.idle' },
          {
            target: 'tidyingLater',
            actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'commit' }) },
          },
        ],
      },
    }),
    tidyingLater: updateSetup.createStateConfig({
      invoke: { id: pauseId, src: 'pause', input: backoff, onDone: 'tidying', onError: 'tidying' },
    }),
  }
}

function troubleGoingBack(whenHopeless: string) {
  return [
    { guard: 'isLastTry' as const, target: whenHopeless },
    {
      target: 'backingOff',
      actions: {
        type: 'noteFailure' as const,
        params: ({ event }: { event: { error: unknown } }) => ({ fault: event.error as Fault, gate: 'apply' as const }),
      },
    },
  ]
}

/** Step by step, each found by looking, until what runs is what is wanted. */
export const switching = updateSetup.createStateConfig({
  entry: ['markSwitched', ...enter('switching')],
  initial: 'looking',
  states: {
    looking: {
      on: { SERVICES_CHANGED: { target: 'looking', reenter: true } },
      invoke: {
        id: 'survey',
        src: 'survey',
        input: ({ context }) => ({ goal: forwardGoal(context) }),
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
          {
            guard: { type: 'isNext', params: ({ event }) => ({ next: event.output, kind: 'failed' }) },
            target: '#update.reverting',
            actions: { type: 'failTask', params: ({ event }) => failureIn(event.output) },
          },
          { target: '#update.proving' },
        ],
        onError: {
          target: 'backingOff',
          actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'apply' }) },
        },
      },
    },
    acting: {
      invoke: {
        id: 'act',
        src: 'act',
        input: ({ context }) => ({ goal: forwardGoal(context), step: stepOf(context) }),
        onDone: 'looking',
        onError: [
          {
            guard: {
              type: 'isLastFailure',
              params: ({ event }) => ({ fault: event.error as Fault, max: MAX_FAILURES }),
            },
            target: '#update.reverting',
            actions: { type: 'failTask', params: ({ event }) => ({ fault: asSwitchFault(event.error as Fault) }) },
          },
          {
            target: 'backingOff',
            actions: { type: 'noteFailure', params: ({ event }) => ({ fault: event.error as Fault, gate: 'apply' }) },
          },
        ],
      },
    },
    /** Some service waits for another to be healthy or done: within the same budget as the proof. */
    settling: {
      invoke: {
        id: 'settleBudget',
        src: 'pause',
        input: ({ context }) => ({ ms: taskOf(context).policy.healthTimeoutMs }),
        onDone: {
          target: '#update.reverting',
          actions: { type: 'failTask', params: ({ context }) => overdue(context) },
        },
        onError: {
          target: '#update.reverting',
          actions: { type: 'failTask', params: ({ context }) => overdue(context) },
        },
      },
      initial: 'quiet',
      states: {
        quiet: {
          invoke: { id: 'settlePause', src: 'pause', input: { ms: POLL_MS }, onDone: 'looking', onError: 'looking' },
          on: { SERVICES_CHANGED: 'looking' },
        },
        looking: {
          on: { SERVICES_CHANGED: { target: 'looking', reenter: true } },
          invoke: {
            id: 'settleSurvey',
            src: 'survey',
            input: ({ context }) => ({ goal: forwardGoal(context) }),
            onDone: [
              {
                guard: { type: 'isNext', params: ({ event }) => ({ next: event.output, kind: 'wait' }) },
                target: 'quiet',
                actions: { type: 'noteNext', params: ({ event }) => ({ next: event.output }) },
              },
              { target: '#update.switching.looking' },
            ],
            onError: 'quiet',
          },
        },
      },
    },
    backingOff: {
      invoke: { id: 'switchPause', src: 'pause', input: backoff, onDone: 'looking', onError: 'looking' },
      on: { SERVICES_CHANGED: 'looking' },
    },
  },
})

/** Everything healthy, then everything healthy for a while, then in contact with the broker. */
export const proving = updateSetup.createStateConfig({
  entry: enter('proving'),
  initial: 'gathering',
  states: {
    gathering: {
      invoke: {
        id: 'proofBudget',
        src: 'pause',
        input: ({ context }) => ({ ms: taskOf(context).policy.healthTimeoutMs }),
        onDone: {
          target: '#update.reverting',
          actions: { type: 'failTask', params: ({ context }) => overdue(context) },
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
          invoke: { id: 'gatherPause', src: 'pause', input: { ms: POLL_MS }, onDone: 'looking', onError: 'looking' },
          on: { SERVICES_CHANGED: 'looking' },
        },
      },
    },
    soaking: {
      invoke: {
        id: 'soak',
        src: 'pause',
        input: ({ context }) => ({ ms: taskOf(context).policy.soakMs }),
        onDone: 'affirming',
        onError: 'affirming',
      },
      initial: 'quiet',
      states: {
        quiet: { on: { SERVICES_CHANGED: 'looking' } },
        looking: lookingAt('soakProof', 'looking', 'quiet', '#update.proving.wavering'),
      },
    },
    /** Once more at the end, in case an event was missed. */
    affirming: lookingAt('lastProof', 'affirming', 'contacting', 'wavering'),
    contacting: {
      invoke: [
        {
          id: 'contact',
          src: 'contact',
          input: null,
          onDone: '#update.committing',
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
        quiet: { on: { SERVICES_CHANGED: 'looking' } },
        looking: lookingAt('contactProof', 'looking', 'quiet', '#update.proving.wavering'),
      },
    },
    /** It was healthy and is not any more: a few times may be, then it is refused. */
    wavering: {
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
  entry: ['commitTask', ...enter('committing')],
  initial: 'tidying',
  states: tidyingThen('commitTidy', 'commitPause'),
})

/** Back to the last good release, by what is on the device; without one, back to nothing of the new. */
export const reverting = updateSetup.createStateConfig({
  entry: enter('reverting'),
  initial: 'looking',
  always: { guard: 'isRepair', target: 'idle' },
  states: {
    looking: {
      on: { SERVICES_CHANGED: { target: 'looking', reenter: true } },
      invoke: {
        id: 'backSurvey',
        src: 'survey',
        input: ({ context }) => ({ goal: backwardGoal(context) }),
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
          { target: 'tidying' },
        ],
        onError: troubleGoingBack('tidying'),
      },
    },
    acting: {
      invoke: {
        id: 'backAct',
        src: 'act',
        input: ({ context }) => ({ goal: backwardGoal(context), step: stepOf(context) }),
        onDone: 'looking',
        onError: troubleGoingBack('#update.idle'),
      },
    },
    settling: {
      invoke: {
        id: 'backBudget',
        src: 'pause',
        input: ({ context }) => ({ ms: taskOf(context).policy.healthTimeoutMs }),
        onDone: 'tidying',
        onError: 'tidying',
      },
      initial: 'quiet',
      states: {
        quiet: {
          invoke: { id: 'backPause', src: 'pause', input: { ms: POLL_MS }, onDone: 'looking', onError: 'looking' },
          on: { SERVICES_CHANGED: 'looking' },
        },
        looking: {
          on: { SERVICES_CHANGED: { target: 'looking', reenter: true } },
          invoke: {
            id: 'backSettleSurvey',
            src: 'survey',
            input: ({ context }) => ({ goal: backwardGoal(context) }),
            onDone: [
              {
                guard: { type: 'isNext', params: ({ event }) => ({ next: event.output, kind: 'wait' }) },
                target: 'quiet',
                actions: { type: 'noteNext', params: ({ event }) => ({ next: event.output }) },
              },
              { target: '#update.reverting.looking' },
            ],
            onError: 'quiet',
          },
        },
      },
    },
    backingOff: {
      invoke: { id: 'revertPause', src: 'pause', input: backoff, onDone: 'looking', onError: 'looking' },
      on: { SERVICES_CHANGED: 'looking' },
    },
    ...tidyingThen('revertTidy', 'revertTidyPause'),
  },
})

/** Gives up what is under way, in bounded time: back, when the engine has been changed; else only tidies. */
export const cancelling = updateSetup.createStateConfig({
  entry: enter('cancelling'),
  initial: 'tidying',
  always: [
    { guard: 'isRepair', target: 'idle' },
    { guard: 'isSwitched', target: 'reverting' },
  ],
  states: tidyingThen('cancelTidy', 'cancelPause'),
})
