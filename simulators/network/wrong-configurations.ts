/** Network configurations by which a device would be lost, each by its own mistake, and those that are right. */
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { IpMethod } from '../../protocol/enums.ts'
import type { IpConfig, NetworkConfig, NetworkLink, NetworkProxy } from '../../protocol/types.ts'

import { SITE } from './site.ts'
import { APN, MODEM, NARROW_MTU, RADIO, TIGHT_MTU, VLAN_ID, VLAN_LAN, type World } from './worlds.ts'

export const TRIAL_MS = 60_000

/** What a mistake is made in. */
export const CONFIG_KINDS = [
  'Ethernet',
  'addresses',
  'DNS',
  'routes',
  'proxies',
  'Wi-Fi',
  'cellular',
  'VLAN',
  'MTU',
  'IPv6',
] as const
export type ConfigKind = (typeof CONFIG_KINDS)[number]

/** One configuration, and where it is tried. */
export interface Tried {
  kind: ConfigKind
  config: NetworkConfig
  world: World
}

const OFF = { method: IpMethod.IP_METHOD_OFF }
const RIGHT_LAN = {
  method: IpMethod.IP_METHOD_STATIC,
  addresses: ['10.9.0.8/24'],
  gateway: SITE.gateway,
  dns: [SITE.dns],
}

function configOf(links: Loose<NetworkLink>[], proxies: Loose<NetworkProxy>[] = []): NetworkConfig {
  return decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, { links, proxies, trialMs: TRIAL_MS }))
}

function lanLink(ipv4: Loose<IpConfig>, changes: Loose<NetworkLink> = {}): Loose<NetworkLink> {
  return { name: 'lan', interface: 'eth0', ethernet: {}, ipv4: { ...RIGHT_LAN, ...ipv4 }, ipv6: OFF, ...changes }
}

function lan(
  ipv4: Loose<IpConfig>,
  changes: Loose<NetworkLink> = {},
  proxies: Loose<NetworkProxy>[] = [],
): NetworkConfig {
  return configOf([lanLink(ipv4, changes)], proxies)
}

/** By another link alone: the cable leads to its neighbours, and no further. */
function by(link: Loose<NetworkLink>): NetworkConfig {
  return configOf([lanLink({ gateway: '', dns: [] }), { ipv6: OFF, ...link }])
}

const modem = (apn: string): NetworkConfig => by({ name: 'modem', interface: MODEM.device, cellular: { apn } })
const air = (ssid: string, passphrase: string): NetworkConfig =>
  by({ name: 'air', interface: RADIO.device, wifi: { ssid, passphrase } })
const vlan = (id: number): NetworkConfig =>
  by({
    name: 'till',
    interface: `eth0.${id}`,
    vlan: { id, parent: 'eth0' },
    ipv4: {
      method: IpMethod.IP_METHOD_STATIC,
      addresses: [`${VLAN_LAN.net}.8/24`],
      gateway: VLAN_LAN.gateway,
      dns: [VLAN_LAN.dns],
    },
  })
const six = (address: string, gateway: string): NetworkConfig =>
  lan({}, { ipv6: { method: IpMethod.IP_METHOD_STATIC, addresses: [address], gateway } })

export const RIGHT = lan({})

/** Through the proxy of the site. */
export const PROXY_URL = `http://${SITE.proxy}`
export const BY_PROXY = lan({}, {}, [{ url: PROXY_URL, username: 'till', password: 'hunter2' }])

/** The network as the device had it. */
export const AWAY: NetworkConfig = decode(
  KINDS.NetworkConfig,
  encode(KINDS.NetworkConfig, { asItCame: true, trialMs: TRIAL_MS }),
)

const tried = (kind: ConfigKind, config: NetworkConfig, world: World = 'cable'): Tried => ({ kind, config, world })

export const WRONG = {
  'an address of another network': tried('addresses', lan({ addresses: ['10.10.0.8/24'], gateway: '10.10.0.1' })),
  'a gateway that is not there': tried('addresses', lan({ gateway: '10.9.0.250' })),
  'no gateway': tried('addresses', lan({ gateway: '' })),
  'a name server that is not there': tried('DNS', lan({ dns: ['10.9.0.250'] })),
  'DHCP where there is none': tried(
    'addresses',
    lan({ method: IpMethod.IP_METHOD_AUTO, addresses: [], gateway: '', dns: [] }),
  ),
  'an interface that is not there': tried('Ethernet', lan({}, { interface: 'eth7' })),
  'a route that swallows the network of the broker': tried(
    'routes',
    lan({ routes: [{ destination: '10.20.0.0/16', gateway: '10.9.0.250' }] }),
  ),
  'a proxy that is not there': tried('proxies', lan({}, {}, [{ url: 'http://10.9.0.1:9' }])),
  'a wrong password of the proxy': tried(
    'proxies',
    lan({}, {}, [{ url: PROXY_URL, username: 'till', password: 'hunter3' }]),
  ),
  'an APN that nobody knows': tried('cellular', modem('internet.exmaple'), 'modem'),
  'a Wi-Fi of another name': tried('Wi-Fi', air('shpo', RADIO.passphrase), 'radio'),
  'a wrong passphrase of the Wi-Fi': tried('Wi-Fi', air(RADIO.ssid, 'open sesaem'), 'radio'),
  'a VLAN of another id': tried('VLAN', vlan(VLAN_ID + 2), 'vlan'),
  'an MTU that the path does not take': tried('MTU', lan({}, { mtu: 1500 }), 'narrow'),
  'an MTU that the path takes of small messages': tried('MTU', lan({}, { mtu: 1500 }), 'tight'),
  'an address of another network of IPv6': tried('IPv6', six('fd00:10::8/64', 'fd00:10::1'), 'six'),
  'no gateway of IPv6': tried('IPv6', six('fd00:9::8/64', ''), 'six'),
  'no IPv6 where the broker has nothing else': tried('IPv6', lan({}), 'six'),
} as const satisfies Record<string, Tried>

/** Of the same kinds, so that what can never come up is noticed. */
export const RIGHTS = {
  'nothing wrong': tried('Ethernet', RIGHT),
  'the right APN': tried('cellular', modem(APN), 'modem'),
  'an MTU that the path takes': tried('MTU', lan({}, { mtu: NARROW_MTU }), 'narrow'),
  'an MTU that is just what the path takes': tried('MTU', lan({}, { mtu: TIGHT_MTU }), 'tight'),
  'IPv6 as it is there': tried('IPv6', six('fd00:9::8/64', SITE.six.gateway), 'six'),
  'the right Wi-Fi': tried('Wi-Fi', air(RADIO.ssid, RADIO.passphrase), 'radio'),
  'the right VLAN': tried('VLAN', vlan(VLAN_ID), 'vlan'),
} as const satisfies Record<string, Tried>

export type Mistake = keyof typeof WRONG
export const MISTAKES = Object.keys(WRONG) as Mistake[]
export type Right = keyof typeof RIGHTS
export const RIGHT_ONES = Object.keys(RIGHTS) as Right[]
