/**
 * Ed25519 keys and their text form.
 *
 * Invariant: a private key never stands in a message, a log or an error.
 *
 * The text form is one line, `holdfast-ROLE-public BASE64` or `holdfast-ROLE-private BASE64`, over the
 * raw 32 bytes (RFC 8032, section 5.1.5), so that a key fits in a configuration file.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { HoldfastError } from './errors.ts'

/**
 * The trust key says whose signatures count; the release key signs targets; the rollout key only steers what the
 * release key signed.
 */
export const ROLES = ['trust', 'release', 'rollout'] as const
export type Role = (typeof ROLES)[number]

export interface PublicKey {
  role: Role
  /** First 16 hex digits of the SHA-256 of the raw public key. */
  id: string
  key: KeyObject
}

export interface PrivateKey extends PublicKey {
  secret: KeyObject
}

// RFC 8410, section 7: the fixed DER before the 32 raw bytes.
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex')
const RAW_BYTES = 32
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Makes a new pair. */
export function generateKey(role: Role): PrivateKey {
  return fromSecret(role, generateKeyPairSync('ed25519').privateKey)
}

/** The public key as its line of text. */
export function formatPublicKey(key: PublicKey): string {
  return `holdfast-${key.role}-public ${rawPublic(key.key).toString('base64')}`
}

/** The private key as its line of text: a secret. */
export function formatPrivateKey(key: PrivateKey): string {
  const der = key.secret.export({ format: 'der', type: 'pkcs8' })
  return `holdfast-${key.role}-private ${der.subarray(PRIVATE_DER.length).toString('base64')}`
}

/**
 * Reads a public key's line.
 * @throws HF_KEY_INVALID
 */
export function parsePublicKey(line: string, place = 'key'): PublicKey {
  const { role, raw } = parseLine(line, 'public', place)
  return publicKeyOf(role, raw, place)
}

/**
 * Reads a private key's line.
 * @throws HF_KEY_INVALID, never with the line in it
 */
export function parsePrivateKey(line: string, place = 'key'): PrivateKey {
  const { role, raw } = parseLine(line, 'private', place)
  return fromSecret(role, createPrivateKey({ key: Buffer.concat([PRIVATE_DER, raw]), format: 'der', type: 'pkcs8' }))
}

/**
 * A public key by its raw bytes.
 * @throws HF_KEY_INVALID
 */
export function publicKeyOf(role: Role, raw: Uint8Array, place = 'key'): PublicKey {
  if (raw.byteLength !== RAW_BYTES)
    throw new HoldfastError('HF_KEY_INVALID', `has ${raw.byteLength} bytes instead of ${RAW_BYTES}`, { place })
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_DER, raw]), format: 'der', type: 'spki' })
  return { role, id: keyId(key), key }
}

function parseLine(line: string, half: 'public' | 'private', place: string): { role: Role; raw: Buffer } {
  const match = /^holdfast-(trust|release|rollout)-(public|private) ([A-Za-z0-9+/]{43}=)$/.exec(line.trim())
  if (match === null)
    throw new HoldfastError('HF_KEY_INVALID', `is not a line "holdfast-ROLE-${half} BASE64"`, { place })
  if (match[2] !== half)
    throw new HoldfastError('HF_KEY_INVALID', `is a ${match[2]} key, a ${half} one is needed`, { place })
  return { role: match[1] as Role, raw: Buffer.from(match[3] as string, 'base64') }
}

function fromSecret(role: Role, secret: KeyObject): PrivateKey {
  const key = createPublicKey(secret)
  return { role, id: keyId(key), key, secret }
}

/** The raw 32 bytes. */
export function rawPublic(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length)
}

function keyId(key: KeyObject): string {
  return createHash('sha256').update(rawPublic(key)).digest('hex').slice(0, 16)
}
