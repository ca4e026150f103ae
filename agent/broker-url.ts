/**
 * A broker's address.
 *
 * Invariant: it holds no secret, and an error about it does not repeat it: people put passwords there.
 */
import { HoldfastError } from '../protocol/errors.ts'

/**
 * Reads `mqtt://host[:port]`, `mqtts://host[:port]`, or with web sockets `ws://host[:port][/path]` and `wss://…`.
 * @throws HF_CONFIG_INVALID
 */
export function parseBrokerUrl(text: string, place = 'broker.url'): URL {
  const invalid = (message: string): HoldfastError => new HoldfastError('HF_CONFIG_INVALID', message, { place })
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^(mqtt|ws)s?:$/.test(url.protocol) || url.hostname === '')
    throw invalid(
      'is not "mqtt://host:port" or "mqtts://host:port", nor "ws://host:port/path" or "wss://host:port/path"',
    )
  if (url.username !== '' || url.password !== '')
    throw invalid('holds a user or a password: use "username" and "passwordFile"')
  const isWeb = url.protocol.startsWith('ws')
  if ((!isWeb && (/[^/]/.test(url.pathname) || url.search !== '')) || url.hash !== '')
    throw invalid('goes on after host and port')
  return url
}

/** Whether whoever is on the way can neither read nor change what passes. */
export function isSecure({ protocol }: URL): boolean {
  return protocol === 'mqtts:' || protocol === 'wss:'
}
