/**
 * Proofs of claims.
 *
 * Invariant: pure; a comparison takes as long whether it fails at the first byte or the last.
 */
import { createHmac, type KeyObject, randomBytes, timingSafeEqual, verify, X509Certificate } from 'node:crypto'
import { deviceInSubject } from '../../protocol/certificate-name.ts'
import { claimId } from '../../protocol/claim-id.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { plainSerial } from './authority.ts'

const TOKEN = /^hft_([A-Za-z0-9_-]{11})_([A-Za-z0-9_-]{22})$/

/** A new token's id and secret, base64url of 8 and 16 random bytes. On a command line no id reads as a flag. */
export function newToken(): { id: string; secret: string } {
  return { id: randomBytes(8).toString('base64url').replace(/^-/, '_'), secret: randomBytes(16).toString('base64url') }
}

/** The token as it is handed to a device: a secret. */
export function tokenText({ id, secret }: { id: string; secret: string }): string {
  return `hft_${id}_${secret}`
}

/** Its parts, or null. */
export function parseToken(text: string): { id: string; secret: string } | null {
  const match = TOKEN.exec(text.trim())
  return match === null ? null : { id: match[1]!, secret: match[2]! }
}

/** Of a claim, with a token's secret. */
export function tokenMac(secret: string, claim: string): Buffer {
  return mac(Buffer.from(secret, 'base64url'), claim)
}

/** Of a claim, with a serial's one-time code. */
export function serialMac(code: string, claim: string): Buffer {
  return mac(Buffer.from(code, 'utf8'), claim)
}

function mac(key: Buffer, claim: string): Buffer {
  return createHmac('sha256', key).update(claim, 'utf8').digest()
}

/** Whether two codes are the same, in a time that does not tell where they differ. */
export function isSameMac(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && timingSafeEqual(one, other)
}

/** A certificate, DER, and a signature over a claim's id by its key. */
type Shown = { certificate: Uint8Array; signature: Uint8Array }

export interface RecoveredCertificate {
  device: string
  /** Whose key it is for. */
  claim: string
  serialNumber: string
  notAfterMs: number
}

/**
 * Whose key has signed the claim of a key: the claim that it was granted by. Whether it was granted, the registry knows.
 * @throws HF_CLAIM_REFUSED
 */
export function readHolder({ certificate, signature }: Shown, claim: string): string {
  try {
    const { publicKey } = new X509Certificate(certificate)
    if (isSignedBy(publicKey, claim, signature)) return claimId(publicKey.export({ type: 'spki', format: 'der' }))
  } catch (cause) {
    throw new HoldfastError('HF_CLAIM_REFUSED', 'the certificate shown cannot be read', { place: 'holder', cause })
  }
  throw new HoldfastError('HF_CLAIM_REFUSED', 'is not signed by the key of the certificate shown', { place: 'holder' })
}

function isSignedBy(key: KeyObject, claim: string, signature: Uint8Array): boolean {
  return verify('sha256', Buffer.from(claim, 'utf8'), { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/**
 * Who shows a certificate of ours, whether it is in force or not, and has its key.
 * @param authority PEM: whose certificates count, one or several
 * @param given PEM: what was given to a device, its own certificate first: others may stand between that and the authority
 * @throws HF_CLAIM_REFUSED
 */
export function readRecovery(
  { certificate, signature }: Shown,
  claim: string,
  authority: string,
  given: (device: string) => string,
): RecoveredCertificate {
  let device: string | null
  let shown: X509Certificate
  let isOurs: boolean
  let isHolder: boolean
  try {
    shown = new X509Certificate(certificate)
    device = deviceInSubject(shown.subject)
    const [, ...between] = device === null ? [] : pemBlocks(given(device))
    isOurs = leadsTo(shown, between.map(read), pemBlocks(authority).map(read))
    isHolder = isSignedBy(shown.publicKey, claim, signature)
  } catch (cause) {
    throw new HoldfastError('HF_CLAIM_REFUSED', 'the certificate shown cannot be read', { place: 'recovery', cause })
  }
  if (!isOurs || !isHolder || device === null)
    throw new HoldfastError('HF_CLAIM_REFUSED', 'the certificate shown is not one of ours, or its key is missing', {
      place: 'recovery',
    })
  return {
    device,
    claim: claimId(shown.publicKey.export({ type: 'spki', format: 'der' })),
    serialNumber: plainSerial(shown.serialNumber),
    notAfterMs: new Date(shown.validTo).getTime(),
  }
}

/** Whether one of the roots has signed it, or one between that leads to one. */
function leadsTo(
  certificate: X509Certificate,
  between: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): boolean {
  if (roots.some((root) => isIssuedBy(certificate, root))) return true
  return between.some(
    (one, at) => one.ca && isIssuedBy(certificate, one) && leadsTo(one, between.toSpliced(at, 1), roots),
  )
}

function read(pem: string): X509Certificate {
  return new X509Certificate(pem)
}

/** Whether one has signed the other. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

/** The certificates of a PEM file, each by itself. */
export function pemBlocks(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
}
