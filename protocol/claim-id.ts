/**
 * The id of a claim.
 *
 * Invariant: it is the hash of a key, so that nobody can claim for a key that is not theirs, and asking again is the
 * same claim.
 */
import { createHash } from 'node:crypto'

/** @param spkiDer the public key, SubjectPublicKeyInfo in DER */
export function claimId(spkiDer: Uint8Array): string {
  return createHash('sha256').update(spkiDer).digest('hex').slice(0, 32)
}
