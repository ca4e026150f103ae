/** Whatever the clock says, a day's budget is one for a day: neither given away nor withheld for ever. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Advance, advance, endOf, LONGEST_DAY_MS, LONGEST_MONTH_MS, type Period } from './period.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const at = (text: string): number => Date.parse(text)

/** Goes through moments, each so much running time and what the wall says then; tells at which a day began. */
function live(...moments: [ranMs: number, wall: string][]): { days: number[]; months: number[]; last: Period } {
  let period: Period | null = null
  const steps = moments.map(([ranMs, wall]): Advance => {
    const step = advance(period, ranMs, at(wall))
    period = step.period
    return step
  })
  const where = (is: (step: Advance) => boolean) => steps.flatMap((step, n) => (is(step) ? [n] : []))
  return { days: where((step) => step.isNewDay), months: where((step) => step.isNewMonth), last: steps.at(-1)!.period }
}

describe('a day', () => {
  it('ends at midnight UTC, a month with it at its end', () => {
    const { days, months } = live(
      [0, '2026-01-30T10:00Z'],
      [13 * HOUR, '2026-01-30T23:59Z'],
      [HOUR, '2026-01-31T00:01Z'],
      [24 * HOUR, '2026-02-01T00:01Z'],
    )
    expect([days, months]).toEqual([
      [0, 2, 3],
      [0, 3],
    ])
  })

  it('that was dark is over, by the clock', () => {
    expect(live([0, '2026-01-30T10:00Z'], [HOUR, '2026-02-03T11:00Z']).days).toEqual([0, 1])
  })

  it('does not begin anew with each boot of a clock that forgets', () => {
    const { days } = live(
      [0, '2026-01-30T10:00Z'],
      [0, '1970-01-01T00:00Z'],
      [HOUR, '2026-01-30T12:00Z'],
      [0, '1970-01-01T00:00Z'],
      [HOUR, '2026-01-30T14:00Z'],
    )
    expect(days).toEqual([0])
  })

  it('of a clock that stands still ends after 25 hours of running', () => {
    const moments = Array.from({ length: 60 }, (): [number, string] => [HOUR, '1970-01-01T00:00Z'])
    expect(live([0, '1970-01-01T00:00Z'], ...moments).days).toEqual([0, 25, 50])
  })

  it('of a clock that was far ahead once ends after 25 hours of running, and is right from then on', () => {
    const { days, last } = live(
      [0, '2099-06-01T00:00Z'],
      [24 * HOUR, '2026-01-30T10:00Z'],
      [HOUR, '2026-01-30T11:00Z'],
      [13 * HOUR, '2026-01-31T00:01Z'],
    )
    expect(days).toEqual([0, 2, 3])
    expect(endOf(last, 'day', at('2026-01-31T00:01Z'))).toBe(at('2026-02-01T00:00Z'))
    // Its month is over by running as well, in the end.
    expect(endOf(last, 'month', at('2026-01-31T00:01Z'))).toBeLessThan(at('2026-03-04T00:00Z'))
  })
})

describe('for any clock', () => {
  const moments = fc.array(
    fc.record({ ranMs: fc.integer({ min: 0, max: 30 * HOUR }), wallMs: fc.integer({ min: 0, max: 200 * 365 * DAY }) }),
    { minLength: 1, maxLength: 60 },
  )

  it('nothing lasts longer than it may while the device runs, and it says when it ends', () => {
    fc.assert(
      fc.property(moments, (list) => {
        let period: Period | null = null
        for (const { ranMs, wallMs } of list) {
          period = advance(period, ranMs, wallMs).period
          expect(period.dayRanMs).toBeLessThan(LONGEST_DAY_MS)
          expect(period.monthRanMs).toBeLessThan(LONGEST_MONTH_MS)
          const left = endOf(period, 'day', wallMs) - wallMs
          expect(left).toBeGreaterThan(0)
          const then: Advance = advance(period, left, wallMs + left)
          expect(then.isNewDay).toBe(true)
        }
      }),
    )
  })

  it('a wall clock that does not come to a later day begins none before 25 hours have run', () => {
    fc.assert(
      fc.property(fc.nat(200 * 365 * DAY), fc.array(fc.nat(2 * HOUR), { maxLength: 80 }), (begin, rests) => {
        let { period } = advance(null, 0, begin)
        let ran = 0
        for (const rest of rests) {
          ran += rest
          const step = advance(period, rest, Math.max(0, begin - rest * 1_000))
          expect(step.isNewDay).toBe(ran >= LONGEST_DAY_MS)
          if (step.isNewDay) return
          period = step.period
        }
      }),
    )
  })
})
