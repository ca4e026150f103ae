/**
 * The effects of the provision machine: what goes in, what comes out.
 *
 * Invariant: inputs and outputs are JSON and hold no secret; each effect looks before it acts and may run twice.
 */
import type { Fault } from '../protocol/errors.ts'
import { effect } from './effect.ts'
import type { IdentityFact } from './provision-intent.ts'

/** What there is on the disk beside the intent. */
export interface ProvisionFacts {
  /** The private key of the identity in force is there, and fits its certificate. */
  hasKey: boolean
  /** There is something to prove a claim with. */
  canClaim: boolean
}

export type ClaimOutcome =
  | { state: 'granted'; identity: IdentityFact }
  /** An operator has to approve it. */
  | { state: 'pending'; retryAfterMs: number }
  | { state: 'refused'; fault: Fault; retryAfterMs: number }

export const provisionEffects = {
  inspect: effect<ProvisionFacts, { identity: IdentityFact | null }>(),
  /**
   * Makes a key, or takes the one that was made and never used. Its claim comes back.
   * `except` is the key in force, which a renewal does not use again.
   */
  generate: effect<{ claim: string }, { except: string | null }>(),
  /**
   * Sends the claim and waits so long for its answer; a pending claim is waited for longer. With an identity that has
   * expired it is the proof; `renews`: connected by the identity in force.
   */
  claim: effect<
    ClaimOutcome,
    { claim: string; attempt: number; identity: IdentityFact | null; renews: boolean; patient: boolean }
  >(),
  /** Whether what was granted is ours: key, name, authority, time. Null: it is. */
  examine: effect<Fault | null, { offered: IdentityFact; identity: IdentityFact | null; renews: boolean }>(),
  /** Connects with it, and hears of its own topics. */
  verify: effect<null, { offered: IdentityFact }>(),
  /**
   * Removes what claimed it, and keys that nothing refers to. `claim` is one that a power cut has interrupted: it may have
   * been granted.
   */
  dropCredential: effect<null, { keep: IdentityFact; claim: string | null }>(),
  /** Ends when it is time to renew, with jitter, by a clock that is not trusted below its floor. */
  untilRenewal: effect<null, { identity: IdentityFact }>(),
  /** Removes the identity's keys and, if asked for, the volumes; the device must be told again who it is. */
  wipe: effect<null, { volumes: boolean }>(),
  /** Waits: so long, or with full jitter after so many failures. */
  pause: effect<null, { ms: number } | { failures: number }>(),
}
