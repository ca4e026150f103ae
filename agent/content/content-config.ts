/**
 * How images are fetched, as the device's configuration says it.
 *
 *     "content": {
 *       "by": "store",
 *       "bytesPerSecond": 250000,
 *       "proxy": "http://proxy.example:3128",
 *       "registries": [
 *         { "host": "registry.example", "username": "press-7", "passwordFile": "registry-password",
 *           "caFile": "authority.pem", "mirrors": ["https://mirror.plant.example:5000"] }
 *       ],
 *       "neighbours": { "listen": "192.168.7.2:48482", "discover": true }
 *     }
 *
 * Invariant: what is returned is checked; nothing of it is a secret, only where one stands.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { ConfigReader } from '../config-reader.ts'
import { type ProxyAddress, parseProxy } from '../reach/proxy.ts'
import { type NeighbourConfig, neighboursIn } from './neighbours/neighbour-config.ts'

export interface ContentConfig {
  /** By our own store, which resumes, or by the engine's own pulls. */
  by: 'store' | 'pull'
  /** Zero is without limit. */
  bytesPerSecond: number
  /** For all hosts but this machine. */
  proxy: ProxyAddress | null
  registries: RegistryConfig[]
  /** Devices of the network that share what they fetch; null: none. */
  neighbours: NeighbourConfig | null
}

/** A registry or a mirror. */
export interface RegistryConfig {
  /** As it stands in names of images, "docker.io" too: with its port, if that is not 443. */
  host: string
  username: string | undefined
  /** Absolute. */
  passwordFile: string | undefined
  /** Absolute: authorities that are believed besides the usual ones. */
  caFile: string | undefined
  /** Asked first, in this order. */
  mirrors: URL[]
}

export const USUAL_CONTENT: ContentConfig = {
  by: 'pull',
  bytesPerSecond: 0,
  proxy: null,
  registries: [],
  neighbours: null,
}

/** @throws HF_CONFIG_INVALID */
export function contentIn(reader: ConfigReader | undefined, absolute: (file: string) => string): ContentConfig {
  if (reader === undefined) return USUAL_CONTENT
  const config: ContentConfig = {
    by: reader.optionalChoice('by', ['store', 'pull']) ?? USUAL_CONTENT.by,
    bytesPerSecond: reader.optionalNumber('bytesPerSecond') ?? 0,
    proxy: reader.optionalString('proxy', proxyIn) ?? null,
    registries: reader.objects('registries').map((each) => registryIn(each, absolute)),
    neighbours: neighboursIn(reader.optionalObject('neighbours')),
  }
  if (config.neighbours !== null && config.by === 'pull')
    reader.fail('neighbours', 'is of no use without "by": "store": the engine\'s own pull asks nobody else')
  reader.end()
  return config
}

function registryIn(reader: ConfigReader, absolute: (file: string) => string): RegistryConfig {
  const registry: RegistryConfig = {
    host: reader.string('host', hostIn),
    username: reader.optionalString('username'),
    passwordFile: reader.optionalString('passwordFile', absolute),
    caFile: reader.optionalString('caFile', absolute),
    mirrors: reader.optionalStrings('mirrors', (url) => originOf(url, ['http:', 'https:'])) ?? [],
  }
  if (registry.passwordFile !== undefined && registry.username === undefined)
    reader.fail('passwordFile', 'is of no use without "username"')
  if (registry.username !== undefined && registry.passwordFile === undefined)
    reader.fail('username', 'is of no use without "passwordFile"')
  reader.end()
  return registry
}

function proxyIn(text: string): ProxyAddress {
  const { port } = originOf(text, ['http:'])
  return { ...parseProxy(text, 'content.proxy', 'refused'), port: Number(port) || 80 }
}

function hostIn(host: string): string {
  if (!/^(\[[0-9a-f:]+\]|[a-zA-Z0-9.-]+)(:\d{1,5})?$/.test(host))
    throw new HoldfastError('HF_CONFIG_INVALID', 'is not a host as it stands in the name of an image')
  return host
}

function originOf(text: string, protocols: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const isPlain = url !== null && url.pathname === '/' && url.search + url.hash + url.username + url.password === ''
  if (url === null || !isPlain || !protocols.includes(url.protocol))
    throw new HoldfastError(
      'HF_CONFIG_INVALID',
      `is not "${protocols.join('//" or "')}//" with a host and nothing behind`,
    )
  return url
}
