import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Counts, includedBy, NO_COUNTS, shareFor } from './facts.ts'
import { DEFAULT_GATE, DEFAULT_WAVE, type Gate, type Rate } from './plan.ts'
import { allowance, judgeWave, rateNow } from './rules.ts'

const counts = (some: Partial<Counts>): Counts => {
  const whole = { ...NO_COUNTS, ...some }
  const { away, waiting, notified, succeeded, unwell, failed, reverted } = whole
  return { ...whole, included: away + waiting + notified + succeeded + unwell + failed + reverted }
}
const gate: Gate = { success: 0.9, failure: 0.1, minimum: 5, finished: 0.9 }
const full = { isFull: true, elapsedMs: 0, forgiven: 0, online: 10 }

describe('the gate of a wave', () => {
  it.each<[string, Partial<Counts>, string]>([
    ['nobody has finished', { notified: 10 }, 'waiting'],
    ['all have succeeded', { succeeded: 10 }, 'passed'],
    ['nine of ten, and the tenth is at it', { succeeded: 9, notified: 1 }, 'passed'],
    ['eight of ten, and two are at it', { succeeded: 8, notified: 2 }, 'waiting'],
    ['one failure of four is below the sample', { failed: 1, succeeded: 3, notified: 6 }, 'waiting'],
    ['one failure of five is a fifth', { failed: 1, succeeded: 4, notified: 5 }, 'breach'],
    ['one of ten is not more than a tenth', { failed: 1, succeeded: 9 }, 'passed'],
    ['doing badly after the commit is a failure', { unwell: 2, succeeded: 8 }, 'breach'],
    ['gone back is a failure', { reverted: 2, succeeded: 8 }, 'breach'],
    ['a wave of three needs three, not five', { succeeded: 3 }, 'passed'],
    ['a wave of one that fails', { failed: 1 }, 'breach'],
    ['who is offline is not waited for', { succeeded: 9, away: 91 }, 'passed'],
    ['who is there and has not taken it is', { succeeded: 8, waiting: 2 }, 'waiting'],
    ['all are offline', { away: 10 }, 'waiting'],
    ['the wave is too small for anybody', {}, 'passed'],
  ])('%s', (_, some, verdict) => {
    expect(judgeWave({ gate, stepTimeoutMs: 0 }, counts(some), full).kind).toBe(verdict)
  })

  it('is passed by nobody where nobody is there', () => {
    expect(judgeWave(DEFAULT_WAVE, counts({}), { ...full, online: 0 }).kind).toBe('waiting')
  })

  it('of names that nobody bears is passed by nobody: a name that was mistyped is no proof', () => {
    const why = 'none of the devices that are named is known in the fleet and without a target of its own'
    for (const others of [{}, { succeeded: 9 }])
      expect(judgeWave(DEFAULT_WAVE, counts(others), { ...full, isBorne: false })).toEqual({ kind: 'waiting', why })
    expect(judgeWave(DEFAULT_WAVE, counts({ succeeded: 1 }), full).kind).toBe('passed')
  })

  it('tells a breach while devices are still being let in, and passes only when all are', () => {
    const open = { ...full, isFull: false }
    expect(judgeWave(DEFAULT_WAVE, counts({ failed: 5 }), open).kind).toBe('breach')
    expect(judgeWave(DEFAULT_WAVE, counts({ succeeded: 5 }), open).kind).toBe('waiting')
  })

  it('is a breach when it has not passed in time, and never after it has', () => {
    const wave = { gate, stepTimeoutMs: 1000 }
    const late = { ...full, elapsedMs: 1001 }
    const why = 'the wave has not passed in 1s: 0 of 5 devices have finished, and 5 have to'
    expect(judgeWave(wave, counts({ notified: 5 }), late)).toEqual({ kind: 'breach', rule: 'timeout', why })
    expect(judgeWave(wave, counts({ succeeded: 5 }), late).kind).toBe('passed')
  })

  it('takes success too low for a breach once nobody can mend it', () => {
    const mild: Gate = { ...gate, failure: 1 }
    expect(judgeWave({ gate: mild, stepTimeoutMs: 0 }, counts({ succeeded: 5, failed: 5 }), full)).toMatchObject({
      kind: 'breach',
      rule: 'success',
    })
  })

  it('does not count what an operator has gone on from', () => {
    expect(
      judgeWave({ gate, stepTimeoutMs: 0 }, counts({ failed: 5, succeeded: 5 }), { ...full, forgiven: 5 }).kind,
    ).toBe('passed')
  })

  it('more successes never turn a gate that has passed, and more failures never open one (property)', () => {
    const some = fc.record({ notified: fc.nat(50), succeeded: fc.nat(200), failed: fc.nat(50), away: fc.nat(50) })
    fc.assert(
      fc.property(some, fc.nat(50), (given, more) => {
        const before = judgeWave({ gate, stepTimeoutMs: 0 }, counts(given), full).kind
        const better = judgeWave(
          { gate, stepTimeoutMs: 0 },
          counts({ ...given, succeeded: given.succeeded + more }),
          full,
        )
        const worse = judgeWave({ gate, stepTimeoutMs: 0 }, counts({ ...given, failed: given.failed + more }), full)
        if (before === 'passed') expect(better.kind).toBe('passed')
        if (before === 'breach' && more > 0) expect(worse.kind).toBe('breach')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the rate of a wave', () => {
  const rate: Rate = { perMinute: 10, factor: 2, every: 50, by: 'succeeded', most: 100 }

  it('is multiplied with each so many, up to its most', () => {
    const at = (succeeded: number) => rateNow(rate, { notified: 0, succeeded })
    expect([0, 49, 50, 149, 150, 200, 1e9].map(at)).toEqual([10, 10, 20, 40, 80, 100, 100])
    expect(rateNow({ ...rate, by: 'notified' }, { notified: 50, succeeded: 0 })).toBe(20)
  })

  it('lets in no more in many short spans than in one long one (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 50 }), fc.nat(100), (spans, given) => {
        const done = { notified: 0, succeeded: 0 }
        const once = allowance(
          rate,
          given,
          spans.reduce((sum, span) => sum + span, 0),
          done,
        )
        const often = spans.reduce((so, span) => allowance(rate, so, span, done), given)
        expect(often).toBeCloseTo(once, 6)
      }),
    )
  })

  it('never goes back with the clock', () => {
    expect(allowance(rate, 7, -60_000, { notified: 0, succeeded: 0 })).toBe(7)
  })
})

it('a share for so many devices includes so many, and as few more as lots allow (property)', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9999), { maxLength: 200 }), fc.nat(250), (some, count) => {
      const lots = some.toSorted((a, b) => a - b)
      const share = shareFor(count, lots)
      const included = includedBy(share, lots)
      expect(included).toBe(lots.filter((lot) => lot < share).length)
      if (count <= lots.length) {
        expect(included).toBeGreaterThanOrEqual(count)
        expect(includedBy(share - 1, lots)).toBeLessThan(Math.max(count, 1))
      } else expect(included).toBe(lots.length)
    }),
  )
})

it('the gate that nobody has set is one that an operator would set', () => {
  expect(DEFAULT_GATE.failure).toBeLessThanOrEqual(0.1)
  expect(DEFAULT_GATE.success + DEFAULT_GATE.failure).toBeLessThanOrEqual(1)
})
