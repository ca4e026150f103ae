/**
 * How much an answer may hold.
 *
 * Invariant: whatever a registrar gives comes through the broker of claims. That one ends the connection on which a
 * larger packet comes, and of an answer this is the bridge: the claims of others would be lost with it.
 */
import { HoldfastError } from '../../protocol/errors.ts'

/** What the broker of claims takes at once, bytes: a claim or an answer, with its topic. */
export const CLAIMS_PACKET = 32 * 1024

/** Of certificates in one answer: the device's own, those between, and the authority's. The rest is for names. */
export const MOST_CERTIFICATES = 28 * 1024

/** Of the authority's among them: leaves room for a device's own, and one between. */
const MOST_OF_AUTHORITY = 16 * 1024

/** Of a device's own certificate (DER): it shows that in its next claim or renewal, beside a request, in 16 KiB. */
export const MOST_OF_ONE = 8 * 1024

/** Of the address where devices connect. */
export const MOST_URL = 1024

/**
 * @param certificates PEM, of a device or of whom the authority has named
 * @param authority PEM
 * @returns null: there is room for both
 */
export function lackOfRoom(certificates: string, authority: string): string | null {
  const bytes = Buffer.byteLength(certificates) + Buffer.byteLength(authority)
  if (bytes <= MOST_CERTIFICATES) return null
  return `${bytes} bytes of certificates, the authority's among them; ${MOST_CERTIFICATES} go into an answer`
}

/**
 * Whether a device's certificate and one between would still go along.
 * @throws HF_FILE_INVALID
 */
export function checkRoomBeside(authority: string, place: string): void {
  const bytes = Buffer.byteLength(authority)
  if (bytes <= MOST_OF_AUTHORITY) return
  const why = `has ${bytes} bytes; beyond ${MOST_OF_AUTHORITY} an answer has no room for the certificates of devices`
  throw new HoldfastError('HF_FILE_INVALID', why, { place })
}
