/**
 * The identity of a release: the hash of its content.
 *
 * Invariant: two releases with the same content have the same id, whatever the order of their maps' keys
 * and whichever fields were left out rather than empty, so that operator and device agree on it.
 */
import { createHash } from 'node:crypto'
import { decode, encode, KINDS, type Loose } from './codec.ts'
import type { Release } from './types.ts'

/**
 * "sha256:" and the hex digest of the release encoded with an empty id and its maps in key order.
 * @throws as `encode` does
 */
export function releaseId(release: Loose<Release>): string {
  const whole = completeRelease({ ...release, id: '' })
  const bytes = encode(KINDS.Release, sortKeys(whole) as Release)
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** The release with its id set. */
export function withReleaseId(release: Loose<Release>): Release {
  return { ...completeRelease(release), id: releaseId(release) }
}

/** Every field present. */
function completeRelease(release: Loose<Release>): Release {
  return decode(KINDS.Release, encode(KINDS.Release, release))
}

/** Message fields are encoded by number, so sorting every object sorts what matters: the maps. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, field]) => [key, sortKeys(field)]))
}
