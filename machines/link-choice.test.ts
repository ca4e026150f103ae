import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  byPreference,
  chooseLink,
  DEFAULT_FAILOVER,
  isSetBack,
  linksToLookAt,
  lookEveryMs,
  NO_LINK_MEMORY,
  SET_BACK_METRIC,
} from './link-choice.ts'
import type { LinkFact } from './link-port.ts'
import { mainLinkOf } from './link-state.ts'

const RULE = { afterMs: 60_000, backAfterMs: 300_000 }
const METRICS: Record<string, number> = { eth0: 100, wlan0: 600, wwan0: 700 }
const NAMES = Object.keys(METRICS)

/** As the kernel has them while those are set back. */
const links = (setBack: readonly string[] = [], names: readonly string[] = NAMES): LinkFact[] =>
  names.map((name) => ({
    name,
    kind: 'other',
    isUp: true,
    addresses: ['192.0.2.7/24'],
    defaultMetrics: [METRICS[name]! + (setBack.includes(name) ? SET_BACK_METRIC : 0)],
    gateway: '192.0.2.1',
  }))

/** Rounds of looks, one after the other: what was chosen in each, and by which link traffic left after it. */
function story(
  rounds: readonly (readonly [atMs: number, looks: Record<string, boolean | null>])[],
  from: string[] = [],
) {
  let memory = NO_LINK_MEMORY
  let setBack = from
  return rounds.map(([atMs, seen]) => {
    const looks = Object.entries(seen).map(([name, isGood]) => ({ name, isGood }))
    const before = mainLinkOf(links(setBack))!.name
    const choice = chooseLink(memory, links(setBack), looks, atMs, RULE)
    memory = choice.memory
    setBack = choice.setBack ?? setBack
    return { atMs, before, used: mainLinkOf(links(setBack))!.name, setBack: choice.setBack }
  })
}
const usedIn = (...given: Parameters<typeof story>) => story(...given).map(({ used }) => used)
const S = 1_000

describe('a link in use that fails', () => {
  it('is left after the stated time, and not before', () => {
    const failing = { eth0: false, wlan0: true, wwan0: true }
    expect(
      usedIn([
        [0, failing],
        [59 * S, failing],
        [60 * S, failing],
      ]),
    ).toEqual(['eth0', 'eth0', 'wlan0'])
  })

  it('is left only when it has failed all the time', () => {
    const [bad, good] = [false, true].map((eth0) => ({ eth0, wlan0: true, wwan0: true }))
    expect(
      usedIn([
        [0, bad!],
        [40 * S, good!],
        [70 * S, bad!],
        [129 * S, bad!],
      ]).at(-1),
    ).toBe('eth0')
    // Nobody could look: that is not a failure.
    expect(
      usedIn([
        [0, bad!],
        [40 * S, { ...bad!, eth0: null }],
        [70 * S, bad!],
      ]).at(-1),
    ).toBe('eth0')
  })

  it.each<[string, Record<string, boolean | null>]>([
    ['wwan0', { eth0: false, wlan0: false, wwan0: true }],
    ['wwan0', { eth0: false, wlan0: null, wwan0: true }],
    ['wlan0', { eth0: false, wlan0: null, wwan0: null }],
    ['wlan0', { eth0: false, wlan0: null, wwan0: false }],
    ['eth0', { eth0: false, wlan0: false, wwan0: false }],
  ])('gives way to %s of %j', (used, looks) => {
    expect(
      usedIn([
        [0, looks],
        [60 * S, looks],
      ]).at(-1),
    ).toBe(used)
  })

  it('sets back all that would go before the one that is chosen, and nothing else', () => {
    const looks = { eth0: false, wlan0: false, wwan0: true }
    expect(
      story([
        [0, looks],
        [60 * S, looks],
      ]).at(-1)?.setBack,
    ).toEqual(['eth0', 'wlan0'])
    const other = { eth0: true, wlan0: false, wwan0: false }
    expect(
      story(
        [
          [0, other],
          [60 * S, other],
        ],
        ['eth0'],
      ).at(-1),
    ).toMatchObject({ used: 'eth0', setBack: [] })
  })
})

describe('a better link', () => {
  it('is gone back to after it has held for the stated time', () => {
    const [good, bad] = [true, false].map((eth0) => ({ eth0, wlan0: true }))
    expect(
      usedIn(
        [
          [0, good!],
          [299 * S, good!],
          [300 * S, good!],
        ],
        ['eth0'],
      ),
    ).toEqual(['wlan0', 'wlan0', 'eth0'])
    expect(
      usedIn(
        [
          [0, good!],
          [200 * S, bad!],
          [250 * S, good!],
          [540 * S, good!],
        ],
        ['eth0'],
      ).at(-1),
    ).toBe('wlan0')
  })
})

it('looks only where something is to be chosen', () => {
  expect(linksToLookAt(links(), true)).toEqual([])
  expect(linksToLookAt(links(), false)).toEqual(NAMES)
  expect(linksToLookAt(links(['eth0']), true)).toEqual(['eth0'])
  expect(linksToLookAt(links([], ['eth0']), false)).toEqual([])
  expect(byPreference(links(['eth0'])).map(({ name }) => name)).toEqual(NAMES)
  expect(links(['eth0']).map(isSetBack)).toEqual([true, false, false])
  expect(lookEveryMs(DEFAULT_FAILOVER, false)).toBe(15_000)
  expect(lookEveryMs(DEFAULT_FAILOVER, true)).toBe(60_000)
  expect(lookEveryMs({ afterMs: 1, backAfterMs: 1 }, false)).toBe(5_000)
})

it('with whatever is seen, never flaps', () => {
  const look = fc.constantFrom(true, false, null)
  const round = fc.record({ pauseMs: fc.integer({ min: 1, max: 400_000 }), eth0: look, wlan0: look, wwan0: look })
  fc.assert(
    fc.property(fc.array(round, { maxLength: 60 }), (rounds) => {
      let nowMs = 0
      const told = rounds.map(({ pauseMs, ...looks }) => {
        nowMs += pauseMs
        return [nowMs, looks] as const
      })
      const after = story(told)
      const switches = after.filter(({ before, used }) => before !== used)
      for (const [index, { atMs }] of switches.entries())
        if (index > 0) expect(atMs - switches[index - 1]!.atMs).toBeGreaterThanOrEqual(RULE.afterMs)
      for (const [index, { atMs, before, used }] of after.entries()) {
        if (before === used) continue
        /** Every look at it within that time, and one at its beginning. */
        const held = (name: string, isGood: boolean, forMs: number): boolean => {
          const first = told.findLastIndex(([at]) => at <= atMs - forMs)
          return first >= 0 && told.slice(first, index + 1).every(([, looks]) => looks[name as 'eth0'] === isGood)
        }
        const isBack = METRICS[used]! < METRICS[before]!
        expect(held(before, false, RULE.afterMs) || (isBack && held(used, true, RULE.backAfterMs))).toBe(true)
        expect(told[index]![1][used as 'eth0']).not.toBe(false)
      }
    }),
  )
})
