/**
 * From nobody to somebody: a key, a claim, a certificate, and the proof of it.
 *
 * Invariant: what proved the claim stays until the certificate has been proved; each state may be begun again.
 */
import type { Fault } from '../protocol/errors.ts'
import type { ClaimOutcome } from './provision-effects.ts'
import type { IdentityFact } from './provision-intent.ts'
import {
  backoff,
  claimOf,
  decommission,
  enter,
  type Failing,
  failure,
  offeredOf,
  type ProvisionContext,
  provisionSetup,
} from './provision-setup.ts'

/** Which way a question goes on by its answer. */
interface Ways {
  /** By the identity in force. Default: nobody asks. */
  renews?: boolean
  /** An operator has to approve it. */
  patient?: boolean
  pending: string
  /** Refused, or it could not be asked. */
  later: string
}

/** Asks, and goes on by the answer. */
export function asking(id: string, { renews = false, patient = false, pending, later }: Ways) {
  const lost = renews ? later : '#provision.generating'
  return {
    id,
    src: 'claim' as const,
    input: ({ context }: { context: ProvisionContext }) => ({
      claim: claimOf(context),
      attempt: context.intent.attempt,
      identity: context.intent.identity,
      renews,
      patient,
    }),
    onDone: [
      {
        guard: {
          type: 'isOutcome' as const,
          params: ({ event }: { event: { output: ClaimOutcome } }) => ({
            outcome: event.output,
            state: 'granted' as const,
          }),
        },
        target: '#provision.installing',
        actions: {
          type: 'noteOffer' as const,
          params: ({ event }: { event: { output: ClaimOutcome } }) => ({ offered: grantedIn(event.output) }),
        },
      },
      {
        guard: {
          type: 'isOutcome' as const,
          params: ({ event }: { event: { output: ClaimOutcome } }) => ({
            outcome: event.output,
            state: 'refused' as const,
          }),
        },
        target: later,
        actions: {
          type: 'noteRefusal' as const,
          params: ({ event }: { event: { output: ClaimOutcome } }) => ({ fault: refusedIn(event.output) }),
        },
      },
      { target: pending },
    ],
    onError: [
      // Its key is gone: it is another claim from now on.
      {
        guard: { type: 'isKeyLost' as const, params: ({ event }: Failing) => ({ fault: event.error as Fault }) },
        target: lost,
        actions: failure,
      },
      { target: later, actions: failure },
    ],
  }
}

function grantedIn(outcome: ClaimOutcome): IdentityFact {
  if (outcome.state !== 'granted') throw new Error('the claim was not granted')
  return outcome.identity
}

function refusedIn(outcome: ClaimOutcome): Fault {
  if (outcome.state !== 'refused') throw new Error('the claim was not refused')
  return outcome.fault
}

/** Nobody yet. */
export const unclaimed = provisionSetup.createStateConfig({
  description: 'Nobody yet.',
  entry: enter('unclaimed'),
  initial: 'looking',
  states: {
    looking: {
      description: 'Whether there is something to prove a claim with.',
      always: [{ guard: 'canClaim', target: '#provision.generating' }, { target: 'waiting' }],
    },
    waiting: { description: 'There is none: it has to be brought.', entry: 'noteUnclaimed' },
  },
})

/** A key of its own: it never leaves the device. */
export const generating = provisionSetup.createStateConfig({
  description: 'A key of its own: it never leaves the device.',
  entry: enter('generating'),
  initial: 'making',
  states: {
    making: {
      description: 'Makes the key, or takes one that was made and never used.',
      invoke: {
        id: 'generate',
        src: 'generate',
        input: { except: null },
        onDone: {
          target: '#provision.claiming',
          actions: { type: 'noteClaim', params: ({ event }) => ({ claim: event.output.claim }) },
        },
        onError: { target: 'backingOff', actions: failure },
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'generatePause', src: 'pause', input: backoff, onDone: 'making', onError: 'making' },
    },
  },
})

/** Asks who it may be. */
export const claiming = provisionSetup.createStateConfig({
  description: 'Asks who it may be.',
  entry: enter('claiming'),
  initial: 'asking',
  states: {
    asking: {
      description: 'Sends the claim and waits for the answer.',
      entry: 'countAttempt',
      invoke: asking('claim', { pending: '#provision.awaitingApproval', later: '#provision.claiming.backingOff' }),
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'claimPause', src: 'pause', input: backoff, onDone: 'asking', onError: 'asking' },
    },
  },
})

/** An operator compares fingerprints. */
export const awaitingApproval = provisionSetup.createStateConfig({
  description: 'An operator compares fingerprints.',
  entry: [enter('awaitingApproval'), 'noteWaiting'],
  initial: 'asking',
  states: {
    asking: {
      description: 'Asks again, with more patience.',
      entry: 'countAttempt',
      invoke: asking('claimPatiently', {
        patient: true,
        pending: '#provision.awaitingApproval',
        later: '#provision.claiming.backingOff',
      }),
    },
  },
})

/** What was granted is on the disk with this very phase; now it is looked at. */
export const installing = provisionSetup.createStateConfig({
  description: 'What was granted is on the disk with this very phase; now it is looked at.',
  entry: enter('installing'),
  initial: 'examining',
  on: {
    // Of who it is, while its next certificate is looked at or proved.
    DECOMMISSION: { guard: 'hasIdentity', ...decommission },
  },
  states: {
    examining: {
      description: 'Whether it is ours: key, name, authority, time.',
      invoke: {
        id: 'examine',
        src: 'examine',
        input: ({ context }) => ({
          offered: offeredOf(context),
          identity: context.intent.identity,
          renews: context.intent.identity !== null,
        }),
        onDone: [
          {
            guard: { type: 'isGood', params: ({ event }) => ({ fault: event.output }) },
            target: '#provision.verifying',
          },
          {
            target: 'refused',
            actions: { type: 'noteRefusal', params: ({ event }) => ({ fault: event.output as Fault }) },
          },
        ],
        onError: { target: 'backingOff', actions: failure },
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'examinePause', src: 'pause', input: backoff, onDone: 'examining', onError: 'examining' },
    },
    refused: {
      description: 'It is not good: another is asked for.',
      always: [
        { guard: 'hasIdentity', target: '#provision.renewing.backingOff' },
        { target: '#provision.claiming.backingOff' },
      ],
    },
  },
})

/** It counts once the broker has taken it. */
export const verifying = provisionSetup.createStateConfig({
  description: 'It counts once the broker has taken it.',
  entry: enter('verifying'),
  initial: 'connecting',
  on: {
    // Of who it is, while its next certificate is looked at or proved.
    DECOMMISSION: { guard: 'hasIdentity', ...decommission },
  },
  states: {
    connecting: {
      description: 'Connects with the new identity.',
      invoke: {
        id: 'verify',
        src: 'verify',
        input: ({ context }) => ({ offered: offeredOf(context) }),
        onDone: { target: '#provision.provisioned', actions: ['become', 'tellIdentity'] },
        onError: [
          {
            guard: { type: 'isLastProof', params: ({ event }) => ({ fault: event.error as Fault }) },
            target: '#provision.installing.refused',
            actions: { type: 'noteRefusal', params: ({ event }) => ({ fault: event.error as Fault }) },
          },
          { target: 'backingOff', actions: failure },
        ],
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'verifyPause', src: 'pause', input: backoff, onDone: 'connecting', onError: 'connecting' },
    },
  },
})
