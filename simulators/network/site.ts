/**
 * Where a simulated device stands: its interfaces, and what its cable, its radio and its modem lead to.
 *
 * Invariant: pure; says of profiles whether they come up there, and what reaches the broker over them.
 */
import { BlockList } from 'node:net'
import type { ProxyAddress } from '../../agent/reach/proxy.ts'
import type { Profile } from './profile.ts'

/** What a cable, or a VLAN on it, leads to. */
export interface Lan {
  /** The first three numbers of its addresses: "10.9.0". */
  net: string
  gateway: string
  dns: string
  hasDhcp: boolean
}

export interface Site extends Lan {
  /** Ethernet interfaces with a carrier; of others there are none. */
  devices: readonly string[]
  /** What the cable carries beside, by the ids of VLANs. */
  vlans: Readonly<Record<number, Lan>>
  /** With DHCP, as networks in the air have it. */
  radio: { device: string; ssid: string; passphrase: string } | null
  modem: { device: string; apn: string } | null
  /** IPv6 on the cable. */
  six: { net: string; gateway: string }
  /** The kind of address that the broker's name has. */
  family: 4 | 6
  /** Its address, behind the gateway. */
  broker: string
  /** What is larger than this is lost on the way, and nobody says so. */
  pathMtu: number
  /** Where a proxy listens, "host:port", and whom it lets through. */
  proxy: string
  login: { username: string; password: string }
}

export const SITE: Site = {
  devices: ['eth0'],
  net: '10.9.0',
  gateway: '10.9.0.1',
  dns: '10.9.0.1',
  hasDhcp: false,
  vlans: {},
  radio: null,
  modem: null,
  six: { net: 'fd00:9::', gateway: 'fd00:9::1' },
  family: 4,
  broker: '10.20.0.1',
  pathMtu: 1500,
  proxy: '10.9.0.1:3128',
  login: { username: 'till', password: 'hunter2' },
}

/** Of IPv4 and TCP. */
const HEADERS = 40
/** What an interface has whose profile says nothing. */
const USUAL_MTU = 1500
const DIALLED_MS = 2_000
const SCANNED_MS = 15_000
/** What NetworkManager waits for a handshake. */
const HANDSHAKE_MS = 25_000

/** Why a profile does not come up, and after how long that is known; null: not before whoever waits gives up. */
export interface Refusal {
  why: string
  afterMs: number | null
}

/** Its device is there, for whoever wants to bring it up. */
export function hasDevice({ devices, radio, modem }: Site, { type, device, vlan }: Profile): boolean {
  if (type === 'wifi') return radio?.device === device
  if (type === 'gsm') return modem?.device === device
  return devices.includes(type === 'vlan' ? vlan.parent : device)
}

/** Of a profile whose device is there; null: it gets an address, which what is static always does. */
export function refusalOf(site: Site, profile: Profile): Refusal | null {
  const { type, apn, ssid, passphrase, isDhcp } = profile
  if (type === 'gsm' && apn !== site.modem?.apn)
    return { why: 'The modem could not connect: its APN is not known', afterMs: DIALLED_MS }
  if (type === 'wifi' && ssid !== site.radio?.ssid)
    return { why: 'The Wi-Fi network could not be found', afterMs: SCANNED_MS }
  if (type === 'wifi' && passphrase !== site.radio?.passphrase)
    return { why: 'Secrets were required, but not provided', afterMs: HANDSHAKE_MS }
  const isAlone = isDhcp && lanOf(site, profile)?.hasDhcp === false
  const isNowhere = isDhcp && type === 'vlan' && lanOf(site, profile) === null
  if (!isAlone && !isNowhere) return null
  return { why: 'IP configuration could not be reserved (no available address, timeout, etc.)', afterMs: null }
}

/** What a cable's profile is on; null: nothing answers there, or it is no cable. */
function lanOf(site: Site, { type, vlan }: Profile): Lan | null {
  if (type === 'ethernet') return site
  return type === 'vlan' ? (site.vlans[vlan.id] ?? null) : null
}

export function comesUp(site: Site, profile: Profile): boolean {
  return hasDevice(site, profile) && refusalOf(site, profile) === null
}

/** Routes leave by it. */
export function hasDefaultRoute({ type, isDhcp, gateway }: Profile): boolean {
  return isDhcp || type === 'gsm' || gateway !== ''
}

/** The broker, by its name and behind the gateway; @param by the proxy that it is to be reached through */
export function reachesBroker(site: Site, up: readonly Profile[], by: ProxyAddress | null = null): boolean {
  if (by !== null && !letsThrough(site, by)) return false
  const ways = up.filter((profile) => comesUp(site, profile))
  if (site.family === 6) return ways.some((profile) => leadsBySix(site, profile))
  const way = wayOut(ways)
  return way !== undefined && !ways.some((profile) => isSwallowed(site, profile)) && leads(site, way)
}

/** The largest message that arrives there, where any does. */
export function largestMessage({ pathMtu }: Site, up: readonly Profile[]): number {
  const mtu = wayOut(up)?.mtu || USUAL_MTU
  return mtu > pathMtu ? pathMtu - HEADERS : Number.POSITIVE_INFINITY
}

function wayOut(up: readonly Profile[]): Profile | undefined {
  return up.filter(hasDefaultRoute).toSorted((a, b) => a.metric - b.metric)[0]
}

function leads(site: Site, profile: Profile): boolean {
  if (profile.type === 'gsm' || profile.isDhcp) return true
  const lan = lanOf(site, profile)
  return lan !== null && isOn(lan, profile) && profile.gateway === lan.gateway
}

function leadsBySix(site: Site, profile: Profile): boolean {
  const { address, gateway } = profile.six
  return isOn(site, profile) && address.startsWith(site.six.net) && gateway === site.six.gateway
}

/** Whoever knows names is on the cable itself. */
function isOn(lan: Lan, { address, dns }: Profile): boolean {
  return address.startsWith(`${lan.net}.`) && dns === lan.dns
}

function letsThrough({ proxy, login }: Site, { host, port, username, password }: ProxyAddress): boolean {
  return `${host}:${port}` === proxy && username === login.username && password === login.password
}

/** A route to the broker's network leads somewhere else than the gateway. */
function isSwallowed(site: Site, { routes }: Profile): boolean {
  return routes.some(({ to, via }) => {
    const [network, prefix] = to.split('/')
    const block = new BlockList()
    block.addSubnet(network!, Number(prefix))
    return via !== site.gateway && block.check(site.broker)
  })
}
