/**
 * Hashes that identify what something is made from.
 *
 * Invariant: equal definitions hash equally whatever the order of their keys; the hash of a service covers
 * all that would make its container another one.
 */
import { createHash } from 'node:crypto'

/** SHA-256, in hex, over the canonical JSON of plain data (keys sorted, RFC 8785 for what we hold). */
export function specHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

/** The name of a signed document: "sha256:" and the hash of its exact bytes. */
export function documentId(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/**
 * Which lot a device drew for an epoch, from 0 to 9,999: it takes part in a rollout when the lot is below
 * the share. Another epoch is another draw, so that the same devices are not always the first.
 */
export function lotOf(device: string, epoch: number): number {
  return createHash('sha256').update(`${device}\n${epoch}`).digest().readUInt32BE(0) % 10_000
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
