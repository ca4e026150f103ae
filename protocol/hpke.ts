/**
 * Hybrid public key encryption to an X25519 key (RFC 9180), base mode, one message for each encapsulated key.
 *
 * Invariant: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM; what was changed in one bit, or is for another
 * key, info or additional data, does not open. The shorter cipher is there for the vectors of the RFC alone.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'

export interface Sealed {
  /** Of the key that was made for this message: 32 bytes. */
  encapsulatedKey: Uint8Array
  /** With the tag of 16 bytes at its end. */
  ciphertext: Uint8Array
}

/** What both sides know beforehand. */
export interface Context {
  info: Uint8Array
  additional: Uint8Array
}

/** The identifiers of RFC 9180, section 7. */
interface Aead {
  id: number
  name: 'aes-128-gcm' | 'aes-256-gcm'
  keyBytes: number
}
const AES_256: Aead = { id: 2, name: 'aes-256-gcm', keyBytes: 32 }
export const AES_128_OF_THE_VECTORS: Aead = { id: 1, name: 'aes-128-gcm', keyBytes: 16 }
const KEM = Buffer.from('KEM\x00\x20', 'latin1')

const KEY_BYTES = 32
const NONCE_BYTES = 12
export const TAG_BYTES = 16
const HASH_BYTES = 32
const NOTHING = new Uint8Array()
// RFC 8410, section 7: the fixed DER before the 32 raw bytes.
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex')

/** @param raw 32 bytes (RFC 7748) */
export function publicKeyFrom(raw: Uint8Array): KeyObject {
  if (raw.byteLength !== KEY_BYTES) throw new RangeError('an X25519 key has 32 bytes')
  return createPublicKey({ key: Buffer.concat([PUBLIC_DER, raw]), format: 'der', type: 'spki' })
}

/** The 32 bytes of a public key, or of the public half of a private one. */
export function rawKeyOf(key: KeyObject): Uint8Array {
  const half = key.type === 'public' ? key : createPublicKey(key)
  return new Uint8Array(half.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length))
}

/** What people compare: the first 16 digits of the key's hash, in groups. */
export function encryptionFingerprint(raw: Uint8Array): string {
  const digits = createHash('sha256').update(raw).digest('hex').slice(0, 16).toUpperCase()
  return digits.match(/.{4}/g)!.join('-')
}

/** @param ephemeral of use once; given by tests alone */
export function sealTo(
  recipient: KeyObject,
  plaintext: Uint8Array,
  { info, additional }: Context,
  aead: Aead = AES_256,
  ephemeral: KeyObject = generateKeyPairSync('x25519').privateKey,
): Sealed {
  const encapsulatedKey = rawKeyOf(ephemeral)
  const dh = diffieHellman({ privateKey: ephemeral, publicKey: recipient })
  const { key, nonce } = schedule(sharedSecret(dh, encapsulatedKey, rawKeyOf(recipient)), info, aead)
  const cipher = createCipheriv(aead.name, key, nonce)
  cipher.setAAD(additional)
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  return { encapsulatedKey, ciphertext: new Uint8Array(ciphertext) }
}

/** Throws, with nothing to learn from it, when it is not for this key and context. */
export function openWith(
  secret: KeyObject,
  { encapsulatedKey, ciphertext }: Sealed,
  { info, additional }: Context,
  aead: Aead = AES_256,
): Uint8Array {
  if (ciphertext.byteLength < TAG_BYTES) throw new RangeError('the ciphertext has no tag')
  const dh = diffieHellman({ privateKey: secret, publicKey: publicKeyFrom(encapsulatedKey) })
  const { key, nonce } = schedule(sharedSecret(dh, encapsulatedKey, rawKeyOf(secret)), info, aead)
  const decipher = createDecipheriv(aead.name, key, nonce, { authTagLength: TAG_BYTES })
  const end = ciphertext.byteLength - TAG_BYTES
  decipher.setAAD(additional)
  decipher.setAuthTag(ciphertext.subarray(end))
  return new Uint8Array(Buffer.concat([decipher.update(ciphertext.subarray(0, end)), decipher.final()]))
}

/** Section 4.1. */
function sharedSecret(dh: Uint8Array, encapsulatedKey: Uint8Array, recipient: Uint8Array): Buffer {
  const context = Buffer.concat([encapsulatedKey, recipient])
  return expand(KEM, extract(KEM, NOTHING, 'eae_prk', dh), 'shared_secret', context, HASH_BYTES)
}

/** Section 5.1, without a key that was shared beforehand. The nonce is that of the first message. */
function schedule(shared: Uint8Array, info: Uint8Array, { id, keyBytes }: Aead): { key: Buffer; nonce: Buffer } {
  const suite = Buffer.from([...Buffer.from('HPKE'), 0, 0x20, 0, 1, 0, id])
  const context = Buffer.concat([
    Uint8Array.of(0),
    extract(suite, NOTHING, 'psk_id_hash', NOTHING),
    extract(suite, NOTHING, 'info_hash', info),
  ])
  const secret = extract(suite, shared, 'secret', NOTHING)
  return {
    key: expand(suite, secret, 'key', context, keyBytes),
    nonce: expand(suite, secret, 'base_nonce', context, NONCE_BYTES),
  }
}

/** LabeledExtract, section 4. */
function extract(suite: Uint8Array, salt: Uint8Array, label: string, material: Uint8Array): Buffer {
  return createHmac('sha256', salt).update('HPKE-v1').update(suite).update(label).update(material).digest()
}

/** LabeledExpand, section 4, of one block: nothing here is longer. */
function expand(suite: Uint8Array, secret: Uint8Array, label: string, info: Uint8Array, bytes: number): Buffer {
  const mac = createHmac('sha256', secret)
    .update(Uint8Array.of(bytes >> 8, bytes & 0xff))
    .update('HPKE-v1')
  return mac.update(suite).update(label).update(info).update(Uint8Array.of(1)).digest().subarray(0, bytes)
}
