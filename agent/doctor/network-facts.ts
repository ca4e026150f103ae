/**
 * What the kernel says of links, addresses and routes.
 *
 * Invariant: read from /sys, /proc and the system's own call, so that it works where neither `ip` nor NetworkManager
 * is; nothing is changed.
 */
import { readdir, readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { type DefaultRoute, defaultRoutes4, defaultRoutes6 } from '../network/link-reading.ts'

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
  /** Links that a default route leads over, with its gateway; empty where there is none. The preferred ones first. */
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
    defaults: [...ways(defaultRoutes4(v4), 'IPv4'), ...ways(defaultRoutes6(v6), 'IPv6')],
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

/** The one that the kernel takes first, of each family. */
function ways(routes: readonly DefaultRoute[], family: 'IPv4' | 'IPv6'): NetworkFacts['defaults'] {
  return routes.toSorted((a, b) => a.metric - b.metric).map(({ name, gateway }) => ({ link: name, gateway, family }))
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return '' // a link that is down has no carrier to read; a kernel without IPv6 has no table
  }
}
