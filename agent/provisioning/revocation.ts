/**
 * Whether the word that takes the identity back is one to obey.
 *
 * Invariant: pure. It counts when the authority of the identity, or whom that has named for it, has signed it, and for
 * this device and this very key alone: so one played again finds another key. Without it nothing is wiped.
 */
import { verify, type X509Certificate } from 'node:crypto'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { REVOKER_NAME, revocationBytes } from '../../protocol/revocation.ts'
import type { ClaimAnswer, Revocation } from '../../protocol/types.ts'
import { chainTo, readCertificates, validityOf } from './certificates.ts'

/** The word as it came; it is not believed yet. */
export type Word = Pick<ClaimAnswer, 'code' | 'revocation' | 'revocationSignature' | 'revocationSigner'>

export interface Held {
  identity: IdentityFact
  /** PEM of the authority that the device was given by hand; null: it was not. */
  pinned: string | null
  /** Before which it cannot be, Unix milliseconds. */
  floorMs: number
}

/** Whether an answer says that the identity is none any more, as it says it: without proof. */
export function takesBack({ code }: { code: string }): boolean {
  return code === 'HF_DEVICE_REVOKED' || code === 'HF_DEVICE_ERASED'
}

/**
 * What is to be wiped.
 * @throws HF_REVOCATION_INVALID, HF_WIRE_…, HF_CERTIFICATE_INVALID
 */
export function obeyed(word: Word, { identity, pinned, floorMs }: Held): { volumes: boolean } {
  if (word.revocation.byteLength === 0) throw invalid('nobody has signed it')
  const isSigned = signers(word, readCertificates(pinned ?? identity.authority, 'authority'), floorMs).some((signer) =>
    isBy(signer, word),
  )
  if (!isSigned) throw invalid('it is not signed by the authority of this device')
  const { device, claims, wipeVolumes } = decode<Revocation>(KINDS.Revocation, word.revocation)
  if (device !== identity.device) throw invalid(`it is for ${device.slice(0, 64)}`)
  if (!claims.includes(identity.claim)) throw invalid('it is for other keys than the one in force')
  return { volumes: wipeVolumes }
}

function signers({ revocationSigner }: Word, roots: readonly X509Certificate[], floorMs: number): X509Certificate[] {
  if (revocationSigner === '') return [...roots]
  const [signer, ...between] = readCertificates(revocationSigner, 'revocation_signer')
  // Every device has a certificate of the authority: that is not enough.
  const isNamed = signer.subjectAltName?.split(', ').includes(`URI:${REVOKER_NAME}`) === true
  if (!isNamed) throw invalid('its signer is not one that may take identities back')
  if (validityOf(signer).notAfterMs <= floorMs) throw invalid('the certificate of its signer has expired')
  if (chainTo(signer, between, roots) === null) throw invalid('its signer is not of the authority of this device')
  return [signer]
}

function isBy(signer: X509Certificate, { revocation, revocationSignature }: Word): boolean {
  try {
    const key = { key: signer.publicKey, dsaEncoding: 'ieee-p1363' } as const
    return verify('sha256', revocationBytes(revocation), key, revocationSignature)
  } catch {
    return false // a signature of another kind of key
  }
}

function invalid(why: string): HoldfastError {
  return new HoldfastError('HF_REVOCATION_INVALID', why)
}
