import { describe, expect, it } from 'vitest'
import type { Tick } from './events.ts'
import { NO_COUNTS } from './facts.ts'
import { after } from './life.ts'
import { DEFAULT_PLAN, DEFAULT_WAVE, type Rate, type Wave } from './plan.ts'
import { freshContext, type RolloutContext, type RolloutPhase } from './record.ts'
import { isFull, nextWave, resumed, widened } from './under-way.ts'

const MINUTE = 60_000
/** Ten devices, evenly over the fleet. */
const LOTS = Array.from({ length: 10 }, (_, at) => at * 1000)
const perMinute = (count: number): Rate => ({ perMinute: count, factor: 1, every: 1, by: 'notified', most: null })

const wave = (size: Wave['size'], rate: Rate | null = null): Wave => ({ ...DEFAULT_WAVE, size, rate })
const half = wave({ kind: 'share', share: 5000 })
const named = wave({ kind: 'devices', devices: ['a', 'b', 'c'] })

/** Of a rollout that began at the instant 0. */
function context(waves: readonly Wave[], more: Partial<RolloutContext> = {}): RolloutContext {
  const plan = { ...DEFAULT_PLAN, waves }
  const facts = { fleet: 'shop', epoch: 2, release: 'new 1', canRevert: true, plan, revision: 4, freshForMs: 0 }
  return { ...freshContext({ ...facts, share: 0, devices: [] }, 0), ...more }
}

const tick = (nowMs: number, more: Partial<Tick> = {}): Tick => ({
  type: 'TICK',
  nowMs,
  size: 10,
  online: 10,
  counts: NO_COUNTS,
  judged: NO_COUNTS,
  failed: [],
  isOpen: true,
  lots: LOTS,
  names: [],
  ...more,
})

describe('what may be published next', () => {
  it.each<[string, RolloutContext, Tick, Partial<RolloutContext>]>([
    ['all of a wave without a rate', context([half]), tick(0), { share: 5000, revision: 5 }],
    ['nothing more of one that is full', context([half], { share: 5000 }), tick(0), { share: 5000, revision: 4 }],
    ['never less than is out', context([half], { share: 9000 }), tick(0), { share: 9000, revision: 4 }],
    [
      'two devices after two minutes at one a minute',
      context([wave(half.size, perMinute(1))]),
      tick(2 * MINUTE),
      { share: 1001, given: 2, revision: 5 },
    ],
    [
      'nobody before the first whole device',
      context([wave(half.size, perMinute(1))]),
      tick(MINUTE / 2),
      { share: 0, given: 0.5, revision: 4 },
    ],
    [
      'no more than the wave has, however long nobody looked',
      context([wave(half.size, perMinute(1))]),
      tick(60 * MINUTE),
      { share: 5000, given: 5, revision: 5 },
    ],
    ['all of the names without a rate', context([named]), tick(0), { devices: ['a', 'b', 'c'], given: 3, revision: 5 }],
    [
      'the first names at a rate, after those that are in',
      context([wave(named.size, perMinute(1))], { devices: ['b'], given: 1 }),
      tick(MINUTE),
      { devices: ['b', 'a'], given: 2, revision: 5 },
    ],
  ])('%s', (_, before, at, expected) => {
    expect(widened(before, at)).toMatchObject({ ...expected, givenAtMs: at.nowMs })
  })

  it('is nothing at a rate while no device is known, and that time is not made up for', () => {
    expect(widened(context([wave(half.size, perMinute(1))]), tick(5 * MINUTE, { lots: [] }))).toEqual({
      givenAtMs: 5 * MINUTE,
    })
  })
})

it.each<[string, Wave, Partial<RolloutContext>, boolean]>([
  ['its share is out', half, { share: 5000 }, true],
  ['its share is not out yet', half, { share: 4999 }, false],
  ['its names are in', named, { devices: ['c', 'b', 'a', 'x'] }, true],
  ['one of its names is not', named, { devices: ['a', 'b'] }, false],
  ['it is of no names', wave({ kind: 'devices', devices: [] }), {}, true],
])('a wave of which %s', (_, of, so, full) => {
  expect(isFull(context([of], so), LOTS)).toBe(full)
})

it('the next wave begins with what is out already, by its own measure', () => {
  const before = { share: 5000, devices: ['a', 'b'], bakingSinceMs: 1 }
  const begins = { wave: 1, waveStartedMs: 9, givenAtMs: 9, bakingSinceMs: null }
  expect(nextWave(context([half, half], before), tick(9))).toEqual({ ...begins, waveBase: 5, given: 5 })
  expect(nextWave(context([half, named], before), tick(9))).toEqual({ ...begins, waveBase: 2, given: 2 })
})

describe('going on after a pause', () => {
  const paused = { pausedSinceMs: 100, waveStartedMs: 20, bakingSinceMs: 60, stoodMs: 7, forgiven: 1 }
  const breach = { why: '', wave: 0, atMs: 100, counts: NO_COUNTS }
  const goOn = { type: 'RESUME', nowMs: 140, reason: '', bad: { devices: ['c'], others: 3 } } as const

  it.each<[string, Partial<RolloutContext>, Partial<RolloutContext>]>([
    ['moves the wave and its bake on by the pause', {}, { waveStartedMs: 60, bakingSinceMs: 100, stoodMs: 47 }],
    ['has seen no failures where none stopped it', {}, { forgiven: 1, breach: null }],
    [
      'forgives what stopped it, and who was slow then',
      { breach: { rule: 'failure', ...breach, failed: [{ device: 'b', why: '' }] }, forgivenDevices: ['a'] },
      { forgiven: 3, forgivenDevices: ['a', 'b', 'c'], breach: null },
    ],
    [
      'knows nobody by name from a record of before',
      { breach: { rule: 'failure', ...breach } },
      { forgivenDevices: ['c'] },
    ],
    ['begins a wave anew that was too slow', { breach: { rule: 'timeout', ...breach } }, { waveStartedMs: 140 }],
    ['leaves a bake alone that has not begun', { bakingSinceMs: null }, { bakingSinceMs: null }],
  ])('%s', (_, more, expected) => {
    const before = context([half], { ...paused, ...more })
    expect({ ...before, ...resumed(before, goOn) }).toMatchObject({
      ...expected,
      pausedSinceMs: null,
      givenAtMs: 140,
      revision: 5,
    })
  })
})

describe('where a rollout goes on that was paused', () => {
  const breach = { rule: 'failure' as const, why: 'bad', wave: 0, atMs: 90, counts: NO_COUNTS }
  it.each<[string, Partial<RolloutContext>, RolloutPhase]>([
    ['before it had begun: it waits on', {}, 'scheduled'],
    ['once it had begun', { stoodMs: 0 }, 'widening'],
    ['while it baked', { stoodMs: 0, bakingSinceMs: 50 }, 'baking'],
    // Records of before do not say what it stood.
    ['by a breach', { breach }, 'widening'],
    ['by an operator', { waveStartedMs: 20 }, 'widening'],
  ])('%s', (_what, more, phase) => {
    const paused = { phase: 'paused' as const, context: context([half, named], { pausedSinceMs: 100, ...more }) }
    const next = after(paused, { type: 'RESUME', nowMs: 140, reason: '', bad: { devices: [], others: 0 } })
    expect(next).toMatchObject({ phase, context: { pausedSinceMs: null, breach: null, revision: 5 } })
  })
})
