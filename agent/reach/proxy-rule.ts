/**
 * Which proxy leads to a broker.
 *
 * Invariant: what the owner's target says goes before the device's own configuration, and that before the variables; of
 * these the small one goes before the large, the one of the protocol before ALL_PROXY; what NO_PROXY names is reached
 * without those of variables, and the device itself without any but its own configuration's.
 */
import { BlockList, isIP } from 'node:net'
import { type ProxyAddress, parseProxy } from './proxy.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What may name a proxy, beside the configuration of one broker. */
export interface ProxySources {
  /** Of the process; those of proxies count. */
  env?: Env | undefined
  /** Asked at each attempt: that of the target's network configuration in force; null: it names none. */
  targetProxy?: (() => ProxyAddress | null) | undefined
}

/** The variables of each protocol, after which ALL_PROXY counts. */
const OF_PROTOCOL: Record<string, readonly string[]> = {
  'mqtts:': ['HTTPS_PROXY'],
  'wss:': ['HTTPS_PROXY'],
  'ws:': ['HTTP_PROXY'],
  'mqtt:': [],
}

/**
 * @param address of the broker; @param port that it stands for
 * @param configured what the configuration says of it; "none": no proxy; undefined: nothing
 * @throws HF_CONFIG_INVALID when the variable is not a proxy's address
 */
export function proxyFor(
  address: URL,
  port: number,
  configured: ProxyAddress | 'none' | undefined,
  { env = {}, targetProxy }: ProxySources,
): ProxyAddress | null {
  const host = address.hostname.replace(/^\[|\]$/g, '')
  const owners = isOurselves(host) ? null : (targetProxy?.() ?? null)
  if (owners !== null) return owners
  if (configured === 'none') return null
  if (configured !== undefined) return configured
  const found = [...(OF_PROTOCOL[address.protocol] ?? []), 'ALL_PROXY']
    .flatMap((name) => [name.toLowerCase(), name])
    .find((name) => (env[name] ?? '') !== '')
  if (found === undefined) return null
  if (isOurselves(host) || isExcepted(host, port, given(env, 'NO_PROXY') ?? '')) return null
  return parseProxy(env[found]!.trim(), `$${found}`, 'allowed')
}

/** The small one first; an empty one is one: it lifts the other. */
function given(env: Env, name: string): string | undefined {
  return env[name.toLowerCase()] ?? env[name]
}

/**
 * Whether a list such as "example.com, .corp, 10.0.0.0/8, host:8883, *" names this host. A name stands for itself and
 * for what is under it, with a dot before it or without.
 */
export function isExcepted(host: string, port: number, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(host.toLowerCase().replace(/\.$/, ''), port, entry.toLowerCase()))
}

function matches(host: string, port: number, entry: string): boolean {
  if (entry === '*') return true
  const [network, bits] = entry.split('/')
  if (bits !== undefined) return isIn(host, network ?? '', Number(bits))
  const withPort = isIP(entry) === 6 ? null : /^(.*):(\d+)$/.exec(entry)
  if (withPort !== null && Number(withPort[2]) !== port) return false
  const name = (withPort?.[1] ?? entry).replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
  if (isIP(host) !== 0) return isIP(name) === isIP(host) && isIn(host, name, isIP(host) === 4 ? 32 : 128)
  return name !== '' && (host === name || host.endsWith(`.${name}`))
}

function isIn(host: string, network: string, bits: number): boolean {
  const family = isIP(network)
  if (family === 0 || isIP(host) !== family || !(bits >= 0 && bits <= (family === 4 ? 32 : 128))) return false
  const block = new BlockList()
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  block.addSubnet(network, bits, kind)
  return block.check(host, kind)
}

function isOurselves(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || host.startsWith('127.')
}
