/**
 * The life of a rollout, as a state machine.
 *
 * Invariant: pure, as the machines of the devices are: it is only ever run by `transition`; time and facts come in with
 * its events. The share and the names only grow, by no more than the plan allows, and the revision rises with each step.
 */
import { and, assign, not, setup } from 'xstate'
import { endOf, type Facts, includedBy, shareFor } from './facts.ts'
import type { Wave } from './plan.ts'
import type { RolloutContext } from './record.ts'
import { allowance, judgeWave, type Verdict } from './rules.ts'

/** Facts, and the lots of the fleet's devices, rising. */
export interface Tick extends Facts {
  type: 'TICK'
  lots: readonly number[]
}

export type RolloutEvent =
  | Tick
  | { type: 'PAUSE'; nowMs: number; reason: string }
  /** `bad`: failures so far, which have been seen. */
  | { type: 'RESUME'; nowMs: number; reason: string; bad: number }
  | { type: 'ABORT'; nowMs: number; reason: string }
  | { type: 'REVERT'; nowMs: number; reason: string }
  /** Another hand has published a rollout with a higher revision. */
  | { type: 'STEERED'; nowMs: number; revision: number; share: number; devices: readonly string[] }
  /** Another life of the controller begins: what the rate would have let in meanwhile is not made up for. */
  | { type: 'RESTORED'; nowMs: number }
  /** These devices are to be asked to try once more, because of what they said in the report of that number. */
  | { type: 'RETRIED'; nowMs: number; devices: readonly { name: string; sequence: number }[] }

/** The wave that is under way. */
export function waveOf({ plan, wave }: RolloutContext): Wave {
  return plan.waves[wave]!
}

/** Of a wave that is under way: where it is going, and how far it has come. */
export function reachOf(context: RolloutContext, lots: readonly number[]): { isFull: boolean; goal: number } {
  const { size } = waveOf(context)
  if (size.kind === 'devices') {
    const goal = size.devices.filter((name) => !context.devices.includes(name)).length
    return { isFull: goal === 0, goal: context.devices.length + goal }
  }
  const end = endOf(size, context.share, lots)
  return { isFull: context.share >= end, goal: includedBy(end, lots) }
}

