/**
 * Every stored value: a sealed `Envelope`.
 *
 * Invariant: `unseal` gives back exactly what `seal` was given under the same kind, or says that the
 * value is damaged; the kind is derived from the key, so a value under another key is damaged too.
 */
import { createHash } from 'node:crypto'
import { decode, encode, KINDS } from '../protocol/codec.ts'
import { faultOf } from '../protocol/errors.ts'
import type { Envelope } from '../protocol/types.ts'

/** What the store writes of its own, and the form of it. */
export const RECORD_VERSION = 1

const CHECKSUM_BYTES = 16

export interface Sealed {
  version: number
  revision: number
  body: Uint8Array
}

/** @throws HF_ENCODE_INVALID, HF_WIRE_TOO_LARGE */
export function seal(kind: string, { version, revision, body }: Sealed): Uint8Array {
  return encode(KINDS.Envelope, { kind, version, revision, body, checksum: checksumOf(kind, version, revision, body) })
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
  const kindBytes = Buffer.byteLength(kind)
  const head = Buffer.allocUnsafe(4 + kindBytes + 4 + 8 + 4 + 8 + 4)
  let at = head.writeUInt32BE(kindBytes, 0)
  at += head.write(kind, at)
  at = head.writeUInt32BE(8, at)
  at = head.writeBigUInt64BE(BigInt(version), at)
  at = head.writeUInt32BE(8, at)
  at = head.writeBigUInt64BE(BigInt(revision), at)
  head.writeUInt32BE(body.byteLength, at)
  return createHash('sha256').update(head).update(body).digest().subarray(0, CHECKSUM_BYTES)
}
