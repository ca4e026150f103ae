import { describe, expect, it } from 'vitest'
import { type LinkMemory, NO_LINK_MEMORY, SET_BACK_METRIC } from './link-choice.ts'
import { holdOff, type LinkFlaps, NO_FLAPS, notedFlaps } from './link-flaps.ts'
import type { LinkFact } from './link-port.ts'

const RULE = { afterMs: 60_000, backAfterMs: 300_000 }
const S = 1_000
const METRICS: Record<string, number> = { eth0: 100, wlan0: 600, wwan0: 700 }

const up = (names: readonly string[], setBack: readonly string[] = []): LinkFact[] =>
  Object.entries(METRICS).map(([name, metric]) => ({
    name,
    kind: 'other',
    isUp: names.includes(name),
    addresses: names.includes(name) ? ['192.0.2.7/24'] : [],
    defaultMetrics: names.includes(name) ? [metric + (setBack.includes(name) ? SET_BACK_METRIC : 0)] : [],
    gateway: '192.0.2.1',
  }))

type Told = readonly (readonly [atMs: number, ...names: string[]])[]

/** Links as they were told of, one time after the other: what was to be set back at the last. */
function last(
  told: Told,
  {
    memory = NO_LINK_MEMORY,
    setBack = [] as string[],
    counts = true,
  }: Partial<{ memory: LinkMemory; setBack: string[]; counts: boolean }> = {},
): string[] | null {
  let flaps: LinkFlaps = NO_FLAPS
  let said: string[] | null = null
  for (const [atMs, ...names] of told) {
    said = holdOff(flaps, up(names, setBack), memory, atMs, RULE)
    flaps = notedFlaps(flaps, up(names, setBack), atMs, { counts, backAfterMs: RULE.backAfterMs })
  }
  return said
}
const ONCE: Told = [
  [0, 'eth0', 'wlan0'],
  [10 * S, 'wlan0'],
  [20 * S, 'eth0', 'wlan0'],
]
const TWICE: Told = [...ONCE, [100 * S, 'wlan0'], [110 * S, 'eth0', 'wlan0']]

describe('a link that comes back', () => {
  it('is used at once the first time, and held off when it was lost twice within a while', () => {
    expect(last([[0, 'eth0', 'wlan0']])).toBeNull()
    expect(last(ONCE)).toBeNull()
    expect(last(TWICE)).toEqual(['eth0'])
  })

  it('is held off also when the first loss is longer ago than the second one may be', () => {
    expect(last([...ONCE, [250 * S, 'wlan0'], [320 * S, 'eth0', 'wlan0']])).toEqual(['eth0'])
  })

  it('is forgotten in time, so that a thousand names of adapters are not kept', () => {
    let flaps: LinkFlaps = NO_FLAPS
    const { backAfterMs } = RULE
    const note = (links: LinkFact[], atMs: number): void => {
      flaps = notedFlaps(flaps, links, atMs, { counts: true, backAfterMs })
    }
    const [eth0] = up(['eth0'])
    for (let n = 0; n < 1_000; n += 1) {
      note([{ ...eth0!, name: `enx${n}` }], n * 10 * S)
      note([], n * 10 * S + S)
    }
    expect(Object.keys(flaps.losses).length).toBeLessThanOrEqual(backAfterMs / (10 * S))
    note([], 1_000_000 * S)
    expect(flaps.losses).toEqual({})
  })

  it('is used at once when it had held for the stated time, or was away for it', () => {
    expect(last([...ONCE, [310 * S, 'wlan0'], [320 * S, 'eth0', 'wlan0']])).toBeNull()
    expect(last([...ONCE, [100 * S, 'wlan0'], [400 * S, 'eth0', 'wlan0']])).toBeNull()
  })

  it('is used at once when no other leads out, or the other is seen to lead nowhere', () => {
    const alone = TWICE.map(([atMs, ...names]) => [atMs, ...names.filter((name) => name !== 'wlan0')] as const)
    expect(last(alone)).toBeNull()
    const memory = { ...NO_LINK_MEMORY, streaks: { wlan0: { isGood: false, sinceMs: 0 } } }
    expect(last(TWICE, { memory })).toBeNull()
  })

  it('is not held off for what a change on trial did to it', () => {
    expect(last(TWICE, { counts: false })).toBeNull()
  })

  it('that is set back already is left so, and one that goes behind the one in use alone', () => {
    expect(last(TWICE, { setBack: ['eth0'] })).toBeNull()
    const behind = TWICE.map(
      ([atMs, ...names]) => [atMs, 'eth0', ...(names.includes('eth0') ? ['wwan0'] : [])] as const,
    )
    expect(last(behind)).toBeNull()
  })

  it('leaves what is set back where it is', () => {
    const between = TWICE.map(
      ([atMs, ...names]) => [atMs, 'eth0', 'wwan0', ...(names.includes('eth0') ? ['wlan0'] : [])] as const,
    )
    expect(last(between, { setBack: ['eth0'] })).toEqual(['eth0', 'wlan0'])
  })
})
