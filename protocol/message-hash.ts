/**
 * Hashes of messages.
 *
 * Invariant: two messages with the same content have the same hash, whatever the order of their maps' keys
 * and whichever fields were left out rather than empty; a field that is added to the protocol later, and not
 * set, changes no hash.
 */
import { createHash } from 'node:crypto'
import { encodeCanonically, type Kind, type Loose } from './codec.ts'

/**
 * SHA-256, in hex, over the message with its maps in key order.
 * @throws as `encode` does
 */
export function messageHash<M extends object>(of: Kind<M>, message: Loose<M>): string {
  return createHash('sha256').update(encodeCanonically(of, message)).digest('hex')
}
