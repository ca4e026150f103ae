import { describe, expect, it } from 'vitest'
import { Limits } from './limits.ts'

const OPTIONS = { everyMs: 1000, perSecond: 10, burst: 20, wrongCodes: 3 }
const HOUR = 3_600_000

describe('limits', () => {
  it('look at one claim once in a while', () => {
    const limits = new Limits(OPTIONS, 0)
    expect([0, 999, 1000, 1500, 2000].map((at) => limits.admit('a', at))).toEqual([true, false, true, false, true])
    expect(limits.admit('b', 2000)).toBe(true)
  })

  it('look at a burst of them, and then at so many in a second', () => {
    const limits = new Limits(OPTIONS, 0)
    const admitted = (at: number) =>
      Array.from({ length: 100 }, (_, n) => limits.admit(`${at} ${n}`, at)).filter(Boolean).length
    expect([admitted(0), admitted(0), admitted(1000), admitted(1500), admitted(HOUR)]).toEqual([20, 0, 10, 5, 20])
  })

  it('do not look at a serial after some wrong codes, for an hour', () => {
    const limits = new Limits(OPTIONS, 0)
    for (const at of [0, 1, 2]) limits.countWrong('S1', at)
    expect([limits.isLocked('S1', 3), limits.isLocked('S2', 3), limits.isLocked('S1', HOUR)]).toEqual([
      true,
      false,
      false,
    ])
    limits.countWrong('S1', HOUR)
    expect(limits.isLocked('S1', HOUR)).toBe(false)
  })
})
