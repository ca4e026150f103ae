/**
 * The certificate request of a device, made by hand: PKCS#10 (RFC 2986) with a P-256 key and ECDSA with SHA-256.
 *
 * Invariant: it is signed by the key that it asks for, and says nothing but a name that nobody has to believe, and which
 * key secrets are to be encrypted to. No library of certificates is loaded for it: the agent's memory is the device's.
 */
import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { coveringWords } from '../../protocol/covered-key.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'
import { bitString, der, TAG } from './der.ts'

/** Version 0, which is v1. */
const VERSION = Buffer.from('020100', 'hex')
/** The object identifier of id-at-commonName, 2.5.4.3. */
const COMMON_NAME = Buffer.from('0603550403', 'hex')
/** unstructuredName, 1.2.840.113549.1.9.2. */
const UNSTRUCTURED_NAME = Buffer.from('06092a864886f70d010902', 'hex')
/** ecdsa-with-SHA256, 1.2.840.10045.4.3.2, without parameters (RFC 5758, section 3.2). */
const ECDSA_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex')

/** SubjectPublicKeyInfo, DER. */
export function spkiOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
}

/**
 * The request, DER.
 * @param privateKey EC, P-256
 * @param commonName what the key's holder would like to be called
 * @param encryption X25519, either half: what is signed along
 */
export function certificateRequest(privateKey: KeyObject, commonName: string, encryption: KeyObject): Buffer {
  const name = der(TAG.sequence, COMMON_NAME, der(TAG.utf8String, Buffer.from(commonName, 'utf8')))
  const subject = der(TAG.sequence, der(TAG.set, name))
  const words = der(TAG.utf8String, Buffer.from(coveringWords(rawKeyOf(encryption)), 'utf8'))
  const covered = der(TAG.sequence, UNSTRUCTURED_NAME, der(TAG.set, words))
  const info = der(TAG.sequence, VERSION, subject, spkiOf(privateKey), der(TAG.context0, covered))
  // Node signs in the form that X.509 wants: the two numbers in DER.
  return der(TAG.sequence, info, ECDSA_SHA256, bitString(sign('sha256', info, privateKey)))
}
