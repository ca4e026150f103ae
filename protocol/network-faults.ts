/**
 * What is wrong with a network configuration.
 *
 * Invariant: pure; a configuration without faults can be written down for a network manager whole. Nothing here looks at
 * the device: whether it works, the trial tells.
 */
import { isIP } from 'node:net'
import { IpMethod } from './enums.ts'
import type { IpConfig, NetworkConfig, NetworkLink, NetworkProxy, Wifi } from './types.ts'

/** One fault: a field path, and what is the matter there. */
export interface NetworkFault {
  place: string
  message: string
}

const KINDS_OF_LINK = ['ethernet', 'wifi', 'cellular', 'vlan'] as const
export type KindOfLink = (typeof KINDS_OF_LINK)[number]

/** A trial shorter than this would give up before a modem has dialled. */
export const SHORTEST_TRIAL_MS = 10_000
const LONGEST_TRIAL_MS = 3_600_000
const MAX_LINKS = 16
const LONGEST_FAILOVER_MS = 86_400_000

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/
/** The kernel takes no longer ones, nor "/" and white space. */
const INTERFACE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/
/** No control character: what is written down is one line. */
const PRINTABLE = /^[^\p{Cc}]+$/u
const DOMAIN = /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})$/

/** The kind that a link has; null when it has none, or several. */
export function kindOf(link: NetworkLink): KindOfLink | null {
  const kinds = KINDS_OF_LINK.filter((kind) => link[kind] !== null)
  return kinds.length === 1 ? kinds[0]! : null
}

/** Every fault, in the order of the configuration. */
export function networkFaults(config: NetworkConfig, place = 'network'): NetworkFault[] {
  const faults: NetworkFault[] = []
  const need = needs(faults, place)
  if (config.asItCame) {
    for (const key of ['links', 'proxies'] as const)
      need(config[key].length === 0, key, 'does not go with what the device came with')
    need(config.failover === null, 'failover', 'does not go with what the device came with')
  } else need(config.links.length > 0, 'links', 'is empty: a device without a link would never come back')
  need(config.links.length <= MAX_LINKS, 'links', `has more than ${MAX_LINKS} links`)
  for (const [index, link] of config.links.entries()) {
    const at = `${place}.links[${index}]`
    faults.push(...linkFaults(link, at))
    const twin = config.links.findIndex(({ name }) => name === link.name)
    if (twin < index) faults.push({ place: `${at}.name`, message: `${JSON.stringify(link.name)} stands there twice` })
    const rival = config.links.findIndex((other) => isSameDevice(other, link))
    if (rival >= 0 && rival < index)
      faults.push({ place: `${at}.interface`, message: `has the same device as ${place}.links[${rival}]` })
  }
  for (const [index, proxy] of config.proxies.entries())
    faults.push(...proxyFaults(proxy, `${place}.proxies[${index}]`))
  const { trialMs, failover } = config
  need(
    trialMs === 0 || (trialMs >= SHORTEST_TRIAL_MS && trialMs <= LONGEST_TRIAL_MS),
    'trialMs',
    'has to be between ten seconds and one hour',
  )
  for (const key of ['afterMs', 'backAfterMs'] as const)
    need((failover?.[key] ?? 0) <= LONGEST_FAILOVER_MS, `failover.${key}`, 'has to be at most a day')
  return faults
}

function needs(faults: NetworkFault[], place: string): (good: boolean, where: string, message: string) => void {
  return (good, where, message) => {
    if (!good) faults.push({ place: `${place}.${where}`, message })
  }
}

/** Two Wi-Fi networks may share a device: whichever is there is taken. */
function isSameDevice(a: NetworkLink, b: NetworkLink): boolean {
  const [kind, other] = [kindOf(a), kindOf(b)]
  return kind === other && kind !== 'wifi' && kind !== null && a.interface === b.interface
}

function linkFaults(link: NetworkLink, place: string): NetworkFault[] {
  const faults: NetworkFault[] = []
  const need = needs(faults, place)
  need(NAME.test(link.name), 'name', `${JSON.stringify(link.name)} is not a name`)
  need(
    link.interface === '' || INTERFACE.test(link.interface),
    'interface',
    `${JSON.stringify(link.interface)} is not the name of an interface`,
  )
  if (kindOf(link) === null) faults.push({ place, message: `is not exactly one of ${KINDS_OF_LINK.join(', ')}` })
  if (link.wifi !== null) faults.push(...wifiFaults(link.wifi, `${place}.wifi`))
  if (link.cellular !== null) {
    const { apn, username, password, passwordSecret, pin, pinSecret } = link.cellular
    need(/^[A-Za-z0-9.-]{1,100}$/.test(apn), 'cellular.apn', `${JSON.stringify(apn)} is not an access point name`)
    need(username === '' || PRINTABLE.test(username), 'cellular.username', 'has a control character')
    need(password === '' || passwordSecret === '', 'cellular.password', 'is given twice, as a secret too')
    need(password === '' || PRINTABLE.test(password), 'cellular.password', 'has a control character')
    need(pin === '' || pinSecret === '', 'cellular.pin', 'is given twice, as a secret too')
    need(pin === '' || /^\d{4,8}$/.test(pin), 'cellular.pin', 'is not four to eight digits')
    need(link.mtu === 0, 'mtu', 'is what the modem says on a cellular link')
  }
  if (link.vlan !== null) {
    need(link.vlan.id >= 1 && link.vlan.id <= 4094, 'vlan.id', `${link.vlan.id} is not from 1 to 4094`)
    need(INTERFACE.test(link.vlan.parent), 'vlan.parent', `${JSON.stringify(link.vlan.parent)} is not an interface`)
    need(link.interface !== '', 'interface', 'is missing: a VLAN needs a name')
  }
  need(link.priority <= 10_000, 'priority', 'has to be at most 10000')
  need(link.mtu === 0 || (link.mtu >= 576 && link.mtu <= 9_216), 'mtu', `${link.mtu} is not from 576 to 9216`)
  faults.push(...ipFaults(link.ipv4, 4, `${place}.ipv4`), ...ipFaults(link.ipv6, 6, `${place}.ipv6`))
  const isOff = (ip: IpConfig | null): boolean => ip?.method === IpMethod.IP_METHOD_OFF
  if (isOff(link.ipv4) && isOff(link.ipv6)) faults.push({ place, message: 'has neither IPv4 nor IPv6' })
  return faults
}

