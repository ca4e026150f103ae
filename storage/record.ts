/**
 * Every stored value: a sealed `Envelope`.
 *
 * Invariant: `unseal` gives back exactly what `seal` was given under the same kind, or says that the
 * value is damaged; the kind is derived from the key, so a value under another key is damaged too.
 */
import * as crypto from 'node:crypto'
import { decode, KINDS, type Kind } from '../protocol/codec.ts'
import { faultOf, HoldfastError } from '../protocol/errors.ts'
import { holdfast } from '../protocol/messages.js'
import type { Envelope } from '../protocol/types.ts'

/** What the store writes of its own, and the form of it. */
export const RECORD_VERSION = 1

const CHECKSUM_BYTES = 16

export interface Sealed {
  version: number
  revision: number
  body: Uint8Array
}

/** How what is stored is read. */
export interface RecordReader {
  unseal(kind: string, bytes: Uint8Array): Sealed | { damage: string }
  /** Of a record's body. @throws as the codec does */
  decode<M extends object>(of: Kind<M>, body: Uint8Array): M
}

/**
 * Does not go through the codec, which decodes what it has encoded to see whether it would arrive: with
 * four fields checked here that is half of what a commit would cost.
 * @throws HF_ENCODE_INVALID, HF_WIRE_TOO_LARGE
 */
export function seal(kind: string, { version, revision, body }: Sealed): Uint8Array {
  if (!kind.isWellFormed() || version >>> 0 !== version || !Number.isSafeInteger(revision) || revision < 0)
    throw new HoldfastError('HF_ENCODE_INVALID', 'cannot be sealed', { place: `${kind}, ${version}, ${revision}` })
  const checksum = checksumOf(kind, version, revision, body)
  const bytes = holdfast.v1.Envelope.encode({ kind, version, revision, body, checksum }).finish()
  if (bytes.byteLength <= KINDS.Envelope.maxBytes) return bytes
  throw new HoldfastError('HF_WIRE_TOO_LARGE', `${bytes.byteLength} bytes cannot be sealed`, { place: kind })
}

/** What was sealed under this kind, or why it cannot be that, in words that follow "it". */
export function unseal(kind: string, bytes: Uint8Array): Sealed | { damage: string } {
  let envelope: Envelope
  try {
    envelope = decode<Envelope>(KINDS.Envelope, bytes)
  } catch (error) {
    return { damage: `is no envelope (${faultOf(error).code})` }
  }
  const { version, revision, body, checksum } = envelope
  if (Buffer.compare(checksum, checksumOf(envelope.kind, version, revision, body)) !== 0)
    return { damage: 'does not match its checksum' }
  if (envelope.kind !== kind) return { damage: `belongs to ${JSON.stringify(envelope.kind.slice(0, 80))}` }
  return { version, revision, body }
}

/** First 16 bytes of the SHA-256 over kind, version, revision and body, each with its length. */
function checksumOf(kind: string, version: number, revision: number, body: Uint8Array): Uint8Array {
  const parts = Buffer.allocUnsafe(4 + 3 * kind.length + 12 + 12 + 4 + body.byteLength)
  const kindBytes = parts.write(kind, 4)
  parts.writeUInt32BE(kindBytes, 0)
  let at = writeNumber(parts, version, 4 + kindBytes)
  at = writeNumber(parts, revision, at)
  at = parts.writeUInt32BE(body.byteLength, at)
  parts.set(body, at)
  return sha256(parts.subarray(0, at + body.byteLength)).subarray(0, CHECKSUM_BYTES)
}

/** In one call, which makes no object to be collected; Node 20 has that only in its later releases. */
const sha256: (bytes: Uint8Array) => Uint8Array =
  'hash' in crypto
    ? (bytes) => crypto.hash('sha256', bytes, 'buffer')
    : (bytes) => crypto.createHash('sha256').update(bytes).digest()

/** Eight bytes, big-endian, after their length. BigInt would do, at three times the cost. */
function writeNumber(to: Buffer, value: number, at: number): number {
  to.writeUInt32BE(8, at)
  to.writeUInt32BE(Math.floor(value / 2 ** 32), at + 4)
  return to.writeUInt32BE(value % 2 ** 32, at + 8)
}

/** Reads each value anew. */
export const READER: RecordReader = { unseal, decode }
