import { expect, it } from 'vitest'
import { type LinkMemory, SET_BACK_METRIC } from '../../machines/link-choice.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { isStillWanted, type LinkWish, leadsOut } from './link-wish.ts'

const RULE = { afterMs: 60_000, backAfterMs: 300_000 }
const METRICS: Record<string, number> = { eth0: 100, wlan0: 600, wwan0: 700 }

const links = (setBack: readonly string[] = [], without: readonly string[] = []): LinkFact[] =>
  Object.entries(METRICS).map(([name, metric]) => ({
    name,
    kind: 'other',
    isUp: !without.includes(name),
    addresses: without.includes(name) ? [] : ['192.0.2.7/24'],
    defaultMetrics: [metric + (setBack.includes(name) ? SET_BACK_METRIC : 0)],
    gateway: '192.0.2.1',
  }))
const seen = (looks: Record<string, boolean>): LinkMemory => ({
  streaks: Object.fromEntries(Object.entries(looks).map(([name, isGood]) => [name, { isGood, sinceMs: 0 }])),
  switchedMs: 0,
})
const wish = (because: LinkWish['because'], ...setBack: string[]): LinkWish => ({ setBack, because, atMs: 0 })

it.each<[string, LinkWish, string[], Record<string, boolean>, number, boolean]>([
  ['leaves one that fails still', wish('looks', 'eth0'), [], { eth0: false, wlan0: true }, 15, true],
  ['leaves one of which nothing was seen since', wish('looks', 'eth0'), [], {}, 15, true],
  ['leaves one that answers again', wish('looks', 'eth0'), [], { eth0: true, wlan0: true }, 15, false],
  ['goes to one that fails by now', wish('looks', 'eth0'), [], { eth0: false, wlan0: false }, 15, false],
  ['goes back to one that holds', wish('looks'), ['eth0'], { eth0: true }, 60, true],
  ['goes back to one that fails by now', wish('looks'), ['eth0'], { eth0: false }, 60, false],
  ['mends the metric of another one than is used', wish('looks'), ['wlan0'], { eth0: true }, 900, true],
  ['holds off one that answers', wish('flaps', 'eth0'), [], { eth0: true }, 60, true],
  ['holds off one that has stayed for long', wish('flaps', 'eth0'), [], { eth0: true }, 300, false],
  ['holds one off for the sake of none', wish('flaps', 'eth0', 'wlan0', 'wwan0'), [], {}, 15, false],
])('a wish that failed, and %s', (_, wanted, setBack, looks, afterS, expected) => {
  expect(isStillWanted(wanted, links(setBack), seen(looks), afterS * 1_000, RULE)).toBe(expected)
})

it('ends with a link that it names, and with no other', () => {
  expect(leadsOut(wish('flaps', 'eth0'), links())).toBe(true)
  expect(leadsOut(wish('flaps', 'eth0'), links([], ['wwan0']))).toBe(true)
  expect(leadsOut(wish('flaps', 'eth0'), links([], ['eth0']))).toBe(false)
})
