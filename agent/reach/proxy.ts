/**
 * A proxy between the device and its broker.
 *
 * Invariant: it holds no password that came from a file, and an error about it repeats no user and no password.
 */
import { HoldfastError } from '../../protocol/errors.ts'

export interface ProxyAddress {
  kind: 'http' | 'https' | 'socks5'
  /** A name or an address, without brackets. */
  host: string
  port: number
  /** SOCKS: the proxy looks names up, not we. */
  resolves: boolean
  username: string | undefined
  /** As it stood in a variable; a secret. */
  password: string | undefined
  /** Absolute; read at each attempt. */
  passwordFile?: string | undefined
}

const KINDS: Record<string, { kind: ProxyAddress['kind']; port: number; resolves: boolean }> = {
  'http:': { kind: 'http', port: 8080, resolves: true },
  'https:': { kind: 'https', port: 443, resolves: true },
  'socks5:': { kind: 'socks5', port: 1080, resolves: false },
  'socks5h:': { kind: 'socks5', port: 1080, resolves: true },
}

/**
 * Reads `http://`, `https://`, `socks5://` or `socks5h://` with host and port; `host:port` alone is HTTP, as people
 * write it into variables.
 * @param login whether user and password may stand in it
 * @throws HF_CONFIG_INVALID
 */
export function parseProxy(text: string, place: string, login: 'allowed' | 'refused'): ProxyAddress {
  const invalid = (message: string): HoldfastError => new HoldfastError('HF_CONFIG_INVALID', message, { place })
  const whole = /^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(whole) ? new URL(whole) : null
  const terms = url && KINDS[url.protocol]
  if (url === null || !terms || url.hostname === '')
    throw invalid('is not "http://host:port", "https://host:port", "socks5://host:port" or "socks5h://host:port"')
  // A URL drops white space, and takes "\\" for "/".
  if (/[^/]/.test(url.pathname) || /[?#\\\s]/.test(whole.slice(whole.lastIndexOf('@') + 1)))
    throw invalid('goes on after host and port')
  if (login === 'refused' && (url.username !== '' || url.password !== ''))
    throw invalid('holds a user or a password: use "username" and "passwordFile"')
  const { kind, resolves } = terms
  // A URL forgets the port that its scheme has by custom.
  const port = portIn(whole) ?? terms.port
  if (port === 0) throw invalid('has the port 0')
  return {
    kind,
    resolves,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    username: url.username === '' ? undefined : decoded(url.username),
    password: url.password === '' ? undefined : decoded(url.password),
  }
}

/** As people are shown it. */
export function proxyName({ kind, host, port }: ProxyAddress): string {
  return `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function portIn(text: string): number | null {
  const port = /^[a-z0-9+.-]+:\/\/(?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*):(\d+)/i.exec(text)
  return port === null ? null : Number(port[1])
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
