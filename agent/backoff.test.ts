import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fullJitter, hastened, Pause } from './backoff.ts'
import { VirtualClock } from './virtual-clock.ts'

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

describe('a link that comes back', () => {
  it('leaves never more to wait than there was, and jitter over seconds', () => {
    expect(hastened(3_000, 0, 0.999)).toBe(3_000)
    expect(hastened(50_000, 0, 0.5)).toBe(2_500)
    expect(hastened(50_000, 0, 0)).toBe(0)
  })

  it('is worth less each time', () => {
    expect([0, 1, 2, 3, 4, 5].map((times) => hastened(60_000, times, 0.999_99))).toEqual([
      4_999, 9_999, 19_999, 39_999, 59_999, 59_999,
    ])
  })

  const never = new AbortController().signal
  function waiting(ms: number) {
    const clock = new VirtualClock()
    const pause = new Pause({ now: clock.now, sleep: (left, signal) => clock.sleep(left, signal), random: () => 0.5 })
    let ended = 0
    const wait = () => void pause.wait(ms, never).then(() => (ended += 1))
    return { clock, pause, wait, ended: () => ended }
  }

  it('shortens a wait that is under way, once', async () => {
    const { clock, pause, wait, ended } = waiting(60_000)
    wait()
    await clock.advance(10_000)
    pause.hasten()
    await clock.advance(1_000)
    pause.hasten()
    await clock.advance(1_400)
    expect(ended()).toBe(0)
    await clock.advance(200)
    expect(ended()).toBe(1)
    wait()
    await clock.advance(59_000)
    expect(ended()).toBe(1)
    await clock.advance(2_000)
    expect(ended()).toBe(2)
  })

  it('counts for the next wait when it comes in the middle of an attempt, and not once a connection has stood', async () => {
    const { clock, pause, wait, ended } = waiting(60_000)
    pause.hasten()
    wait()
    await clock.advance(3_000)
    expect(ended()).toBe(1)
    pause.hasten()
    pause.stood()
    wait()
    await clock.advance(59_000)
    expect(ended()).toBe(1)
  })
})
