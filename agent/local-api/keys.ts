/**
 * The keys by which containers are known at the local API.
 *
 * Invariant: a key is "SERVICE:SPEC.MAC", or "SERVICE.MAC" where it stands for no container in particular, with the
 * HMAC-SHA256 of what is before it under the device's secret: it stays as long as the secret does, nothing is kept for
 * it, and only the device can make one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Parts the keys from whatever else may be made with the secret one day. */
const PURPOSE = 'holdfast local api\n'
/** So much of the hash is enough to tell the old container from the new one. */
const SPEC_LENGTH = 16

/** Whose key it is. */
export interface Caller {
  service: string
  /** The beginning of the hash of its container's definition; empty: a program beside the service, or an older key. */
  spec: string
}

/**
 * The key of a container. A secret: never logged.
 * @param specHash empty for what is not to be taken for the container of the service
 */
export function keyOf(secret: Uint8Array, service: string, specHash: string): string {
  // No name has a colon.
  const who = specHash === '' ? service : `${service}:${specHash.slice(0, SPEC_LENGTH)}`
  return `${who}.${macOf(secret, who).toString('base64url')}`
}

/** Whose key it is; null when it is nobody's. */
export function callerOf(secret: Uint8Array, key: string): Caller | null {
  const dot = key.lastIndexOf('.')
  if (dot < 1) return null
  const who = key.slice(0, dot)
  const given = Buffer.from(key.slice(dot + 1), 'base64url')
  const expected = macOf(secret, who)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const [service = '', spec = ''] = who.split(':')
  return { service, spec }
}

/** Whether the caller is this container. */
export function isKeyOf({ service, spec }: Caller, container: { service: string; specHash: string }): boolean {
  return spec !== '' && container.service === service && container.specHash.startsWith(spec)
}

function macOf(secret: Uint8Array, who: string): Buffer {
  return createHmac('sha256', secret).update(PURPOSE).update(who).digest()
}
