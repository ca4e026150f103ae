/**
 * What the kernel says of links, addresses and routes.
 *
 * Invariant: read from /sys, /proc and the system's own call, so that it works where neither `ip` nor NetworkManager
 * is; nothing is changed.
 */
import { readdir, readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'

export interface LinkFact {
  name: string
  /** As the kernel says: "up", "down", "dormant", "unknown". */
  state: string
  /** A cable, or a radio, with somebody at the other end; null: it does not tell. */
  carrier: boolean | null
  /** A device of its own, not a bridge or a virtual one. */
  isPhysical: boolean
}

export interface NetworkFacts {
  links: LinkFact[]
  addresses: { link: string; address: string; family: 'IPv4' | 'IPv6'; linkLocal: boolean }[]
  /** Links that a default route leads over, with its gateway; empty where there is none. */
  defaults: { link: string; gateway: string; family: 'IPv4' | 'IPv6' }[]
}

export async function networkFacts(root = ''): Promise<NetworkFacts> {
  const names = await readdir(`${root}/sys/class/net`).catch(() => []) // not Linux, or hidden: then none is known
  const [links, v4, v6] = await Promise.all([
    Promise.all(names.filter((name) => name !== 'lo').map((name) => linkFact(root, name))),
    readText(`${root}/proc/net/route`),
    readText(`${root}/proc/net/ipv6_route`),
  ])
  return {
    links: links.filter((link) => link !== null),
    addresses: addresses(),
    defaults: [...defaults4(v4), ...defaults6(v6)],
  }
}

async function linkFact(root: string, name: string): Promise<LinkFact | null> {
  const folder = `${root}/sys/class/net/${name}`
  const [state, carrier, device] = await Promise.all([
    readText(`${folder}/operstate`),
    readText(`${folder}/carrier`),
    readdir(`${folder}/device`).catch(() => null), // it has none: it is virtual
  ])
  // Files such as bonding_masters are no links.
  if (state === '') return null
  return {
    name,
    state: state.trim(),
    carrier: carrier === '' ? null : carrier.trim() === '1',
    isPhysical: device !== null,
  }
}

function addresses(): NetworkFacts['addresses'] {
  return Object.entries(networkInterfaces()).flatMap(([link, all]) =>
    (all ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, family }) => ({
        link,
        address,
        family,
        linkLocal: address.startsWith('169.254.') || address.toLowerCase().startsWith('fe80:'),
      })),
  )
}

/** The text of /proc/net/route: addresses are hexadecimal, little-endian. */
export function defaults4(text: string): NetworkFacts['defaults'] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [link, destination, gateway = '', flags = '0', , , , mask] = line.trim().split(/\s+/)
      const isUp = (Number.parseInt(flags, 16) & 1) === 1
      if (link === undefined || destination !== '00000000' || mask !== '00000000' || !isUp) return []
      const bytes = gateway.match(/../g) ?? []
      const dotted = bytes
        .reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')
      return [{ link, gateway: dotted === '0.0.0.0' ? '' : dotted, family: 'IPv4' as const }]
    })
}

/** The text of /proc/net/ipv6_route. A route to nowhere ("lo") is none. */
export function defaults6(text: string): NetworkFacts['defaults'] {
  return text.split('\n').flatMap((line) => {
    const [destination, length, , , gateway = '', , , , , link] = line.trim().split(/\s+/)
    if (link === undefined || link === 'lo' || !/^0{32}$/.test(destination ?? '') || length !== '00') return []
    const words = gateway.match(/..../g)?.join(':') ?? ''
    return [{ link, gateway: /^[0:]*$/.test(words) ? '' : words, family: 'IPv6' as const }]
  })
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return '' // a link that is down has no carrier to read; a kernel without IPv6 has no table
  }
}
