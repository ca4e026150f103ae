/**
 * What is signed when an identity is taken back.
 *
 * Invariant: what is signed as a revocation is nothing else: no certificate, no list and no other message begins so.
 */
const DOMAIN = new TextEncoder().encode('holdfast revocation\0')

/** The name (URI) in the certificate of whoever may sign revocations for an authority. No device is given it. */
export const REVOKER_NAME = 'holdfast:registrar'

/** At most so many claims in one; their devices have no more keys that are good. */
export const MAX_REVOKED_CLAIMS = 32

/** The bytes to sign. @param revocation a `Revocation`, encoded */
export function revocationBytes(revocation: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(DOMAIN.byteLength + revocation.byteLength)
  bytes.set(DOMAIN)
  bytes.set(revocation, DOMAIN.byteLength)
  return bytes
}
