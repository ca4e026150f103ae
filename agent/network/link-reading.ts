/**
 * Interfaces, addresses and default routes, from the kernel's own tables as text.
 *
 * Invariant: pure; loopback, and what engines make for containers, is no link of the device's.
 */
import type { LinkFact, LinkKind } from '../../machines/link-port.ts'

/** What /sys/class/net says of an interface. */
export interface InterfaceText {
  name: string
  /** ARPHRD_…: 772 is loopback. */
  type: string
  /** "DEVTYPE=wlan" and others, a line each. */
  uevent: string
  /** "1": there is one; it cannot be read of what is switched off. */
  carrier: string
  /** Of a bridge's, a bond's or a team's. */
  hasMaster: boolean
}

export interface DefaultRoute {
  name: string
  metric: number
  /** Empty: none is needed. */
  gateway: string
}

const LOOPBACK = '772'
/** As engines and what is built on them name them. */
const OF_ENGINES = /^(veth|docker|br-[0-9a-f]{12}$|cni|flannel|cali|podman|virbr|lxc|vnet|tunl|dummy)/

/** Null: it is none of the device's. */
export function kindOfInterface({ name, type, uevent, hasMaster }: InterfaceText): LinkKind | null {
  if (type.trim() === LOOPBACK || OF_ENGINES.test(name)) return null
  // Traffic leaves by its master, which is listed itself.
  if (hasMaster) return null
  const made = /^DEVTYPE=(.*)$/m.exec(uevent)?.[1] ?? ''
  if (made === 'wlan' || name.startsWith('wl')) return 'wifi'
  if (made === 'wwan' || /^(wwan|ppp|rmnet)/.test(name)) return 'cellular'
  return type.trim() === '1' ? 'ethernet' : 'other'
}

const UP = 0x1
const REJECT = 0x200

/** Of /proc/net/route, whose addresses are hex in the machine's order of bytes, little-endian wherever we run. */
export function defaultRoutes4(text: string): DefaultRoute[] {
  return rowsOf(text).flatMap((row) => {
    const [name = '', destination, gateway = '', flags = '0', , , metric = '0', mask] = row
    const bits = Number.parseInt(flags, 16)
    if (destination !== '00000000' || mask !== '00000000' || (bits & UP) === 0 || (bits & REJECT) !== 0) return []
    const bytes = (gateway.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).reverse()
    const address = bytes.every((byte) => byte === 0) ? '' : bytes.join('.')
    return [{ name, metric: Number(metric), gateway: address }]
  })
}

/** Of /proc/net/ipv6_route. */
export function defaultRoutes6(text: string): DefaultRoute[] {
  return rowsOf(text).flatMap((row) => {
    const [destination, prefix, , , next = '', metric = '0', , , flags = '0', name = ''] = row
    const bits = Number.parseInt(flags, 16)
    if (destination !== '0'.repeat(32) || prefix !== '00' || (bits & UP) === 0 || (bits & REJECT) !== 0) return []
    const gateway = /^0*$/.test(next) ? '' : compressed(next)
    return [{ name, metric: Number.parseInt(metric, 16), gateway }]
  })
}

/** 32 hex digits as they are usually written. */
function compressed(hex: string): string {
  const groups = (hex.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, ''))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => row.length >= 8)
}

export interface Addressed {
  address: string
  cidr: string | null
  internal: boolean
  family: string
}

/** All links by name. `addresses` as `os.networkInterfaces()` has them. */
export function linksIn(
  interfaces: readonly InterfaceText[],
  addresses: Readonly<Record<string, readonly Addressed[] | undefined>>,
  routes: readonly DefaultRoute[],
): LinkFact[] {
  const links = interfaces.flatMap((text): LinkFact[] => {
    const kind = kindOfInterface(text)
    if (kind === null) return []
    const { name } = text
    const mine = routes.filter((route) => route.name === name).toSorted((a, b) => a.metric - b.metric)
    const reaching = (addresses[name] ?? []).filter(({ address, internal }) => !internal && !isLinkLocal(address))
    return [
      {
        name,
        kind,
        isUp: text.carrier.trim() === '1',
        addresses: reaching.map(({ cidr, address }) => cidr ?? address).toSorted(),
        defaultMetrics: mine.map(({ metric }) => metric),
        gateway: mine[0]?.gateway ?? '',
      },
    ]
  })
  return links.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address) || address.startsWith('169.254.')
}

/** Of /proc/net/wireless: dBm, as drivers tell it; null where the interface is not listed, or tells a quality instead. */
export function signalIn(text: string, name: string): number | null {
  const line = text.split('\n').find((each) => each.trim().startsWith(`${name}:`))
  const level = Number.parseFloat(line?.trim().split(/\s+/)[3] ?? '')
  return Number.isFinite(level) && level < 0 ? Math.round(level) : null
}
