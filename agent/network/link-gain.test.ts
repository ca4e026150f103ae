import { expect, it } from 'vitest'
import type { LinkFact } from '../../machines/link-port.ts'
import { hasGained } from './link-gain.ts'

const eth0: LinkFact = {
  name: 'eth0',
  kind: 'ethernet',
  isUp: true,
  addresses: ['192.0.2.7/24'],
  defaultMetrics: [100],
  gateway: '192.0.2.1',
}
const wwan0: LinkFact = { ...eth0, name: 'wwan0', kind: 'cellular', addresses: ['198.51.100.7/32'], gateway: '' }
const slow = { ...wwan0, defaultMetrics: [700] }
const down = { ...eth0, isUp: false }
const bare = { ...eth0, addresses: [], defaultMetrics: [], gateway: '' }
const inside = { ...eth0, defaultMetrics: [], gateway: '' }

it.each<[string, LinkFact[], LinkFact[], boolean]>([
  ['a carrier that comes back', [down], [eth0], true],
  ['a carrier without an address', [], [bare], false],
  ['an address', [bare], [inside], true],
  ['another address', [eth0], [{ ...eth0, addresses: ['192.0.2.8/24'] }], true],
  ['a way out', [inside], [eth0], true],
  ['another gateway', [eth0], [{ ...eth0, gateway: '192.0.2.254' }], true],
  ['another link beside', [eth0], [eth0, slow], true],
  ['another link in use', [eth0, slow], [{ ...eth0, defaultMetrics: [40_100] }, slow], true],
  ['one that goes, and another takes over', [eth0, slow], [down, slow], true],
  ['one that goes', [eth0], [down], false],
  ['an address that goes', [eth0, slow], [eth0, { ...slow, isUp: false }], false],
  ['nothing', [eth0, slow], [eth0, slow], false],
])('%s', (_, before, after, gains) => {
  expect(hasGained(before, after)).toBe(gains)
})
