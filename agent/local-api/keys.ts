/**
 * The keys by which services are known at the local API.
 *
 * Invariant: a key is "NAME.MAC" with the HMAC-SHA256 of the name under the device's secret: it stays as long as the
 * secret does, nothing is kept for it, and only the device can make one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Parts the keys from whatever else may be made with the secret one day. */
const PURPOSE = 'holdfast local api\n'

/** The key of a service. A secret: never logged. */
export function keyOf(secret: Uint8Array, service: string): string {
  return `${service}.${macOf(secret, service).toString('base64url')}`
}

/** The service whose key it is; null when it is nobody's. */
export function serviceOf(secret: Uint8Array, key: string): string | null {
  const dot = key.lastIndexOf('.')
  if (dot < 1) return null
  const service = key.slice(0, dot)
  const given = Buffer.from(key.slice(dot + 1), 'base64url')
  const expected = macOf(secret, service)
  return given.length === expected.length && timingSafeEqual(given, expected) ? service : null
}

function macOf(secret: Uint8Array, service: string): Buffer {
  return createHmac('sha256', secret).update(PURPOSE).update(service).digest()
}
