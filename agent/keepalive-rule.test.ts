import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterAnswer,
  afterSilence,
  beginKeepalive,
  HELD_TO_FORGET,
  HELD_TO_GROW,
  type Keepalive,
  type KeepaliveBounds,
  ON_METERED_LINKS,
} from './keepalive-rule.ts'

const bounds = ON_METERED_LINKS
const at = (intervalMs: number, rest: Partial<Keepalive> = {}): Keepalive => ({
  intervalMs,
  held: 0,
  deadlyMs: null,
  ...rest,
})

describe('the keepalive', () => {
  it.each([
    ['does not change by one silence survived', at(60_000), 60_000, at(60_000, { held: 1 })],
    ['grows by half after three', at(60_000, { held: 2 }), 60_000, at(90_000)],
    ['learns nothing from a shorter one', at(60_000, { held: 2 }), 30_000, at(60_000, { held: 2 })],
    ['stops at the most', at(500_000, { held: 2 }), 500_000, at(600_000)],
    ['stays at the most', at(600_000, { held: 2 }), 600_000, at(600_000, { held: 3 })],
    [
      'keeps away from what was deadly',
      at(200_000, { held: 2, deadlyMs: 300_000 }),
      200_000,
      at(225_000, { deadlyMs: 300_000 }),
    ],
    [
      'stays away from it',
      at(225_000, { held: 2, deadlyMs: 300_000 }),
      225_000,
      at(225_000, { held: 3, deadlyMs: 300_000 }),
    ],
    [
      'forgets it, when the link has held for long',
      at(225_000, { held: HELD_TO_FORGET - 1, deadlyMs: 300_000 }),
      225_000,
      at(337_500),
    ],
  ])('%s', (_, before, quietMs, after) => {
    expect(afterAnswer(before, quietMs, bounds)).toEqual(after)
  })

  it.each([
    ['halves after a silence that killed the connection', at(300_000), 300_000, at(150_000, { deadlyMs: 300_000 })],
    ['keeps the shorter of two', at(100_000, { deadlyMs: 300_000 }), 100_000, at(50_000, { deadlyMs: 100_000 })],
    ['does not blame silence for a connection lost in use', at(300_000, { held: 2 }), 5_000, at(300_000)],
    ['stops at the least', at(30_000), 30_000, at(20_000, { deadlyMs: 30_000 })],
  ])('%s', (_, before, quietMs, after) => {
    expect(afterSilence(before, quietMs, bounds)).toEqual(after)
  })

  const anyBounds: fc.Arbitrary<KeepaliveBounds> = fc
    .tuple(fc.integer({ min: 1_000, max: 60_000 }), fc.nat(60_000), fc.nat(3_600_000))
    .map(([leastMs, more, most]) => ({ leastMs, startMs: leastMs + more, mostMs: leastMs + more + most }))

  it('stays within its bounds, grows by answers only and shrinks by silence only', () => {
    fc.assert(
      fc.property(
        anyBounds,
        fc.array(fc.tuple(fc.boolean(), fc.nat(7_200_000)), { maxLength: 400 }),
        (limits, story) => {
          let keepalive = beginKeepalive(limits)
          for (const [answered, quietMs] of story) {
            const next = (answered ? afterAnswer : afterSilence)(keepalive, quietMs, limits)
            expect(next.intervalMs).toBeGreaterThanOrEqual(answered ? keepalive.intervalMs : limits.leastMs)
            expect(next.intervalMs).toBeLessThanOrEqual(answered ? limits.mostMs : keepalive.intervalMs)
            keepalive = next
          }
        },
      ),
    )
  })

  it('settles on a link that forgets quiet connections, and then loses hardly any', () => {
    fc.assert(
      fc.property(anyBounds, fc.integer({ min: 0, max: 3_600_000 }), (limits, more) => {
        // A router that forgets after this long; shorter than the least nothing helps.
        const forgetsMs = limits.leastMs + 1 + more
        let keepalive = beginKeepalive(limits)
        let lost = 0
        const asked = 20 * HELD_TO_FORGET
        for (let question = 0; question < asked; question++) {
          const { intervalMs } = keepalive
          if (intervalMs < forgetsMs) keepalive = afterAnswer(keepalive, intervalMs, limits)
          else {
            keepalive = afterSilence(keepalive, intervalMs, limits)
            lost += 1
          }
        }
        // On the way down once, then at most every time that it was forgotten.
        expect(lost).toBeLessThanOrEqual(12 + 2 * (asked / HELD_TO_FORGET))
        const longest = Math.min(limits.mostMs, forgetsMs)
        expect(keepalive.intervalMs).toBeGreaterThanOrEqual(Math.min(limits.startMs, Math.floor(longest / 4)))
      }),
    )
  })

  it('reaches the most on a link that holds', () => {
    let keepalive = beginKeepalive(bounds)
    let askedMs = 0
    while (keepalive.intervalMs < bounds.mostMs) {
      askedMs += keepalive.intervalMs
      keepalive = afterAnswer(keepalive, keepalive.intervalMs, bounds)
    }
    expect(askedMs / 60_000).toBeLessThan(90)
    expect(HELD_TO_GROW).toBe(3)
  })
})
