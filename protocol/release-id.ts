/**
 * The identity of a release: the hash of its content.
 *
 * Invariant: operator and device agree on it.
 */
import { decode, encode, KINDS, type Loose } from './codec.ts'
import { messageHash } from './message-hash.ts'
import type { Release } from './types.ts'

/**
 * "sha256:" and the hex digest of the release with an empty id.
 * @throws as `encode` does
 */
export function releaseId(release: Loose<Release>): string {
  return `sha256:${messageHash(KINDS.Release, { ...release, id: '' })}`
}

/** The release with its id set, and every field present. */
export function withReleaseId(release: Loose<Release>): Release {
  return { ...decode(KINDS.Release, encode(KINDS.Release, release)), id: releaseId(release) }
}