function verdictOf(context: RolloutContext, tick: Tick): Verdict {
  const { isFull } = reachOf(context, tick.lots)
  const elapsedMs = tick.nowMs - context.waveStartedMs
  const { counts, online } = tick
  return judgeWave(waveOf(context), counts, { isFull, elapsedMs, forgiven: context.forgiven, online })
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

/** The next wave begins with what is let in already. */
function nextWave(context: RolloutContext, tick: Tick): Partial<RolloutContext> {
  const wave = context.wave + 1
  const isNamed = context.plan.waves[wave]?.size.kind === 'devices'
  const base = isNamed ? context.devices.length : includedBy(context.share, tick.lots)
  return { wave, waveStartedMs: tick.nowMs, waveBase: base, given: base, givenAtMs: tick.nowMs, bakingSinceMs: null }
}

const machineSetup = setup({
  types: { context: {} as RolloutContext, events: {} as RolloutEvent, input: {} as RolloutContext },
  guards: {
    isOpen: ({ event }) => (event as Tick).isOpen,
    isFull: ({ context, event }) => reachOf(context, (event as Tick).lots).isFull,
    hasPassed: ({ context, event }) => verdictOf(context, event as Tick).kind === 'passed',
    isBreached: ({ context, event }) => verdictOf(context, event as Tick).kind === 'breach',
    isBaked: ({ context, event }) =>
      context.bakingSinceMs !== null && (event as Tick).nowMs - context.bakingSinceMs >= waveOf(context).bakeMs,
    isLast: ({ context }) => context.wave + 1 >= context.plan.waves.length,
    revertsOnBreach: ({ context }) => context.plan.onBreach === 'revert' && context.canRevert,
    abortsOnBreach: ({ context }) => context.plan.onBreach === 'abort',
    canRevert: ({ context }) => context.canRevert,
    wasBaking: ({ context }) => context.bakingSinceMs !== null,
    /** Nobody that is there runs it any more. */
    isBack: ({ event }) => (event as Tick).counts.holding === 0,
  },
  actions: {
    widen: assign(({ context, event }) => widened(context, event as Tick)),
    /** Closed: what the rate would have let in meanwhile is not made up for. */
    standStill: assign(({ event }) => ({ givenAtMs: event.nowMs })),
    /** What is out already counts as let in. */
    beginFirst: assign(({ context, event }) => {
      const { lots, nowMs } = event as Tick
      const isNamed = waveOf(context).size.kind === 'devices'
      const base = isNamed ? context.devices.length : includedBy(context.share, lots)
      return { waveBase: base, given: base, givenAtMs: nowMs, waveStartedMs: nowMs }
    }),
    beginBaking: assign(({ event }) => ({ bakingSinceMs: (event as Tick).nowMs })),
    stopBaking: assign(() => ({ bakingSinceMs: null })),
    beginNext: assign(({ context, event }) => nextWave(context, event as Tick)),
    end: assign(({ event }) => ({ endedMs: event.nowMs })),
    noteBreach: assign(({ context, event }) => {
      const tick = event as Tick
      const verdict = verdictOf(context, tick)
      if (verdict.kind !== 'breach') return {}
      const { rule, why } = verdict
      return { breach: { rule, why, wave: context.wave, atMs: tick.nowMs, counts: tick.counts } }
    }),
    pauseNow: assign(({ context, event }) => ({ pausedSinceMs: event.nowMs, revision: context.revision + 1 })),
    steerNow: assign(({ context }) => ({ revision: context.revision + 1 })),
    noteReason: assign(({ event }) => ('reason' in event ? { reason: event.reason } : {})),
    /** The time of the pause counts for nothing. */
    goOn: assign(({ context, event }) => {
      const paused = event.nowMs - (context.pausedSinceMs ?? event.nowMs)
      return {
        pausedSinceMs: null,
        breach: null,
        forgiven: context.breach === null || event.type !== 'RESUME' ? context.forgiven : event.bad,
        // One that was too slow begins anew.
        waveStartedMs: context.breach?.rule === 'timeout' ? event.nowMs : context.waveStartedMs + paused,
        givenAtMs: event.nowMs,
        bakingSinceMs: context.bakingSinceMs === null ? null : context.bakingSinceMs + paused,
        revision: context.revision + 1,
      }
    }),
    noteRetries: assign(({ context, event }) => {
      if (event.type !== 'RETRIED') return {}
      const retried = { ...context.retried }
      const retriedAt = { ...context.retriedAt }
      for (const { name, sequence } of event.devices) {
        retried[name] = (retried[name] ?? 0) + 1
        retriedAt[name] = sequence
      }
      return { retried, retriedAt }
    }),
    /** What has been published cannot be taken back: the next step goes above it. */
    adopt: assign(({ context, event }) => {
      if (event.type !== 'STEERED') return {}
      return {
        revision: Math.max(context.revision, event.revision) + 1,
        share: Math.max(context.share, event.share),
        devices: [...new Set([...context.devices, ...event.devices])],
      }
    }),
  },
})

/** Told by the gate of the wave, whatever the wave is at. */
const breached = [
  {
    guard: and(['isBreached', 'revertsOnBreach']),
    target: 'reverting',
    actions: ['noteBreach', 'steerNow'],
  },
  { guard: and(['isBreached', 'abortsOnBreach']), target: 'aborted', actions: ['noteBreach', 'steerNow', 'end'] },
  { guard: 'isBreached', target: 'paused', actions: ['noteBreach', 'pauseNow'] },
] as const

/** What an operator may ask for while it is under way. */
const asked = {
  ABORT: { target: 'aborted', actions: ['noteReason', 'steerNow', 'end'] },
  REVERT: { guard: 'canRevert', target: 'reverting', actions: ['noteReason', 'steerNow'] },
  STEERED: { actions: 'adopt' },
  RESTORED: { actions: 'standStill' },
  RETRIED: { actions: 'noteRetries' },
} as const
const pausable = { ...asked, PAUSE: { target: 'paused', actions: ['noteReason', 'pauseNow'] } } as const

export const rolloutMachine = machineSetup.createMachine({
  id: 'rollout',
  context: ({ input }) => input,
  initial: 'scheduled',
  states: {
    scheduled: {
      description: 'The plan lets nobody in yet.',
      on: { ...pausable, TICK: { guard: 'isOpen', target: 'widening', actions: 'beginFirst' } },
    },
    widening: {
      description: 'Devices of the wave are let in, as fast as its rate allows.',
      on: {
        ...pausable,
        TICK: [
          ...breached,
          { guard: 'isFull', target: 'proving' },
          { guard: 'isOpen', actions: 'widen' },
          { actions: 'standStill' },
        ],
      },
    },
    proving: {
      description: 'All of the wave are in; its gate waits for enough of them to have finished well.',
      on: {
        ...pausable,
        TICK: [
          ...breached,
          { guard: not('isFull'), target: 'widening', actions: 'standStill' },
          { guard: 'hasPassed', target: 'baking', actions: 'beginBaking' },
        ],
      },
    },
    baking: {
      description: 'The gate is open, and has to stay open for a while.',
      on: {
        ...pausable,
        TICK: [
          ...breached,
          { guard: not('hasPassed'), target: 'proving', actions: 'stopBaking' },
          { guard: and(['isBaked', 'isLast']), target: 'finished', actions: 'end' },
          { guard: and(['isBaked', 'isOpen']), target: 'widening', actions: 'beginNext' },
        ],
      },
    },
    paused: {
      description: 'Nobody is let in, by an operator or because a gate was breached.',
      on: {
        ...asked,
        RESUME: [
          { guard: 'wasBaking', target: 'baking', actions: ['noteReason', 'goOn'] },
          { target: 'widening', actions: ['noteReason', 'goOn'] },
        ],
      },
    },
    reverting: {
      description: 'Devices that took it go to the fallback.',
      on: { STEERED: { actions: 'adopt' }, TICK: { guard: 'isBack', target: 'reverted', actions: 'end' } },
    },
    finished: { description: 'The last wave has passed.', type: 'final' },
    aborted: { description: 'Nobody else is let in; who has taken it keeps it.', type: 'final' },
    reverted: { description: 'Nobody that is there runs it any more.', type: 'final' },
  },
})
