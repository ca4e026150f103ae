/**
 * The rollout of a fleet as the page shows it.
 *
 * Invariant: pure; what is published is shown as it is, without a check of its signature: that is for devices.
 */

import { isIncluded } from '../../protocol/check-rollout.ts'
import { RolloutState } from '../../protocol/enums.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import { sizeWords } from '../rollout/rollout-lines.ts'
import type { RolloutView as SteeredRollout } from '../rollout/view.ts'

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
  /** Of a rollout that a controller takes through waves. */
  waves: WavesView | null
}

export interface WavesView {
  /** "scheduled", "widening", "proving", "baking", "paused", …. */
  phase: string
  /** What stopped it; empty when nothing has. */
  breach: string
  /** What the gate of the present wave waits for; empty when it is open. */
  gate: string
  succeeded: number
  failed: number
  atIt: number
  /** Milliseconds; null when nobody can say. */
  leftMs: number | null
  list: {
    title: string
    state: 'done' | 'now' | 'ahead' | 'stopped'
    success: number
    failure: number
    bakeMs: number
  }[]
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
  steered: SteeredRollout | null = null,
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
    waves: steered?.epoch === target.epoch ? wavesView(steered) : null,
  }
}

function titleOf(release: { name: string; version: string } | null): string {
  return release === null ? '' : `${release.name} ${release.version}`.trim()
}

function wavesView({ phase, wave, waves, breach, now }: SteeredRollout): WavesView {
  const isStopped = breach !== null || phase === 'aborted' || phase === 'reverted' || phase === 'reverting'
  return {
    phase,
    breach: breach?.why ?? '',
    gate: now?.gate ?? '',
    succeeded: now?.counts.succeeded ?? 0,
    failed: (now?.counts.failed ?? 0) + (now?.counts.unwell ?? 0),
    atIt: now?.counts.notified ?? 0,
    leftMs: now?.leftMs ?? null,
    list: waves.map(({ size, success, failure, bakeMs }, index) => {
      const isPast = index + 1 < wave || phase === 'finished'
      const state = isPast ? 'done' : index + 1 > wave ? 'ahead' : isStopped ? 'stopped' : 'now'
      return { title: sizeWords(size), state, success, failure, bakeMs }
    }),
  }
}
