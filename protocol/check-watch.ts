/**
 * Whether somebody who asks to watch asks for something that a device will do.
 *
 * Invariant: what passes here ends by itself, and asks for definitions by what can be a hash of one.
 */
import { HoldfastError } from './errors.ts'
import type { Watch } from './types.ts'

/** A watch is renewed at least so often. */
const MAX_WATCH_MS = 300_000
const HASH = /^[0-9a-f]{64}$/

/** @throws HF_WIRE_INVALID with the field */
export function checkWatch(watch: Watch): Watch {
  if (watch.forMs > MAX_WATCH_MS)
    throw new HoldfastError('HF_WIRE_INVALID', `is more than ${MAX_WATCH_MS} ms; renew the watch instead`, {
      place: 'forMs',
    })
  const wrong = watch.definitions.findIndex((hash) => !HASH.test(hash))
  if (wrong >= 0) throw new HoldfastError('HF_WIRE_INVALID', 'is no SHA-256 in hex', { place: `definitions[${wrong}]` })
  return watch
}
