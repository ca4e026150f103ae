/**
 * Since when locks put an update off, as it is on the disk.
 *
 * Invariant: written by the agent itself, byte for byte.
 */
import { type Deferred, writtenDeferred } from '../../agent/saved-deferrals.ts'

export const DEFERRED: Deferred = {
  release: 'sha256:c0ffee release',
  bootId: 'boot-1',
  sinceMs: { '': 1_000, press: 5_500 },
}

export function deferralsNow(): string {
  return Buffer.from(writtenDeferred(DEFERRED)).toString('utf8')
}
