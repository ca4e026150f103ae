/**
 * Certificate requests of devices.
 *
 * Invariant: what `readRequest` returns is a P-256 key whose holder signed the request, and with it the key that secrets
 * are encrypted to; nothing else of the request, its subject and its wished extensions, is ever looked at.
 */
import { claimId } from '../../protocol/claim-id.ts'
import { coveringWords, UNSTRUCTURED_NAME } from '../../protocol/covered-key.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { Pkcs10CertificateRequest } from './x509.ts'

export interface CertificateRequest {
  /** PKCS#10. */
  der: Uint8Array
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Uint8Array
  /** The claim that it belongs to. */
  claim: string
}

/** A request for P-256 with a name and a few extensions has some 250 bytes. */
const MAX_BYTES = 4096

/** id-ecPublicKey with prime256v1 and an uncompressed point (RFC 5480): everything before the 64 bytes of the point. */
const P256_SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex')

/**
 * @param encryptionKey X25519, raw: what the request has to cover, because a broker could have put another one beside it
 * @throws HF_CLAIM_INVALID
 */
export async function readRequest(der: Uint8Array, encryptionKey: Uint8Array): Promise<CertificateRequest> {
  if (der.byteLength === 0 || der.byteLength > MAX_BYTES) throw invalid(`has ${der.byteLength} bytes`)
  const { request, publicKey } = parsed(der)
  if (
    publicKey.byteLength !== P256_SPKI.length + 64 ||
    !Buffer.from(publicKey).subarray(0, P256_SPKI.length).equals(P256_SPKI)
  )
    throw invalid('is not for a P-256 key')
  if (!(await signedByItself(request))) throw invalid('is not signed by its own key')
  checkCovered(request, encryptionKey)
  return { der, publicKey, claim: claimId(publicKey) }
}

function parsed(der: Uint8Array): { request: Pkcs10CertificateRequest; publicKey: Uint8Array } {
  try {
    const request = new Pkcs10CertificateRequest(Uint8Array.from(der))
    return { request, publicKey: new Uint8Array(request.publicKey.rawData) }
  } catch (cause) {
    throw invalid('is no PKCS#10', cause)
  }
}

async function signedByItself(request: Pkcs10CertificateRequest): Promise<boolean> {
  try {
    return await request.verify()
  } catch (cause) {
    throw invalid('is signed in a way that is not known', cause)
  }
}

function checkCovered({ attributes }: Pkcs10CertificateRequest, encryptionKey: Uint8Array): void {
  const values = attributes.filter(({ type }) => type === UNSTRUCTURED_NAME).flatMap((attribute) => attribute.values)
  const [said] = values
  if (said === undefined) throw invalid('does not cover the encryption key; the agent may be older than the registrar')
  const words = Buffer.from(coveringWords(encryptionKey), 'utf8')
  // A UTF8String; its length is below 128.
  const expected = Buffer.concat([Buffer.from([0x0c, words.byteLength]), words])
  if (values.length !== 1 || !expected.equals(Buffer.from(said)))
    throw invalid('covers another encryption key than the one beside it: somebody changed it on its way')
}

function invalid(why: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_CLAIM_INVALID', `the certificate request ${why}`, {
    place: 'certificate_request',
    cause,
  })
}
