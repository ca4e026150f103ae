/**
 * A rollout as people see it.
 *
 * Invariant: pure; plain JSON, so that it can be asked for from another process.
 */
import type { Counts } from './facts.ts'
import { finishedOf } from './facts.ts'
import { reachOf, type Tick, waveOf } from './machine.ts'
import type { OnBreach, Plan, WaveSize } from './plan.ts'
import { type Breach, isOver, type RolloutPhase, type RolloutRecord } from './record.ts'
import { judgeWave, rateNow } from './rules.ts'

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
  breach: Breach | null
  reason: string
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
  const { fleet, epoch, release, plan, startedMs, endedMs, wave, share, devices, revision, breach, reason } = context
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
    breach,
    reason,
    now: tick === null ? null : nowOf({ phase, context }, tick),
  }
}

function nowOf({ phase, context }: RolloutRecord, tick: Tick): NonNullable<RolloutView['now']> {
  const { counts, nowMs, size, online } = tick
  const { isFull } = reachOf(context, tick.lots)
  const elapsedMs = nowMs - context.waveStartedMs
  const verdict = judgeWave(waveOf(context), counts, {
    isFull,
    elapsedMs,
    forgiven: context.forgiven,
    online,
  })
  const gate = verdict.kind === 'passed' || isOver(phase) ? '' : verdict.why
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
  const { plan, wave, startedMs, bakingSinceMs } = context
  const baked = bakingSinceMs === null ? 0 : nowMs - bakingSinceMs
  const bakeMs = plan.waves.slice(wave).reduce((sum, each) => sum + each.bakeMs, 0) - baked
  const bakedMs = plan.waves.slice(0, wave).reduce((sum, each) => sum + each.bakeMs, 0) + baked
  const workedMs = Math.max(1, nowMs - startedMs - bakedMs)
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
