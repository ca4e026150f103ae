/**
 * Hashes of messages.
 *
 * Invariant: two messages with the same content have the same hash, whatever the order of their maps' keys
 * and whichever fields were left out rather than empty; a field that is added to the protocol later, and not
 * set, changes no hash.
 */
import { createHash } from 'node:crypto'
import { decode, encode, type Kind, type Loose } from './codec.ts'

/**
 * SHA-256, in hex, over the message with its maps in key order.
 * @throws as `encode` does
 */
export function messageHash<M extends object>(of: Kind<M>, message: Loose<M>): string {
  const whole = decode(of, encode(of, message))
  return createHash('sha256')
    .update(encode(of, sortKeys(whole) as Loose<M>))
    .digest('hex')
}

/** Message fields are encoded by number, so sorting every object sorts what matters: the maps. */
function sortKeys(value: unknown): unknown {
  if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sortKeys)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, field]) => [key, sortKeys(field)]))
}
