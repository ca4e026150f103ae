/**
 * How a certificate request covers the key that secrets are encrypted to.
 *
 * Invariant: pure; device and registrar make the same words of the same key, and nothing else passes for them. They stand
 * in the request's `unstructuredName` (PKCS #9, RFC 2985, section 5.4.1), once, as a UTF8String: whoever signs the
 * request has signed them, and no authority puts them into a certificate.
 */

/** 1.2.840.113549.1.9.2. */
export const UNSTRUCTURED_NAME = '1.2.840.113549.1.9.2'

/** @param raw X25519, 32 bytes */
export function coveringWords(raw: Uint8Array): string {
  return `holdfast-x25519 ${Buffer.from(raw).toString('base64')}`
}
