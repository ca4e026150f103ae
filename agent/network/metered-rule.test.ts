import { expect, it } from 'vitest'
import type { LinkFact, LinkKind } from '../../machines/link-port.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { Metered } from '../../protocol/enums.ts'
import type { NetworkLink } from '../../protocol/types.ts'
import { isMetered, linkInUse } from './metered-rule.ts'

const [YES, NO] = [{ metered: Metered.METERED_YES }, { metered: Metered.METERED_NO }]
const modem = (more: Loose<NetworkLink> = {}): Loose<NetworkLink> => ({ cellular: { apn: 'a' }, ...more })
const lan = (more: Loose<NetworkLink> = {}): Loose<NetworkLink> => ({ ethernet: {}, ...more })

it.each<[string, Loose<NetworkLink>[], string, LinkKind, boolean]>([
  ['a modem of which nothing is said', [], 'wwan0', 'cellular', true],
  ['a cable of which nothing is said', [], 'eth0', 'ethernet', false],
  ['a modem that costs nothing', [modem(NO)], 'wwan0', 'cellular', false],
  ['one by its control port', [modem({ interface: 'cdc-wdm0', ...NO })], 'wwan0', 'cellular', false],
  [
    'one of two by their control ports',
    [modem({ interface: 'cdc-wdm0', ...NO }), modem({ interface: 'cdc-wdm1' })],
    'wwan0',
    'cellular',
    true,
  ],
  ['a cable that costs something', [lan({ interface: 'eth0', ...YES })], 'eth0', 'ethernet', true],
  ['another cable', [lan({ interface: 'eth0', ...YES })], 'eth1', 'ethernet', false],
  ['any cable', [lan(YES)], 'eth1', 'ethernet', true],
  ['the one that is named among any', [lan(YES), lan({ interface: 'eth1', ...NO })], 'eth1', 'ethernet', false],
  ['a Wi-Fi beside a modem', [modem(YES)], 'wlan0', 'wifi', false],
])('%s', (_, links, name, kind, expected) => {
  const named = links.map((link, index) => ({ name: `link-${index}`, ...link }))
  const config = decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, { links: named }))
  expect(isMetered(config, { name, kind }, [{ name, kind }])).toBe(expected)
})

it('what is said of a modem by its control port is of none in particular where the device has two', () => {
  const links = [{ name: 'by-port', ...modem({ interface: 'cdc-wdm0', ...NO }) }]
  const config = decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, { links }))
  const modems = ['wwan0', 'wwan1'].map((name) => ({ name, kind: 'cellular' as const }))
  expect(modems.map((link) => isMetered(config, link, modems))).toEqual([true, true])
  const [own] = modems
  expect(isMetered(config, own!, [own!, { name: 'eth0', kind: 'ethernet' }])).toBe(false)
})

const link = (name: string, kind: LinkKind, metric: number): LinkFact => ({
  name,
  kind,
  isUp: true,
  addresses: ['192.0.2.7/24'],
  defaultMetrics: [metric],
  gateway: '192.0.2.1',
})
const [ETH0, WWAN0] = [link('eth0', 'ethernet', 100), link('wwan0', 'cellular', 700)]
/** As Node tells it. */
const unplugged = (fact: LinkFact): LinkFact => ({ ...fact, isUp: false, addresses: [] })
const withoutRoute = (fact: LinkFact): LinkFact => ({ ...fact, defaultMetrics: [] })

it.each<[string, LinkFact[], string, boolean]>([
  ['the one of the smallest metric', [ETH0, WWAN0], 'ethernet', false],
  ['a cable without a carrier, which the kernel still sends by', [unplugged(ETH0), WWAN0], 'ethernet', false],
  ['the other one once its route goes', [withoutRoute(unplugged(ETH0)), WWAN0], 'cellular', true],
  ['a modem that loses its carrier', [unplugged(WWAN0)], 'cellular', true],
  ['a cable, where none leads out', [withoutRoute(ETH0), withoutRoute(WWAN0)], 'ethernet', false],
])('what bytes are counted for is %s', (_, links, type, metered) => {
  expect(linkInUse(null, links)).toEqual({ type, metered })
})
