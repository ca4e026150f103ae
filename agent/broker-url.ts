/**
 * A broker's address.
 *
 * Invariant: it holds no secret, and an error about it does not repeat it: people put passwords there.
 */
import { HoldfastError } from '../protocol/errors.ts'

/**
 * Reads `mqtt://host[:port]` or `mqtts://host[:port]`.
 * @throws HF_CONFIG_INVALID
 */
export function parseBrokerUrl(text: string, place = 'broker.url'): URL {
  const invalid = (message: string): HoldfastError => new HoldfastError('HF_CONFIG_INVALID', message, { place })
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^mqtts?:$/.test(url.protocol) || url.hostname === '')
    throw invalid('is not "mqtt://host:port" or "mqtts://host:port"')
  if (url.username !== '' || url.password !== '')
    throw invalid('holds a user or a password: use "username" and "passwordFile"')
  if (/[^/]/.test(url.pathname) || url.search !== '' || url.hash !== '') throw invalid('goes on after host and port')
  return url
}
