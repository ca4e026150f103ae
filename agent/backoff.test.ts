import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fullJitter } from './backoff.ts'

describe('full jitter', () => {
  it('doubles its ceiling with each attempt, up to the cap', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 1000].map((attempt) => fullJitter(attempt, 500, 5000, 0.999_999))
    expect(ceilings).toEqual([499, 999, 1999, 3999, 4999, 4999, 4999])
  })

  it('may be nothing at all, whatever the attempt', () => {
    expect(fullJitter(0, 500, 5000, 0)).toBe(0)
    expect(fullJitter(10_000, 500, 5000, 0)).toBe(0)
  })

  it('never passes its cap, for any number of attempts', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(100_000),
        fc.nat(1_000_000),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (...a) => {
          const delay = fullJitter(...a)
          expect(delay).toBeGreaterThanOrEqual(0)
          expect(delay).toBeLessThanOrEqual(a[2])
        },
      ),
    )
  })
})
