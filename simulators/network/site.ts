/**
 * Where a simulated device stands: its interfaces, and what its cable leads to.
 *
 * Invariant: pure; says of a profile whether it comes up there and whether the broker is reached over it.
 */
import { BlockList } from 'node:net'
import type { ProxyAddress } from '../../agent/reach/proxy.ts'

/** What the profiles that the device came with, and ours, come down to. */
export interface Profile {
  uuid: string
  device: string
  isAutomatic: boolean
  priority: number
  isDhcp: boolean
  address: string
  gateway: string
  dns: string
  metric: number
  /** Each with its prefix; by no gateway: "". */
  routes: readonly { to: string; via: string }[]
}

export interface Site {
  /** Interfaces with a carrier; of others there are none. */
  devices: readonly string[]
  /** The first three numbers of the network that the cable leads to: "10.9.0". */
  net: string
  gateway: string
  dns: string
  hasDhcp: boolean
  /** Its address, behind the gateway. */
  broker: string
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
  broker: '10.20.0.1',
  proxy: '10.9.0.1:3128',
  login: { username: 'till', password: 'hunter2' },
}

/** It gets an address: what is static always does. */
export function comesUp(site: Site, profile: Profile): boolean {
  return site.devices.includes(profile.device) && (!profile.isDhcp || site.hasDhcp)
}

/** The broker, by its name and behind the gateway; @param by the proxy that it is to be reached through */
export function reachesBroker(site: Site, profile: Profile | undefined, by: ProxyAddress | null = null): boolean {
  if (by !== null && !letsThrough(site, by)) return false
  if (profile === undefined || !comesUp(site, profile) || isSwallowed(site, profile)) return false
  if (profile.isDhcp) return true
  return profile.address.startsWith(`${site.net}.`) && profile.gateway === site.gateway && profile.dns === site.dns
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

/** A keyfile read as far as a site asks. */
export function profileOf(text: string): Profile {
  const value = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  return {
    uuid: value('uuid'),
    device: value('interface-name'),
    isAutomatic: value('autoconnect') !== 'false',
    priority: Number(value('autoconnect-priority')),
    isDhcp: /\[ipv4\]\s+method=auto/.test(text),
    address: value('address1').split('/')[0]!,
    gateway: value('gateway'),
    dns: value('dns').replace(/;$/, ''),
    metric: Number(value('route-metric')),
    routes: [...text.matchAll(/^route\d+=([^,\n]+),?([^,\n]*)/gm)].map(([, to, via]) => ({ to: to!, via: via! })),
  }
}
