/**
 * The part of the configuration that says how brokers are reached.
 *
 * Invariant: no password stands in it, only the names of files that hold one.
 */
import { isSecure, parseBrokerUrl } from './broker-url.ts'
import type { ConfigReader } from './config-reader.ts'
import type { KeepaliveBounds } from './keepalive-rule.ts'
import { type ProxyAddress, parseProxy } from './reach/proxy.ts'

/** How a broker is reached. */
export interface BrokerConfig {
  url: string
  username: string | undefined
  /** Absolute. */
  passwordFile: string | undefined
  /** Absolute. */
  caFile: string | undefined
  protocol: 'auto' | '5' | '3.1.1'
  /** "none": no proxy; undefined: what the variables say. */
  proxy: ProxyAddress | 'none' | undefined
}

export type ProxySetting = BrokerConfig['proxy']

/** Makes a path absolute. */
export type Resolve = (file: string) => string

export function brokersIn(reader: ConfigReader, absolute: Resolve, proxy: ProxySetting): BrokerConfig[] {
  return reader.objects('brokers').map((one) => {
    const broker = brokerIn(one, absolute, proxy)
    one.end()
    return broker
  })
}

export function brokerIn(reader: ConfigReader, absolute: Resolve, proxy: ProxySetting): BrokerConfig {
  const broker = {
    url: reader.string('url', (url) => {
      parseBrokerUrl(url)
      return url
    }),
    username: reader.optionalString('username'),
    passwordFile: reader.optionalString('passwordFile', absolute),
    caFile: reader.optionalString('caFile', absolute),
    protocol: reader.optionalChoice('protocol', ['auto', '5', '3.1.1']) ?? 'auto',
    proxy: proxyIn(reader.optionalObject('proxy'), absolute) ?? proxy,
  }
  if (broker.caFile !== undefined && !isSecure(new URL(broker.url)))
    reader.fail('caFile', 'is of no use without "mqtts://" or "wss://" in the url')
  if (broker.passwordFile !== undefined && broker.username === undefined)
    reader.fail('passwordFile', 'is of no use without "username"')
  return broker
}

export function proxyIn(reader: ConfigReader | undefined, absolute: Resolve): ProxySetting {
  if (reader === undefined) return undefined
  const proxy = reader.string('url', (url) => (url === 'none' ? url : parseProxy(url, 'proxy.url', 'refused')))
  const username = reader.optionalString('username')
  const passwordFile = reader.optionalString('passwordFile', absolute)
  if (passwordFile !== undefined && username === undefined)
    reader.fail('passwordFile', 'is of no use without "username"')
  if (username !== undefined && proxy === 'none') reader.fail('username', 'is of no use without a proxy')
  reader.end()
  return proxy === 'none' ? proxy : { ...proxy, username, passwordFile }
}

export function keepaliveIn(reader: ConfigReader | undefined): KeepaliveBounds | undefined {
  if (reader === undefined) return undefined
  const leastMs = (reader.optionalNumber('leastSeconds') ?? 20) * 1000
  const mostMs = (reader.optionalNumber('mostSeconds') ?? 120) * 1000
  if (leastMs < 5_000) reader.fail('leastSeconds', 'is less than 5')
  // As much as the protocol can say (MQTT 5, section 3.1.2.10).
  if (mostMs > 65_535_000) reader.fail('mostSeconds', 'is more than 65535')
  if (mostMs < leastMs) reader.fail('mostSeconds', 'is less than "leastSeconds"')
  reader.end()
  return { leastMs, mostMs, startMs: Math.min(Math.max(60_000, leastMs), mostMs) }
}
