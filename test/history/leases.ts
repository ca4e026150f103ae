/**
 * Locks of applications as they are on the disk.
 *
 * Invariant: written by the agent itself, byte for byte.
 */
import { type SavedLease, writtenLeases } from '../../agent/saved-leases.ts'

export const KEPT_IN_BOOT = 'boot-1'

export const KEPT: readonly SavedLease[] = [
  { service: 'press', owner: 'plc', reason: 'a job runs', ms: 300_000 },
  { service: 'press', owner: 'Bedienpult 2', reason: 'Größe „S“', ms: 1_000 },
  { service: 'press', owner: 'plc', reason: 'a job runs', ms: 300_000, spec: '0123456789abcdef' },
  { service: 'scale', owner: 'plc', reason: '', ms: 86_400_000 },
]

export function leasesNow(): string {
  return Buffer.from(writtenLeases(KEPT, KEPT_IN_BOOT)).toString('utf8')
}
