import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afresh,
  afterEnd,
  type Choice,
  FIRST_CHOICE,
  PROVEN_MS,
  returnAfterMs,
  STABLE_MS,
  toBetter,
} from './broker-choice.ts'

const refused = (index: number) => ({ index, lastedMs: null, silent: false })
const broke = (index: number, lastedMs: number) => ({ index, lastedMs, silent: false })
const wentSilent = (index: number, lastedMs: number) => ({ index, lastedMs, silent: true })

describe('which broker is tried next', () => {
  it.each([
    ['the second, when the first does not let us in', FIRST_CHOICE, refused(0), { next: 1, failures: 1 }],
    [
      'the first again, after all have failed',
      { ...FIRST_CHOICE, next: 2, tried: [0, 1] },
      refused(2),
      { next: 0, tried: [] },
    ],
    ['the same one, when the link broke', { ...FIRST_CHOICE, next: 1 }, broke(1, STABLE_MS), { next: 1, failures: 1 }],
    ['another one, when it went silent', FIRST_CHOICE, wentSilent(0, STABLE_MS), { next: 1, failures: 1 }],
    [
      'the best one, when a lesser one went silent',
      { ...FIRST_CHOICE, next: 2 },
      wentSilent(2, STABLE_MS),
      { next: 0 },
    ],
    ['another one, when it threw us out at once', FIRST_CHOICE, broke(0, STABLE_MS - 1), { next: 1, failures: 1 }],
  ] as const)('is %s', (_, choice, end, expected) => {
    expect(afterEnd(choice, end, 3)).toMatchObject(expected)
  })

  it('waits ever longer before it comes back to one that it lost again, and believes one that has held', () => {
    let choice = FIRST_CHOICE
    const waits: number[] = []
    for (let round = 0; round < 8; round++) {
      waits.push(returnAfterMs(choice, 0.999) / 60_000)
      choice = afterEnd(toBetter(choice, 0), broke(0, 60_000), 2)
    }
    expect(waits.map(Math.round)).toEqual([5, 10, 20, 40, 80, 120, 120, 120])
    expect(afterEnd(toBetter(choice, 0), broke(0, PROVEN_MS), 2).vain).toBe(0)
  })

  it('does not hold a broken link against a broker that was not come back to', () => {
    expect(afterEnd(FIRST_CHOICE, broke(0, 60_000), 2).vain).toBe(0)
  })

  const ends = fc.array(
    fc.record({ lastedMs: fc.option(fc.nat(2 * PROVEN_MS)), silent: fc.boolean(), returns: fc.boolean() }),
    { maxLength: 60 },
  )

  it('tries all others before one that fails is tried again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), ends, (count, history) => {
        let choice = past(history, count)
        const seen = new Set<number>()
        // From the end of a round, whatever was.
        choice = { ...choice, tried: [] }
        for (let attempt = 0; attempt < count; attempt++) {
          seen.add(choice.next)
          choice = afterEnd(choice, refused(choice.next), count)
        }
        expect(seen.size).toBe(count)
        expect(choice).toMatchObject({ next: 0, tried: [] })
      }),
    )
  })

  it('counts every failure, so that the waits grow whichever broker it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), ends, fc.integer({ min: 1, max: 20 }), (count, history, failures) => {
        let choice = afresh(past(history, count))
        for (let attempt = 0; attempt < failures; attempt++) choice = afterEnd(choice, refused(choice.next), count)
        expect(choice.failures).toBe(failures)
      }),
    )
  })

  it('comes back after two and a half minutes at the earliest and two hours at the latest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        ends,
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (count, history, random) => {
          const ms = returnAfterMs(past(history, count), random)
          expect(ms).toBeGreaterThanOrEqual(150_000)
          expect(ms).toBeLessThanOrEqual(7_200_000)
        },
      ),
    )
  })
})

function past(
  history: readonly { lastedMs: number | null; silent: boolean; returns: boolean }[],
  count: number,
): Choice {
  let choice = FIRST_CHOICE
  for (const { lastedMs, silent, returns } of history) {
    if (returns && choice.next > 0) choice = toBetter(choice, 0)
    choice = afterEnd(choice, { index: choice.next, lastedMs, silent }, count)
    expect(choice.next).toBeLessThan(count)
  }
  return choice
}
