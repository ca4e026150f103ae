/**
 * A device that is somebody: after a start, at rest, renewing, and until it is told to be nobody again.
 *
 * Invariant: the identity in force stays so until the next one has been proved.
 */
import { asking } from './provision-claim.ts'
import { backoff, decommission, enter, failure, identityOf, provisionSetup } from './provision-setup.ts'

/** After every start: keys are looked for before anything is done with them. */
export const reconciling = provisionSetup.createStateConfig({
  description: 'After every start: keys are looked for before anything is done with them.',
  initial: 'inspecting',
  states: {
    inspecting: {
      description: 'Looks at which keys and credentials are there.',
      invoke: {
        id: 'inspect',
        src: 'inspect',
        input: ({ context }) => ({ identity: context.intent.identity }),
        onDone: [
          // What was begun is ended first, whatever is gone already.
          {
            guard: { type: 'wasIn', params: { phases: ['wiping'] } },
            target: '#provision.wiping',
            actions: { type: 'noteFacts', params: ({ event }) => ({ facts: event.output }) },
          },
          {
            guard: { type: 'hasLostKey', params: ({ event }) => ({ facts: event.output }) },
            target: '#provision.unclaimed',
            actions: [
              { type: 'noteFacts', params: ({ event }) => ({ facts: event.output }) },
              'loseIdentity',
              'tellIdentity',
            ],
          },
          {
            target: 'resuming',
            actions: [{ type: 'noteFacts', params: ({ event }) => ({ facts: event.output }) }, 'tellIdentity'],
          },
        ],
        onError: { target: 'backingOff', actions: failure },
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'inspectPause', src: 'pause', input: backoff, onDone: 'inspecting', onError: 'inspecting' },
    },
    resuming: {
      description: 'Goes on with what the checkpoint says was under way.',
      always: [
        { guard: { type: 'wasIn', params: { phases: ['installing'] } }, target: '#provision.installing' },
        { guard: { type: 'wasIn', params: { phases: ['verifying'] } }, target: '#provision.verifying' },
        { guard: 'hasIdentity', target: '#provision.provisioned' },
        {
          guard: { type: 'wasIn', params: { phases: ['claiming', 'awaitingApproval'] } },
          target: '#provision.claiming',
        },
        { target: '#provision.unclaimed' },
      ],
    },
  },
})

/** Somebody, until the certificate is to be renewed. */
export const provisioned = provisionSetup.createStateConfig({
  description: 'Somebody, until the certificate is to be renewed.',
  entry: enter('provisioned'),
  initial: 'dropping',
  on: {
    DECOMMISSION: decommission,
    IDENTITY_REFUSED: '#provision.renewing',
  },
  states: {
    dropping: {
      description: 'Removes what proved the claim.',
      invoke: {
        id: 'dropCredential',
        src: 'dropCredential',
        input: ({ context }) => ({ keep: identityOf(context), claim: context.intent.claim }),
        onDone: { target: 'resting', actions: 'noteDropped' },
        onError: { target: 'droppingLater', actions: failure },
      },
    },
    droppingLater: {
      description: 'Tries again after a while.',
      invoke: { id: 'dropPause', src: 'pause', input: backoff, onDone: 'dropping', onError: 'dropping' },
    },
    resting: {
      description: 'Until it is time to renew.',
      invoke: {
        id: 'untilRenewal',
        src: 'untilRenewal',
        input: ({ context }) => ({ identity: identityOf(context) }),
        onDone: '#provision.renewing',
        onError: '#provision.renewing',
      },
    },
  },
})

/** The identity in force stays so until the next one has been proved. */
export const renewing = provisionSetup.createStateConfig({
  description: 'The identity in force stays so until the next one has been proved.',
  entry: enter('renewing'),
  initial: 'generating',
  on: {
    DECOMMISSION: decommission,
  },
  states: {
    generating: {
      description: 'A new key for the next certificate.',
      invoke: {
        id: 'generateNext',
        src: 'generate',
        input: ({ context }) => ({ except: identityOf(context).claim }),
        onDone: {
          target: 'asking',
          actions: { type: 'noteClaim', params: ({ event }) => ({ claim: event.output.claim }) },
        },
        onError: { target: 'backingOff', actions: failure },
      },
    },
    asking: {
      description: 'Asks for the next certificate.',
      entry: 'countAttempt',
      invoke: asking('renew', {
        renews: true,
        pending: '#provision.renewing.awaitingApproval',
        later: '#provision.renewing.backingOff',
      }),
    },
    awaitingApproval: {
      description: 'It was away for too long: an operator has to let it come back.',
      entry: ['countAttempt', 'noteWaiting'],
      invoke: asking('renewPatiently', {
        renews: true,
        patient: true,
        pending: '#provision.renewing.backingOff',
        later: '#provision.renewing.backingOff',
      }),
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'renewPause', src: 'pause', input: backoff, onDone: 'generating', onError: 'generating' },
    },
  },
})

/** Nothing of who it was is left; it may be claimed again. */
export const wiping = provisionSetup.createStateConfig({
  description: 'Nothing of who it was is left; it may be claimed again.',
  entry: enter('wiping'),
  initial: 'removing',
  states: {
    removing: {
      description: 'Removes the keys and, if asked for, the volumes.',
      invoke: {
        id: 'wipe',
        src: 'wipe',
        input: ({ context }) => ({ volumes: context.intent.wipesVolumes }),
        onDone: { target: '#provision.reconciling', actions: ['forgetAll', 'tellIdentity'] },
        onError: { target: 'backingOff', actions: failure },
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'wipePause', src: 'pause', input: backoff, onDone: 'removing', onError: 'removing' },
    },
  },
})
