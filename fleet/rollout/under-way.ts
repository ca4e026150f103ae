/**
 * The wave that is under way: how far it has come, and what may be published next.
 *
 * Invariant: pure. The share and the names only grow, by no more than the rate of the wave has allowed, and the revision
 * rises when they do.
 */
import type { Bad, RolloutEvent, Tick, Word } from './events.ts'
import { endOf, includedBy, shareFor } from './facts.ts'
import type { Wave } from './plan.ts'
import type { Breach, RolloutContext } from './record.ts'
import { allowance, judgeWave, type Verdict } from './rules.ts'

/** The wave that is under way. */
export function waveOf({ plan, wave }: RolloutContext): Wave {
  return plan.waves[wave]!
}

/** Whether all that the wave brings in have been let in. */
export function isFull(context: RolloutContext, lots: readonly number[]): boolean {
  const { size } = waveOf(context)
  if (size.kind === 'devices') return size.devices.every((name) => context.devices.includes(name))
  return context.share >= endOf(size, context.share, lots)
}

/** What the gate of the wave says of these facts. */
export function verdictOf(context: RolloutContext, tick: Tick): Verdict {
  const { counts, judged, online, lots, names, nowMs } = tick
  const wave = waveOf(context)
  const { size } = wave
  return judgeWave(wave, judged, {
    isFull: isFull(context, lots),
    // The time of a pause counts for nothing, also while it lasts.
    elapsedMs: (context.pausedSinceMs ?? nowMs) - context.waveStartedMs,
    forgiven: context.forgiven,
    leftOut: counts.included - judged.included,
    online,
    isHeard: tick.size > 0,
    isBorne: size.kind !== 'devices' || size.devices.some((name) => names.includes(name)),
  })
}

/** What may be published now, and what the allowance is after it. */
export function widened(context: RolloutContext, tick: Tick): Partial<RolloutContext> {
  const { rate, size } = waveOf(context)
  const done = { notified: tick.counts.included, succeeded: tick.counts.succeeded }
  const given = allowance(rate, context.given, tick.nowMs - context.givenAtMs, done)
  if (size.kind === 'devices') {
    const left = size.devices.filter((name) => !context.devices.includes(name))
    const most = Math.min(left.length, Math.floor(given) - context.devices.length)
    const devices = most <= 0 ? context.devices : [...context.devices, ...left.slice(0, most)]
    return step(context, { devices }, Math.min(given, context.devices.length + left.length), tick.nowMs)
  }
  // At a rate, nobody is let in unseen.
  if (rate !== null && tick.lots.length === 0) return { givenAtMs: tick.nowMs }
  const end = endOf(size, context.share, tick.lots)
  const goal = includedBy(end, tick.lots)
  const share = given >= goal ? end : Math.min(end, Math.max(context.share, shareFor(Math.floor(given), tick.lots)))
  return step(context, { share }, Math.min(given, Math.max(goal, context.waveBase)), tick.nowMs)
}

function step(
  context: RolloutContext,
  change: { share?: number; devices?: readonly string[] },
  given: number,
  nowMs: number,
): Partial<RolloutContext> {
  const isNew =
    (change.share ?? context.share) > context.share ||
    (change.devices ?? context.devices).length > context.devices.length
  return { ...change, given, givenAtMs: nowMs, revision: context.revision + (isNew ? 1 : 0) }
}

/** A wave that begins now: what is out already counts as let in. */
export function begun(context: RolloutContext, wave: Wave | undefined, { lots, nowMs }: Tick): Partial<RolloutContext> {
  const base = wave?.size.kind === 'devices' ? context.devices.length : includedBy(context.share, lots)
  return { waveStartedMs: nowMs, waveBase: base, given: base, givenAtMs: nowMs }
}

export function nextWave(context: RolloutContext, tick: Tick): Partial<RolloutContext> {
  const wave = context.wave + 1
  return { wave, ...begun(context, context.plan.waves[wave], tick), bakingSinceMs: null }
}

/** The next step above what is published: that cannot be taken back. */
export function goneAbove(context: RolloutContext, word: Word): Pick<RolloutContext, keyof Word> {
  return {
    revision: Math.max(context.revision, word.revision) + 1,
    share: Math.max(context.share, word.share),
    devices: [...new Set([...context.devices, ...word.devices])],
  }
}

/** It goes on after a pause, whose time counts for nothing. */
export function resumed(context: RolloutContext, event: RolloutEvent): Partial<RolloutContext> {
  const { nowMs } = event
  const paused = nowMs - (context.pausedSinceMs ?? nowMs)
  return {
    pausedSinceMs: null,
    stoodMs: (context.stoodMs ?? 0) + paused,
    breach: null,
    ...(context.breach === null || event.type !== 'RESUME' ? {} : forgiving(context, context.breach, event.bad)),
    // One that was too slow begins anew.
    waveStartedMs: context.breach?.rule === 'timeout' ? nowMs : context.waveStartedMs + paused,
    givenAtMs: nowMs,
    bakingSinceMs: context.bakingSinceMs === null ? null : context.bakingSinceMs + paused,
    revision: context.revision + 1,
  }
}

/** Also those that were slow when it was stopped, and now wait or go on. One that has succeeded since counts as that. */
function forgiving(
  { forgivenDevices = [] }: RolloutContext,
  { failed = [] }: Breach,
  { devices, others }: Bad,
): Partial<RolloutContext> {
  const names = [...forgivenDevices, ...failed.map(({ device }) => device), ...devices]
  return { forgiven: others, forgivenDevices: [...new Set(names)] }
}