function wifiFaults(wifi: Wifi, place: string): NetworkFault[] {
  const faults: NetworkFault[] = []
  const need = needs(faults, place)
  const bytes = new TextEncoder().encode(wifi.ssid).length
  need(bytes >= 1 && bytes <= 32 && PRINTABLE.test(wifi.ssid), 'ssid', 'has to have 1 to 32 bytes')
  const { passphrase, passphraseSecret, sae } = wifi
  need(passphrase === '' || passphraseSecret === '', 'passphrase', 'is given twice, as a secret too')
  need(
    passphrase === '' || /^[\x20-\x7e]{8,63}$/.test(passphrase) || /^[0-9a-fA-F]{64}$/.test(passphrase),
    'passphrase',
    'has to have 8 to 63 printable ASCII characters, or 64 hex digits',
  )
  need(!sae || passphrase !== '' || passphraseSecret !== '', 'passphrase', 'is missing: WPA3 needs one')
  return faults
}

function ipFaults(ip: IpConfig | null, family: 4 | 6, place: string): NetworkFault[] {
  if (ip === null) return []
  const faults: NetworkFault[] = []
  const need = needs(faults, place)
  const isStatic = ip.method === IpMethod.IP_METHOD_STATIC
  need(Object.values(IpMethod).includes(ip.method), 'method', `${ip.method} is not known`)
  need(isStatic === ip.addresses.length > 0, 'addresses', isStatic ? 'is empty' : 'is only for static addresses')
  need(isStatic || ip.gateway === '', 'gateway', 'is only for static addresses')
  need(ip.gateway === '' || isIP(ip.gateway) === family, 'gateway', notAddress(ip.gateway, family))
  for (const [index, address] of ip.addresses.entries())
    need(isPrefixed(address, family, 1), `addresses[${index}]`, notPrefixed(address, family))
  for (const [index, server] of ip.dns.entries())
    need(isIP(server) === family, `dns[${index}]`, notAddress(server, family))
  for (const [index, domain] of ip.dnsSearch.entries())
    need(DOMAIN.test(domain), `dnsSearch[${index}]`, `${JSON.stringify(domain)} is not a domain`)
  for (const [index, route] of ip.routes.entries()) {
    need(
      isPrefixed(route.destination, family, 0),
      `routes[${index}].destination`,
      notPrefixed(route.destination, family),
    )
    need(
      route.gateway === '' || isIP(route.gateway) === family,
      `routes[${index}].gateway`,
      notAddress(route.gateway, family),
    )
  }
  const isOff = ip.method === IpMethod.IP_METHOD_OFF
  need(
    !isOff || ip.dns.length + ip.routes.length + ip.dnsSearch.length === 0,
    'method',
    'is off, so nothing else counts',
  )
  return faults
}

function proxyFaults(proxy: NetworkProxy, place: string): NetworkFault[] {
  const faults: NetworkFault[] = []
  const need = needs(faults, place)
  // A login may stand before the "@", and is not for logs.
  const said = proxy.url.includes('@') ? 'holds a user or a password, or' : JSON.stringify(proxy.url)
  need(isProxyUrl(proxy.url), 'url', `${said} is not http://HOST:PORT, socks5://HOST:PORT or socks5h://HOST:PORT`)
  need(proxy.password === '' || proxy.passwordSecret === '', 'password', 'is given twice, as a secret too')
  const hasPassword = proxy.password !== '' || proxy.passwordSecret !== ''
  need(!hasPassword || proxy.username !== '', 'username', 'is missing')
  return faults
}

/** Only what whoever goes by it reads alike: a URL may hold more between scheme and port than a host. */
function isProxyUrl(text: string): boolean {
  const port = /^(?:http|socks5h?):\/\/(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})\/?$/.exec(text)?.[1]
  return port !== undefined && Number(port) > 0 && URL.canParse(text)
}

/** An address with its prefix. */
function isPrefixed(text: string, family: 4 | 6, least: number): boolean {
  const match = /^([^/%]+)\/(\d{1,3})$/.exec(text)
  const prefix = Number(match?.[2])
  return isIP(match?.[1] ?? '') === family && prefix >= least && prefix <= (family === 4 ? 32 : 128)
}

function notAddress(text: string, family: 4 | 6): string {
  return `${JSON.stringify(text)} is not an IPv${family} address`
}

function notPrefixed(text: string, family: 4 | 6): string {
  return `${JSON.stringify(text)} is not an IPv${family} address with its prefix, as ${family === 4 ? '192.0.2.7/24' : '2001:db8::7/64'} is`
}
