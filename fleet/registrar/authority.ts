/**
 * Who makes certificates, as the registrar sees it.
 *
 * Invariant: what is issued names the device and the fleet that the registrar decided on, whatever the request asks for.
 */
import type { CertificateRequest } from './certificate-request.ts'

/** What a certificate is about. */
export interface Subject {
  device: string
  fleet: string
}

export interface Issued {
  /** PEM: the device's own, then those between it and the authority. */
  certificates: string
  /** Lower-case hex digits without leading zeros. */
  serialNumber: string
  notBeforeMs: number
  notAfterMs: number
}

/** A certificate that is not to be taken any more. */
export interface RevokedCertificate {
  serialNumber: string
  revokedMs: number
}

export interface Authority {
  /** Somebody else is asked, who may take long. */
  readonly isElsewhere: boolean
  /** PEM: what devices and the broker trust. */
  readonly certificate: string
  /** @throws HF_AUTHORITY_FAILED */
  issue(request: CertificateRequest, subject: Subject, nowMs: number): Promise<Issued>
  /** The revocation list, PEM; null when this authority publishes its own elsewhere. @throws HF_AUTHORITY_FAILED */
  revocationList(revoked: readonly RevokedCertificate[], nowMs: number): Promise<string | null>
  /**
   * Signs a word that takes identities back, with SHA-256, ECDSA as r and s; `signer` is PEM, empty for the authority
   * itself. Null: nobody here may. @throws HF_AUTHORITY_FAILED
   */
  signRevocation(bytes: Uint8Array): Promise<{ signature: Uint8Array; signer: string } | null>
}

/** A serial number as it is compared: OpenSSL, Node and the library differ in case and leading zeros. */
export function plainSerial(hex: string): string {
  return hex.toLowerCase().replace(/^0+(?=.)/, '')
}
