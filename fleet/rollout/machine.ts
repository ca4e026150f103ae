/**
 * The life of a rollout, as a state machine.
 *
 * Invariant: pure, as the machines of the devices are: it is only ever run by `transition`; time and facts come in with
 * its events. The share and the names only grow, and the revision rises with each step that devices are to hear of.
 */
import { and, assign, not, setup } from 'xstate'
import type { RolloutEvent, Tick } from './events.ts'
import type { RolloutContext } from './record.ts'
import { begun, goneAbove, isFull, nextWave, resumed, verdictOf, waveOf, widened } from './under-way.ts'

const machineSetup = setup({
  types: { context: {} as RolloutContext, events: {} as RolloutEvent, input: {} as RolloutContext },
  guards: {
    isOpen: ({ event }) => (event as Tick).isOpen,
    isFull: ({ context, event }) => isFull(context, (event as Tick).lots),
    hasPassed: ({ context, event }) => verdictOf(context, event as Tick).kind === 'passed',
    isBreached: ({ context, event }) => verdictOf(context, event as Tick).kind === 'breach',
    isBaked: ({ context, event }) =>
      context.bakingSinceMs !== null && (event as Tick).nowMs - context.bakingSinceMs >= waveOf(context).bakeMs,
    isLast: ({ context }) => context.wave + 1 >= context.plan.waves.length,
    revertsOnBreach: ({ context }) => context.plan.onBreach === 'revert' && context.canRevert,
    abortsOnBreach: ({ context }) => context.plan.onBreach === 'abort',
    canRevert: ({ context }) => context.canRevert,
    wasBaking: ({ context }) => context.bakingSinceMs !== null,
    /** A record of before does not tell what it stood, but when its first wave began. */
    isToBegin: ({ context: { stoodMs, breach, waveStartedMs, startedMs } }) =>
      stoodMs === undefined && breach === null && waveStartedMs === startedMs,
    /** Nobody that is there runs it any more. */
    isBack: ({ event }) => (event as Tick).counts.holding === 0,
  },
  actions: {
    widen: assign(({ context, event }) => widened(context, event as Tick)),
    /** Closed: what the rate would have let in meanwhile is not made up for. */
    standStill: assign(({ event }) => ({ givenAtMs: event.nowMs })),
    /** What is out already counts as let in. */
    beginFirst: assign(({ context, event }) => {
      const tick = event as Tick
      return { ...begun(context, waveOf(context), tick), stoodMs: tick.nowMs - context.startedMs }
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
      return { breach: { rule, why, wave: context.wave, atMs: tick.nowMs, counts: tick.counts, failed: tick.failed } }
    }),
    pauseNow: assign(({ context, event }) => ({ pausedSinceMs: event.nowMs, revision: context.revision + 1 })),
    steerNow: assign(({ context }) => ({ revision: context.revision + 1 })),
    /** It may have been over, and others may have published since. */
    turnBack: assign(({ context, event }) => {
      const above = event.type === 'REVERT' ? event.above : undefined
      return { ...goneAbove(context, above ?? context), endedMs: null }
    }),
    noteReason: assign(({ event }) => ('reason' in event ? { reason: event.reason } : {})),
    /** Before the plan has let anybody in: what it stood still counts when the first wave begins. */
    waitOn: assign(({ context }) => ({ pausedSinceMs: null, revision: context.revision + 1 })),
    goOn: assign(({ context, event }) => resumed(context, event)),
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
      return event.type === 'STEERED' ? goneAbove(context, event) : {}
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

const aborted = { target: 'aborted', actions: ['noteReason', 'steerNow', 'end'] } as const

/** What an operator may ask for while it is under way. */
const asked = {
  ABORT: aborted,
  SUPERSEDED: aborted,
  REVERT: { guard: 'canRevert', target: 'reverting', actions: ['noteReason', 'turnBack'] },
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
          { guard: 'isToBegin', target: 'scheduled', actions: ['noteReason', 'waitOn'] },
          { target: 'widening', actions: ['noteReason', 'goOn'] },
        ],
      },
    },
    reverting: {
      description: 'Devices that took it go to the fallback.',
      on: {
        SUPERSEDED: aborted,
        STEERED: { actions: 'adopt' },
        TICK: { guard: 'isBack', target: 'reverted', actions: 'end' },
      },
    },
    finished: { description: 'The last wave has passed.', on: { REVERT: asked.REVERT } },
    aborted: { description: 'Nobody else is let in; who has taken it keeps it.', on: { REVERT: asked.REVERT } },
    reverted: { description: 'Nobody that is there runs it any more.', type: 'final' },
  },
})
