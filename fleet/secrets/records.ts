/**
 * What the operator's store of secrets remembers.
 *
 * Invariant: plain JSON without a value in the clear. Versions of a secret and revisions of a device only rise, also over
 * a removal. A field is added with a default where it is read, never changed in place.
 */

/** Whom a secret is for: every device of a fleet, or one, which goes over its fleet's. */
export interface Scope {
  kind: 'fleet' | 'device'
  name: string
}

export interface SecretRecord {
  scope: Scope
  name: string
  /** Counts up with each value. */
  version: number
  setMs: number
  /** Sealed to the store's key, base64; null: it was removed. */
  kept: { encapsulatedKey: string; ciphertext: string } | null
}

/** What a device was sent last, and whose word its key is. */
export interface DeviceRecord {
  device: string
  /** Of a device that no registrar knows: as it said when its key was compared. */
  fleet: string
  /** X25519, base64: compared by an operator; empty: it was not. */
  pinned: string
  /** Zero: it was sent nothing yet. */
  revision: number
  /** Which key that was sealed to, base64. */
  sealedTo: string
  /** What it was sent: by the name of each secret, which value ("fleet 2"). */
  holds: Readonly<Record<string, string>>
}

/** Which value it is; another one of another scope is another. */
export function labelOf({ scope, version }: SecretRecord): string {
  return `${scope.kind} ${version}`
}

export const NEVER_SENT = { pinned: '', fleet: '', revision: 0, sealedTo: '', holds: {} } as const
