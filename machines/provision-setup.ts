/**
 * The vocabulary of the provision machine: its events, actions and guards, typed.
 *
 * Invariant: actions only change the context, or tell who connects.
 */
import { assign, emit, setup } from 'xstate'
import { type Fault, isTransient } from '../protocol/errors.ts'
import { type BlockerFact, blocker, faultBlocker } from './gates.ts'
import { type ClaimOutcome, type ProvisionFacts, provisionEffects } from './provision-effects.ts'
import {
  FRESH_PROVISION_INTENT,
  fingerprintOf,
  type IdentityFact,
  type ProvisionIntent,
  type ProvisionPhase,
} from './provision-intent.ts'

export type ProvisionEvent =
  /** The operator has taken the identity back. */
  | { type: 'DECOMMISSION'; volumes: boolean }
  /** The broker refuses the identity in force for good. */
  | { type: 'IDENTITY_REFUSED' }

/** For whoever connects: the identity in force has changed; null: there is none any more. */
export interface IdentityChanged {
  type: 'IDENTITY'
  identity: IdentityFact | null
}

export interface ProvisionContext {
  intent: ProvisionIntent
  /** From here on it is read from the world, and never persisted. */
  blockers: BlockerFact[]
  /** Failures in a row: how long to wait before the next try. */
  tries: number
  canClaim: boolean
}

export type Failing = { event: { error: unknown } }

/** Failures at proving what was granted, not the network's, before it is claimed anew. */
const MAX_PROOFS = 5

export function claimOf({ intent }: ProvisionContext): string {
  if (intent.claim === null) throw new Error('this phase has no claim')
  return intent.claim
}

export function offeredOf({ intent }: ProvisionContext): IdentityFact {
  if (intent.offered === null) throw new Error('nothing was granted')
  return intent.offered
}

export function identityOf({ intent }: ProvisionContext): IdentityFact {
  if (intent.identity === null) throw new Error('there is no identity')
  return intent.identity
}

export const provisionSetup = setup({
  types: {
    context: {} as ProvisionContext,
    input: {} as { intent: ProvisionIntent } | undefined,
    events: {} as ProvisionEvent,
    emitted: {} as IdentityChanged,
  },
  actors: provisionEffects,
  actions: {
    enter: assign(({ context }, { phase }: { phase: ProvisionPhase }) => ({
      intent: { ...context.intent, phase },
      blockers: [],
      tries: 0,
    })),
    noteFacts: assign((_, { facts }: { facts: ProvisionFacts }) => ({ canClaim: facts.canClaim })),
    /** The key is gone: so is who the device was. */
    loseIdentity: assign(({ context }) => ({
      intent: { ...context.intent, identity: null, offered: null, claim: null },
      blockers: [blocker('apply', 'claim', 'the key of the device is gone; it claims an identity anew')],
    })),
    noteClaim: assign(({ context }, { claim }: { claim: string }) => ({ intent: { ...context.intent, claim } })),
    countAttempt: assign(({ context }) => ({
      intent: { ...context.intent, attempt: context.intent.attempt + 1 },
    })),
    noteOffer: assign(({ context }, { offered }: { offered: IdentityFact }) => ({
      intent: { ...context.intent, offered, refusal: null },
    })),
    noteRefusal: assign(({ context }, { fault }: { fault: Fault }) => ({
      intent: { ...context.intent, offered: null, refusal: fault },
      blockers: [faultBlocker('apply', fault)],
      tries: context.tries + 1,
    })),
    noteWaiting: assign(({ context }) => ({
      blockers: [
        blocker(
          'apply',
          'claim',
          `an operator has to approve this device; its fingerprint is ${fingerprintOf(claimOf(context))}`,
        ),
      ],
    })),
    noteUnclaimed: assign(() => ({
      blockers: [
        blocker(
          'apply',
          'claim',
          'there is nothing to claim an identity with; give the device a token, a code or a serial',
        ),
      ],
    })),
    noteFailure: assign(({ context }, { fault }: { fault: Fault }) => ({
      blockers: [faultBlocker('apply', fault)],
      tries: context.tries + 1,
    })),
    /** From this batch on the device is who it was granted to be. */
    become: assign(({ context }) => ({
      intent: { ...context.intent, identity: offeredOf(context), offered: null, claim: null, refusal: null },
    })),
    tellIdentity: emit(({ context }) => ({ type: 'IDENTITY' as const, identity: context.intent.identity })),
    noteDropped: assign(({ context }) => ({ intent: { ...context.intent, credentialDropped: true } })),
    noteDecommission: assign(({ context }, { volumes }: { volumes: boolean }) => ({
      intent: { ...context.intent, wipesVolumes: volumes },
    })),
    forgetAll: assign(({ context }) => ({
      intent: { ...FRESH_PROVISION_INTENT, attempt: context.intent.attempt },
    })),
  },
  guards: {
    wasIn: ({ context }, { phases }: { phases: readonly ProvisionPhase[] }) => phases.includes(context.intent.phase),
    hasIdentity: ({ context }) => context.intent.identity !== null,
    hasLostKey: ({ context }, { facts }: { facts: ProvisionFacts }) =>
      context.intent.identity !== null && !facts.hasKey,
    canClaim: ({ context }) => context.canClaim,
    isOutcome: (_, { outcome, state }: { outcome: ClaimOutcome; state: ClaimOutcome['state'] }) =>
      outcome.state === state,
    isKeyLost: (_, { fault }: { fault: Fault }) => fault.code === 'HF_KEY_INVALID',
    isGood: (_, { fault }: { fault: Fault | null }) => fault === null,
    isLastProof: ({ context }, { fault }: { fault: Fault }) => !isTransient(fault) && context.tries + 1 >= MAX_PROOFS,
  },
})

/** What every phase does first. */
export const enter = (phase: ProvisionPhase) => ({ type: 'enter' as const, params: { phase } })
export const backoff = ({ context }: { context: ProvisionContext }) => ({ failures: context.tries })
export const failure = {
  type: 'noteFailure' as const,
  params: ({ event }: Failing) => ({ fault: event.error as Fault }),
}

/** The identity in force is taken back. */
export const decommission = {
  target: '#provision.wiping' as const,
  actions: {
    type: 'noteDecommission' as const,
    params: ({ event }: { event: { volumes: boolean } }) => ({ volumes: event.volumes }),
  },
}
