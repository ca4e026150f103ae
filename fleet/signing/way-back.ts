/**
 * Which release a new target names as the way back.
 *
 * Invariant: pure; never one that an operator or a gate has sent the fleet away from, and of two the one that more of the
 * fleet's devices run: a release that was only tried on a few has not proved itself.
 */
import { RolloutState } from '../../protocol/enums.ts'
import type { Release, Rollout, Target } from '../../protocol/types.ts'
import type { Seen } from '../follow/seen.ts'

/**
 * @param published what is to be followed by another target
 * @param rollout how it was let in; null where nobody knows, and for one device's own target
 * @param members devices that it is for
 */
export function wayBack(
  { device, epoch, release, fallback }: Target,
  rollout: Pick<Rollout, 'epoch' | 'state'> | null,
  members: readonly Pick<Seen, 'report'>[],
): Release | null {
  if (rollout?.epoch === epoch && rollout.state === RolloutState.ROLLOUT_STATE_REVERT) return fallback
  // One with a target of its own is no witness for its fleet's, and the only one for its own.
  const reports = members.flatMap(({ report }) => (report === null || (report.pinned && !device) ? [] : [report]))
  const running = (id: string | undefined): number => reports.filter(({ current }) => current?.releaseId === id).length
  const runs = running(release?.id)
  const isRefused = reports.some(({ refused }) => refused.some((refusal) => refusal.epoch === epoch))
  if (runs === 0 && isRefused) return fallback
  return fallback !== null && running(fallback.id) > runs ? fallback : release
}
