/**
 * The rollout of a fleet as the page shows it.
 *
 * Invariant: pure; what is published is shown as it is, without a check of its signature: that is for devices.
 */

import { isIncluded } from '../../protocol/check-rollout.ts'
import { RolloutState } from '../../protocol/enums.ts'
import type { Rollout, Target } from '../../protocol/types.ts'

export interface RolloutView {
  fleet: string
  epoch: number
  release: string
  /** What it may be sent back to; empty when no way back was signed. */
  fallback: string
  /** "go", "paused", "revert", or "none": a target without a rollout, which nobody takes. */
  state: string
  /** Of 10,000. */
  share: number
  /** Devices of the fleet that the share includes, that run it, and all of them. */
  included: number
  running: number
  devices: number
}

const WORDS: Readonly<Record<number, string>> = {
  [RolloutState.ROLLOUT_STATE_GO]: 'go',
  [RolloutState.ROLLOUT_STATE_PAUSED]: 'paused',
  [RolloutState.ROLLOUT_STATE_REVERT]: 'revert',
}

/** @param members the fleet's devices, and the epoch that each runs */
export function rolloutView(
  fleet: string,
  target: Target,
  rollout: Rollout | null,
  members: readonly { device: string; runs: number | null }[],
): RolloutView {
  const current = rollout?.epoch === target.epoch ? rollout : null
  const share = current?.share ?? 0
  return {
    fleet,
    epoch: target.epoch,
    release: titleOf(target.release),
    fallback: titleOf(target.fallback),
    state: current === null ? 'none' : (WORDS[current.state] ?? 'none'),
    share,
    included: current === null ? 0 : members.filter(({ device }) => isIncluded(device, current)).length,
    running: members.filter(({ runs }) => runs === target.epoch).length,
    devices: members.length,
  }
}

function titleOf(release: { name: string; version: string } | null): string {
  return release === null ? '' : `${release.name} ${release.version}`.trim()
}
