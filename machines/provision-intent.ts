/**
 * The durable intent of the provision machine.
 *
 * Invariant: JSON only, and no secret: private keys stand in files of their own, each named by the claim that it
 * makes, so that from here it can be told which key belongs to what.
 */
import type { Fault } from '../protocol/errors.ts'

/** Who the device is, by a certificate. Times are Unix milliseconds, as the certificate says. */
export interface IdentityFact {
  device: string
  fleet: string
  /** The claim whose key it was made for. */
  claim: string
  /** PEM: the device's own, then those between it and the authority. */
  certificates: string
  /** PEM. */
  authority: string
  /** Where to connect with it; empty is where it was claimed. */
  brokerUrl: string
  serialNumber: string
  notBeforeMs: number
  notAfterMs: number
}

export type ProvisionPhase =
  | 'unclaimed'
  | 'generating'
  | 'claiming'
  | 'awaitingApproval'
  | 'installing'
  | 'verifying'
  | 'provisioned'
  | 'renewing'
  | 'wiping'

export interface ProvisionIntent {
  phase: ProvisionPhase
  /** The claim that is being made: the hash of its key. */
  claim: string | null
  /** Counts up with each time that a claim is sent. */
  attempt: number
  /** Granted, and not proved yet by connecting with it. */
  offered: IdentityFact | null
  /** In force. */
  identity: IdentityFact | null
  /** The claim's own credential is of no use any more, and is gone. */
  credentialDropped: boolean
  /** Why the last claim was not granted. */
  refusal: Fault | null
  /** With the identity the volumes are to go. */
  wipesVolumes: boolean
}

export const FRESH_PROVISION_INTENT: ProvisionIntent = {
  phase: 'unclaimed',
  claim: null,
  attempt: 0,
  offered: null,
  identity: null,
  credentialDropped: false,
  refusal: null,
  wipesVolumes: false,
}

/** What the device shows, and what an operator compares before approving: the claim's first digits, in groups. */
export function fingerprintOf(claim: string): string {
  return claim.slice(0, 16).toUpperCase().match(/.{4}/g)?.join('-') ?? ''
}
