/**
 * What a configuration of each kind needs of the place where it is tried, and of what the device came with.
 *
 * Invariant: from each of them the device reaches its broker by what it came with.
 */
import { SITE, type Site } from './site.ts'

/** A cable alone; a path that takes small packets only; one that loses the largest; a broker that has an address of IPv6 alone; and so on. */
const WORLDS = ['cable', 'narrow', 'tight', 'six', 'vlan', 'radio', 'modem'] as const
export type World = (typeof WORLDS)[number]

/** The least that IPv4 asks of a path, and that a configuration may say. */
export const NARROW_MTU = 576
/** Of a path that reports get through whatever their packets: a tunnel that nobody counted with. */
export const TIGHT_MTU = 1400
export const RADIO = { device: 'wlan0', ssid: 'shop', passphrase: 'open sesame' }
export const APN = 'internet.example'
export const MODEM = { device: 'cdc-wdm0', apn: APN }
export const VLAN_ID = 7
/** What the VLAN leads to. */
export const VLAN_LAN = { net: '10.7.0', gateway: '10.7.0.1', dns: '10.7.0.1', hasDhcp: false }

export const SITES: Readonly<Record<World, Site>> = {
  cable: SITE,
  narrow: { ...SITE, pathMtu: NARROW_MTU },
  tight: { ...SITE, pathMtu: TIGHT_MTU },
  six: { ...SITE, family: 6 },
  vlan: { ...SITE, vlans: { [VLAN_ID]: VLAN_LAN } },
  radio: { ...SITE, radio: RADIO },
  modem: { ...SITE, modem: MODEM },
}

/** What the path takes, where that is less than usual. */
export const MTUS: Readonly<Partial<Record<World, number>>> = { narrow: NARROW_MTU, tight: TIGHT_MTU }

/** The profile that the device comes with there: a keyfile, made of that for a cable alone. */
export function baseIn(world: World, base: string): string {
  const mtu = MTUS[world]
  if (mtu !== undefined) return base.replace('[ipv4]', `[ethernet]\nmtu=${mtu}\n\n[ipv4]`)
  if (world !== 'six') return base
  const { net, gateway } = SITE.six
  return base.replace('method=disabled', `method=manual\naddress1=${net}7/64\ngateway=${gateway}`)
}
