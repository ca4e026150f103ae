/**
 * What a configuration of each kind needs of the place where it is tried, and of what the device came with.
 *
 * Invariant: from each of them the device reaches its broker by what it came with.
 */
import { SITE, type Site } from './site.ts'

/** A cable alone; a path that takes small packets only; a broker that has an address of IPv6 alone; and so on. */
export const WORLDS = ['cable', 'narrow', 'six', 'vlan', 'radio', 'modem'] as const
export type World = (typeof WORLDS)[number]

/** The least that IPv4 asks of a path, and that a configuration may say. */
export const NARROW_MTU = 576
export const RADIO = { device: 'wlan0', ssid: 'shop', passphrase: 'open sesame' }
export const APN = 'internet.example'
export const MODEM = { device: 'cdc-wdm0', apn: APN }
export const VLAN_ID = 7
/** What the VLAN leads to. */
export const VLAN_LAN = { net: '10.7.0', gateway: '10.7.0.1', dns: '10.7.0.1', hasDhcp: false }

export const SITES: Readonly<Record<World, Site>> = {
  cable: SITE,
  narrow: { ...SITE, pathMtu: NARROW_MTU },
  six: { ...SITE, family: 6 },
  vlan: { ...SITE, vlans: { [VLAN_ID]: VLAN_LAN } },
  radio: { ...SITE, radio: RADIO },
  modem: { ...SITE, modem: MODEM },
}

/** The profile that the device comes with there: a keyfile, made of that for a cable alone. */
export function baseIn(world: World, base: string): string {
  if (world === 'narrow') return base.replace('[ipv4]', `[ethernet]\nmtu=${NARROW_MTU}\n\n[ipv4]`)
  if (world !== 'six') return base
  const { net, gateway } = SITE.six
  return base.replace('method=disabled', `method=manual\naddress1=${net}7/64\ngateway=${gateway}`)
}
