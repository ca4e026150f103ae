/**
 * What is to be thought of links, addresses, routes and the clock.
 *
 * Invariant: pure.
 */
import { type Finding, ok, skipped, warn, wrong } from './finding.ts'
import type { NetworkFacts } from './network-facts.ts'

/** Bridges and ends of pairs that the engine makes lead nowhere by themselves. */
const OF_ENGINES = /^(docker|br-|veth|virbr|cni|flannel)/

export function judgeNetwork({ links, addresses, defaults }: NetworkFacts): Finding[] {
  const own = links.filter(({ name }) => !OF_ENGINES.test(name))
  if (links.length === 0 && addresses.length === 0)
    return [skipped('link', 'the kernel tells of no links'), skipped('address', 'the kernel tells of no links')]
  return [judgeLinks(own), judgeAddresses(addresses), judgeRoutes(defaults, own)]
}

function judgeLinks(links: NetworkFacts['links']): Finding {
  const isUp = ({ state, carrier }: NetworkFacts['links'][number]): boolean =>
    carrier === true || (carrier === null && (state === 'up' || state === 'unknown'))
  const up = links.filter(isUp).map(({ name }) => name)
  if (up.length > 0) return ok('link', `${up.join(', ')} ${up.length === 1 ? 'is' : 'are'} up`)
  if (links.length === 0)
    return wrong('link', 'there is no network link', 'Look whether the driver of the adapter is loaded: ip link, dmesg')
  const all = links.map(({ name, state }) => `${name} (${state})`).join(', ')
  return wrong(
    'link',
    `no link is up: ${all}`,
    'Plug the cable in, or look after the radio, the SIM and its APN: nmcli device',
  )
}

function judgeAddresses(addresses: NetworkFacts['addresses']): Finding {
  const own = addresses.filter(({ link, linkLocal }) => !linkLocal && !OF_ENGINES.test(link))
  if (own.length > 0) return ok('address', own.map(({ address, link }) => `${address} on ${link}`).join(', '))
  if (addresses.some(({ linkLocal, link }) => linkLocal && !OF_ENGINES.test(link)))
    return wrong(
      'address',
      'there are only link-local addresses',
      'Neither DHCP nor a router of IPv6 has given another one: look after the router, or give a static address',
    )
  return wrong(
    'address',
    'no link has an address',
    'Look whether DHCP is asked, or give a static address: nmcli connection',
  )
}

function judgeRoutes(defaults: NetworkFacts['defaults'], links: NetworkFacts['links']): Finding {
  const [first] = defaults
  if (first === undefined)
    return warn(
      'route',
      'there is no default route',
      'Only neighbours can be reached. If the broker is none, look after the gateway: ip route',
    )
  const down = links.find(({ name, carrier }) => name === first.link && carrier === false)
  if (down !== undefined)
    return wrong(
      'route',
      `the default route leads over ${down.name}, which is down`,
      'Take the link up, or the route away: ip route',
    )
  const ways = defaults.map(({ link, gateway }) => (gateway === '' ? `over ${link}` : `by ${gateway} over ${link}`))
  return ok('route', ways.join(', '))
}

export interface ClockFacts {
  wallMs: number
  /** When this program was made; zero: it does not know. */
  builtMs: number
  /** Somebody keeps it: null when nobody tells. */
  isSynchronized: boolean | null
  /** What others said of the time, with the moment at which they did. */
  told: { by: string; wallMs: number; atMs: number }[]
}

/** Certificates are of days; logs and tokens of minutes. */
const MUCH_MS = 5 * 60_000

export function judgeClock({ wallMs, builtMs, isSynchronized, told }: ClockFacts): Finding {
  const now = iso(wallMs)
  if (wallMs < builtMs)
    return wrong(
      'clock',
      `it is ${now} here, before this program was made (${iso(builtMs)})`,
      'Set the clock: timedatectl set-ntp true, or date -s',
    )
  const far = told.find((one) => Math.abs(one.wallMs - one.atMs) > MUCH_MS)
  if (far !== undefined)
    return wrong(
      'clock',
      `it is ${now} here, and ${Math.round(Math.abs(far.wallMs - far.atMs) / 60_000)} minutes ${far.wallMs > far.atMs ? 'later' : 'earlier'} by ${far.by}`,
      'Set the clock: timedatectl set-ntp true, or date -s',
    )
  if (isSynchronized === false)
    return warn(
      'clock',
      `it is ${now}, and nobody keeps it`,
      'Let it be kept: timedatectl set-ntp true; see that UDP port 123 is open',
    )
  return ok('clock', isSynchronized === true ? `it is ${now}, and kept` : `it is ${now}`)
}

export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}
