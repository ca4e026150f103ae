/**
 * What every database of device states keeps to.
 *
 * Invariant: the same suite for LevelDB and PostgreSQL; what it expects of one device is `outcome.ts`, whose own test is
 * beside it.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Health } from '../../protocol/enums.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { type DeviceMessage, type DeviceState, deviceOf, unknownDevice, withMessage } from './device-state.ts'
import { groupOf } from './outcome.ts'
import type { Group, StandingQuery, StateBase } from './state-base.ts'

export interface BaseUnderTest {
  states: StateBase
  /** Ends it as a crash would, and opens it again. */
  reopen(): Promise<StateBase>
  /** Another one on the same data; null where there can be only one. */
  second(): Promise<StateBase | null>
}

const EPOCH = 7
const QUERY: StandingQuery = {
  fleet: 'shop',
  epoch: EPOCH,
  fallbackId: 'sha256:old',
  restarts: 3,
  timeoutMs: 60_000,
  nowMs: 1_000_000,
  named: [],
  retries: true,
}

export function presence(device: string, more: Partial<Presence> = {}): DeviceMessage {
  const said = { device, fleet: 'shop', online: true, connection: 1, bootId: 'b1', agentVersion: '', ...more }
  return { presence: said }
}

export function report(device: string, sequence: number, more: object = {}): DeviceMessage {
  const said = {
    device,
    fleet: 'shop',
    sequence,
    bootId: 'b1',
    pinned: false,
    phase: 'idle',
    current: null,
    target: null,
  }
  return { report: { ...said, services: [], refused: [], ...more } as unknown as Report }
}

const running = (epoch: number, releaseId = 'sha256:new') => ({ epoch, releaseId, name: '', version: '' })
const refused = (epoch: number, code = 'HF_HEALTH_FAILED') => [{ epoch, code, message: '' }]
const service = (restarts: number, health = Health.HEALTH_HEALTHY) => ({ service: 'web', restarts, health })

/** How many there are of each outcome. */
async function outcomes(states: StateBase, more: Partial<StandingQuery> = {}): Promise<Record<string, number>> {
  const { groups } = await states.standing({ ...QUERY, ...more })
  const counts: Record<string, number> = {}
  for (const { outcome, isLate, count } of groups) {
    const name = isLate ? `late ${outcome}` : outcome
    counts[name] = (counts[name] ?? 0) + count
  }
  return counts
}

const inOrder = (groups: readonly Group[]): Group[] =>
  groups.toSorted((a, b) => a.lot - b.lot || `${a.outcome}${a.online}`.localeCompare(`${b.outcome}${b.online}`))

