/**
 * A rollout as people see it.
 *
 * Invariant: pure; plain JSON, so that it can be asked for from another process.
 */

import type { Tick } from './events.ts'
import type { Counts, Failed } from './facts.ts'
import { finishedOf } from './facts.ts'
import { closedBy } from './opening.ts'
import type { OnBreach, Plan, WaveSize } from './plan.ts'
import { type Breach, isOver, type RolloutPhase, type RolloutRecord } from './record.ts'
import { rateNow } from './rules.ts'
import { verdictOf, waveOf } from './under-way.ts'

export interface RolloutView {
  fleet: string
  epoch: number
  release: string
  phase: RolloutPhase
  startedMs: number
  endedMs: number | null
  /** Counted from 1. */
  wave: number
  waves: { size: WaveSize; success: number; failure: number; minimum: number; bakeMs: number }[]
  /** Of 10,000. */
  share: number
  named: number
  revision: number
  onBreach: OnBreach
  /** Whether the target names a way back. Absent: whoever said it did not know. */
  canRevert?: boolean
  breach: Omit<Breach, 'failed'> | null
  /** Who has failed; of one that is not looked at, who had when it was stopped. Absent in a mark. */
  failed?: readonly Failed[]
  reason: string
  /** Another controller steers the fleet: this is how it was left here. Absent: it does not, or nobody knows. */
  isElsewhere?: true
  /** The broker shows no target of the fleet, so that it goes no further. Absent: it does, or nobody knows. */
  isUnpublished?: true
  /** Under way, and no controller runs on the data: this is how it was left. */
  isLeft?: true
  /** Null of one that is not looked at. */
  now: {
    /** Devices of the fleet. */
    size: number
    /** Of those that the share includes. */
    counts: Counts
    finished: number
    /** What the gate of the wave waits for; empty when it is open. */
    gate: string
    /** Milliseconds to the end if all goes on as it does; null when nobody can say. */
    leftMs: number | null
  } | null
}

/** @param tick null for a rollout that is not looked at */
export function viewOf({ phase, context }: RolloutRecord, tick: Tick | null): RolloutView {
  const { fleet, epoch, release, plan, startedMs, endedMs, wave, share, devices, revision, breach, reason, canRevert } =
    context
  return {
    fleet,
    epoch,
    release,
    phase,
    startedMs,
    endedMs,
    wave: wave + 1,
    waves: plan.waves.map(({ size, gate, bakeMs }) => ({ size, ...gate, bakeMs })),
    share,
    named: devices.length,
    revision,
    onBreach: plan.onBreach,
    canRevert,
    breach: breach === null ? null : withoutNames(breach),
    failed: tick?.failed ?? breach?.failed ?? [],
    reason,
    now: tick === null ? null : nowOf({ phase, context }, tick),
  }
}

function withoutNames(breach: Breach): Omit<Breach, 'failed'> {
  const { failed: _, ...rest } = breach
  return rest
}

function nowOf({ phase, context }: RolloutRecord, tick: Tick): NonNullable<RolloutView['now']> {
  const { counts, nowMs, size } = tick
  const verdict = verdictOf(context, tick)
  const isWidening = phase === 'scheduled' || phase === 'widening'
  const isNext = phase === 'baking' && context.wave + 1 < context.plan.waves.length
  const closed = isWidening || isNext ? closedBy(context.plan, nowMs) : ''
  const gate = closed === '' && verdict.kind !== 'passed' && !isOver(phase) ? verdict.why : closed
  return {
    size,
    counts,
    finished: finishedOf(counts),
    gate,
    leftMs: isOver(phase) ? 0 : leftMs({ phase, context }, tick),
  }
}

/**
 * What is left: the bake times to come, and the devices to come at the pace at which devices have finished so far, or
 * at the rate of the plan where that is slower.
 */
function leftMs({ phase, context }: RolloutRecord, { counts, nowMs, size }: Tick): number | null {
  if (phase === 'paused' || phase === 'reverting' || phase === 'scheduled') return null
  const finished = finishedOf(counts)
  if (finished === 0) return null
  const { plan, wave, startedMs, stoodMs = 0, bakingSinceMs } = context
  const baked = bakingSinceMs === null ? 0 : nowMs - bakingSinceMs
  const bakeMs = plan.waves.slice(wave).reduce((sum, each) => sum + each.bakeMs, 0) - baked
  const bakedMs = plan.waves.slice(0, wave).reduce((sum, each) => sum + each.bakeMs, 0) + baked
  const workedMs = Math.max(1, nowMs - startedMs - stoodMs - bakedMs)
  const toCome = lastOf(plan, size) - finished
  if (toCome <= 0) return Math.max(0, bakeMs)
  const { rate } = waveOf(context)
  const done = { notified: counts.included, succeeded: counts.succeeded }
  const perMs = Math.min(finished / workedMs, rate === null ? Number.POSITIVE_INFINITY : rateNow(rate, done) / 60_000)
  return Math.round(Math.max(0, bakeMs) + toCome / perMs)
}

/** How many devices the last wave ends with. */
function lastOf({ waves }: Plan, size: number): number {
  const last = waves.findLast((wave) => wave.size.kind !== 'devices')?.size
  const named = waves.reduce((sum, wave) => sum + (wave.size.kind === 'devices' ? wave.size.devices.length : 0), 0)
  if (last === undefined || last.kind === 'devices') return named
  return last.kind === 'count' ? Math.min(size, last.count) : Math.ceil((size * last.share) / 10_000)
}