export function statesContract(make: () => Promise<BaseUnderTest>, close: () => Promise<void>): void {
  let under: BaseUnderTest
  let states: StateBase
  beforeEach(async () => {
    under = await make()
    states = under.states
  })
  afterEach(close)

  describe('what devices say', () => {
    it('puts each where it stands', async () => {
      const working = { phase: 'switching', current: running(6), target: running(EPOCH) }
      await states.apply(
        [
          presence('away', { online: false }),
          presence('waiting'),
          presence('works'),
          report('works', 1, working),
          presence('has'),
          report('has', 1, { current: running(EPOCH) }),
          report('went-back', 1, { current: running(EPOCH, 'sha256:old') }),
          report('refuses', 1, { current: running(6), refused: refused(EPOCH) }),
          report('ill', 1, { current: running(EPOCH), services: [service(0, Health.HEALTH_UNHEALTHY)] }),
          report('other', 1, { fleet: 'mill', current: running(EPOCH) }),
        ],
        QUERY.nowMs,
      )
      const expected = { away: 1, waiting: 1, notified: 1, succeeded: 1, reverted: 1, failed: 1, unwell: 1 }
      expect(await outcomes(states)).toEqual(expected)
      expect(await outcomes(states, { nowMs: QUERY.nowMs + 60_001 })).toMatchObject({ 'late notified': 1 })
      expect(await outcomes(states, { fleet: 'mill' })).toEqual({ succeeded: 1 })
      expect(await outcomes(states, { fleet: 'nobody' })).toEqual({})
    })

    it('counts restarts from the commit on', async () => {
      const at = (sequence: number, restarts: number) =>
        report('d', sequence, { current: running(EPOCH), services: [service(restarts)] })
      await states.apply([at(1, 40), at(2, 42)], 0)
      expect(await outcomes(states)).toEqual({ succeeded: 1 })
      await states.apply([at(3, 43)], 0)
      expect(await outcomes(states)).toEqual({ unwell: 1 })
      expect(await outcomes(states, { restarts: 0 })).toEqual({ succeeded: 1 })
    })

    it('counts the time at work, and not what a device waits at a gate in between', async () => {
      const at = (sequence: number, phase: string) =>
        report('d', sequence, { phase, current: running(6), target: running(EPOCH) })
      await states.apply([presence('d'), at(1, 'fetching')], 0)
      await states.apply([at(2, 'waiting')], 30_000)
      await states.apply([at(3, 'switching')], 900_000)
      expect(await outcomes(states, { nowMs: 910_000 })).toEqual({ notified: 1 })
      await states.apply([at(4, 'proving')], 920_000)
      expect(await outcomes(states, { nowMs: 960_001 })).toEqual({ 'late notified': 1 })
    })

    it('is failed when it ran the epoch and does no more', async () => {
      await states.apply([report('d', 1, { current: running(EPOCH) }), report('d', 2, { current: running(6) })], 0)
      expect(await outcomes(states)).toEqual({ failed: 1 })
    })

    it('does not count while it has a target of its own', async () => {
      await states.apply([report('d', 1, { pinned: true, current: running(EPOCH) })], 0)
      expect(await outcomes(states)).toEqual({})
      await states.apply([report('d', 2, { current: running(EPOCH) })], 0)
      expect(await outcomes(states)).toEqual({ succeeded: 1 })
    })

    it('counts for the fleet that it is in now, and begins there anew', async () => {
      await states.apply([report('d', 1, { current: running(EPOCH), refused: refused(6) })], 0)
      await states.apply([presence('d', { fleet: 'mill', connection: 2 })], 0)
      expect(await outcomes(states)).toEqual({})
      expect(await outcomes(states, { fleet: 'mill' })).toEqual({ waiting: 1 })
    })
  })

  describe('messages that are old, or come twice', () => {
    it('change nothing', async () => {
      const last = report('d', 5, { current: running(EPOCH) })
      await states.apply([last, report('d', 4, { current: running(6), refused: refused(EPOCH) }), last], 0)
      await states.apply([report('d', 3, {}), last], 0)
      expect(await outcomes(states)).toEqual({ succeeded: 1 })
      await states.apply([presence('e', { connection: 4 }), presence('e', { connection: 3, online: false })], 0)
      expect(await outcomes(states)).toEqual({ succeeded: 1, waiting: 1 })
      await states.apply([presence('e', { connection: 4, online: false }), presence('e', { connection: 4 })], 0)
      expect(await outcomes(states)).toEqual({ succeeded: 1, away: 1 })
    })

    it('are told from those of a device that lost its disk and counts from the beginning', async () => {
      await states.apply([report('d', 900, { current: running(6) })], 0)
      await states.apply([report('d', 1, { current: running(EPOCH), bootId: 'b2' })], 0)
      expect(await outcomes(states)).toEqual({ succeeded: 1 })
      await states.apply([report('d', 901, { current: running(6), bootId: 'b1' })], 0)
      await states.apply([report('d', 2, { current: running(EPOCH), bootId: 'b2' })], 0)
      expect(await outcomes(states)).toEqual({ failed: 1 })
    })

    it('end in the same, in whatever order and through however many hands they come', async () => {
      const other = await under.second()
      const hands = other === null ? [states] : [states, other]
      const names = Array.from({ length: 40 }, (_, at) => `d${at}`)
      const messages = names.flatMap((name, at) =>
        Array.from({ length: 6 }, (_, number) =>
          report(name, number + 1, { current: running(number + 2 + (at % 2)), phase: 'idle' }),
        ),
      )
      const shuffled = messages.toSorted((a, b) => lotOf(JSON.stringify(a), 1) - lotOf(JSON.stringify(b), 1))
      const parts = Array.from({ length: 12 }, (_, at) => shuffled.filter((_, index) => index % 12 === at))
      await Promise.all(parts.map((part, at) => hands[at % hands.length]!.apply([...part, ...part.slice(0, 3)], 0)))
      expect(await outcomes(states, { epoch: 8, fallbackId: '' })).toEqual({ succeeded: 20, away: 20 })
      await other?.close()
    })
  })

  it('what was applied is there after a crash', async () => {
    await states.apply([presence('d'), report('d', 1, { current: running(EPOCH) }), presence('e')], 0)
    expect(await outcomes(await under.reopen())).toEqual({ succeeded: 1, waiting: 1 })
  })

  it('names are told of one by one, and who might try again', async () => {
    await states.apply(
      [
        report('a', 1, { current: running(EPOCH) }),
        report('b', 4, { current: running(6), refused: refused(EPOCH) }),
        report('c', 2, { current: running(6), refused: refused(6) }),
      ],
      0,
    )
    const { named, refusers } = await states.standing({ ...QUERY, named: ['a', 'nobody', 'a'] })
    expect(named).toEqual([
      { name: 'a', lot: lotOf('a', EPOCH), online: false, outcome: 'succeeded', isLate: false, count: 1 },
    ])
    expect(refusers).toEqual([{ name: 'b', lot: lotOf('b', EPOCH), sequence: 4 }])
    expect((await states.standing({ ...QUERY, retries: false })).refusers).toEqual([])
  })

  it('tells of those that have failed one by one, and why', async () => {
    await states.apply(
      [
        report('slow', 1, { phase: 'switching', current: running(6), target: running(EPOCH) }),
        report('good', 1, { current: running(EPOCH), refused: refused(EPOCH) }),
        report('ill', 1, { current: running(EPOCH), services: [service(0, Health.HEALTH_UNHEALTHY)] }),
        report('b', 1, { current: running(6), refused: refused(EPOCH) }),
        report('A', 1, { current: running(EPOCH) }),
        report('A', 2, { current: running(6) }),
        report('back', 1, { current: running(EPOCH, 'sha256:old') }),
        report('pinned', 1, { pinned: true, current: running(6), refused: refused(EPOCH) }),
        report('other', 1, { fleet: 'mill', current: running(6), refused: refused(EPOCH) }),
      ],
      0,
    )
    const of = (name: string, outcome: string, code = '') => ({ name, lot: lotOf(name, EPOCH), outcome, code })
    const failed = [of('A', 'failed'), of('b', 'failed', 'HF_HEALTH_FAILED'), of('ill', 'unwell')]
    expect((await states.standing({ ...QUERY, nowMs: 60_000 })).failures).toEqual(failed)
    const late = await states.standing({ ...QUERY, nowMs: 60_001 })
    expect(late.failures).toEqual([...failed, of('slow', 'notified')])
    expect((await states.standing({ ...QUERY, epoch: 6, fallbackId: '' })).failures).toEqual([])
  })

  it('forgets what was said before it was asked to try again, and not what was said after', async () => {
    const says = (sequence: number) => report('d', sequence, { current: running(6), refused: refused(EPOCH) })
    await states.apply([says(4)], 0)
    await states.forget(EPOCH, [{ name: 'd', sequence: 3 }])
    expect(await outcomes(states)).toEqual({ failed: 1 })
    await states.forget(EPOCH, [{ name: 'd', sequence: 4 }])
    await states.apply([says(4)], 0)
    expect(await outcomes(states)).toEqual({ away: 1 })
    await states.apply([says(5)], 0)
    expect(await outcomes(states)).toEqual({ failed: 1 })
  })

  it('says of any messages what the pure functions say', async () => {
    const epoch = fc.integer({ min: 5, max: 8 })
    const some = fc.option(fc.record({ epoch, releaseId: fc.constantFrom('sha256:old', 'sha256:new') }), { nil: null })
    const device = fc.constantFrom('a', 'b', 'c', 'd.e', 'f-1')
    const fleet = fc.constantFrom('shop', 'shop', 'shop', 'mill', '')
    const bootId = fc.constantFrom('b1', 'b2', '')
    const said = fc.oneof(
      fc
        .record({ device, fleet, bootId, online: fc.boolean(), connection: fc.integer({ min: 0, max: 5 }) })
        .map(({ device: name, ...more }) => presence(name, more)),
      fc
        .record({
          device,
          sequence: fc.integer({ min: 1, max: 9 }),
          more: fc.record({
            fleet,
            bootId,
            pinned: fc.constantFrom(false, false, false, true),
            phase: fc.constantFrom('idle', 'waiting', 'switching'),
            current: some,
            target: some,
            services: fc.array(
              fc.record({
                service: fc.constantFrom('x', 'y'),
                restarts: fc.integer({ min: 0, max: 6 }),
                health: fc.constantFrom(Health.HEALTH_HEALTHY, Health.HEALTH_UNHEALTHY),
              }),
              { maxLength: 2 },
            ),
            refused: fc.array(fc.record({ epoch, code: fc.constantFrom('', 'HF_HEALTH_FAILED') }), { maxLength: 2 }),
          }),
        })
        .map(({ device: name, sequence, more }) => report(name, sequence, more)),
    )
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(said, fc.integer({ min: 0, max: 200_000 })), { maxLength: 14 }),
        async (all) => {
          run += 1
          // Each run has devices of its own.
          const own = all.map(([message, nowMs]) => [renamed(message, `${deviceOf(message)}${run}`), nowMs] as const)
          const known = new Map<string, DeviceState>()
          for (const [message, nowMs] of own) {
            const name = deviceOf(message)
            known.set(name, withMessage(known.get(name) ?? unknownDevice(name), message, nowMs))
            await states.apply([message], nowMs)
          }
          const query = { ...QUERY, nowMs: 200_000, named: [...known.keys()] }
          const { named } = await states.standing(query)
          const expected = [...known.values()]
            .filter(({ fleet: of, pinned }) => of === 'shop' && !pinned)
            .map((state) => ({ name: state.device, ...groupOf(state, lotOf(state.device, EPOCH), query) }))
          expect(inOrder(named)).toEqual(inOrder(expected))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('one hand at a time begins to read all that is retained', async () => {
    const since = await states.nowMs()
    expect(Number.isFinite(since)).toBe(true)
    expect(await states.claimSweep(since)).toBe(true)
    const other = await under.second()
    if (other === null) return
    expect(await other.claimSweep(since)).toBe(false)
    expect(await other.claimSweep((await other.nowMs()) + 1)).toBe(true)
    await other.close()
  })
}

function renamed(message: DeviceMessage, device: string): DeviceMessage {
  return 'presence' in message
    ? { presence: { ...message.presence, device } }
    : { report: { ...message.report, device } }
}
