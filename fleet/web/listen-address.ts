/**
 * Where the dashboard listens, and under which names a browser may call it.
 *
 * Invariant: a page of somebody else's whose name is made to lead here (DNS rebinding) is turned away, since its
 * name is none of ours.
 */
import { isIP } from 'node:net'
import { usage } from '../cli/args.ts'

export interface ListenAddress {
  host: string
  port: number
}

/** "127.0.0.1:8600", "[::1]:8600", ":8600" on loopback. @throws HF_USAGE */
export function parseListen(text: string, flag = '--listen'): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text)
  const port = Number(match?.[3])
  const host = match?.[1] ?? match?.[2] ?? ''
  if (match === null || port > 65_535)
    throw usage(`${JSON.stringify(text)} is not an address such as 127.0.0.1:8600`, flag)
  return { host: host === '' ? '127.0.0.1' : host, port }
}

/** Whether what is sent to it stays on this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host)
}

/**
 * Values of the header `Host` that are ours.
 * @param names others, as `--host` gives them, with a port where it is not the scheme's own
 */
export function ownHosts({ host, port }: ListenAddress, names: readonly string[]): ReadonlySet<string> {
  const shown = isIP(host) === 6 ? `[${host}]` : host
  const loopback = isLoopback(host) || host === '0.0.0.0' || host === '::' ? ['localhost', '127.0.0.1', '[::1]'] : []
  return new Set([...[shown, ...loopback].map((name) => `${name}:${port}`), ...names.map((name) => name.toLowerCase())])
}

/** As a person opens it. */
export function shownAddress({ host, port }: ListenAddress): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : isIP(host) === 6 ? `[${host}]` : host
  return `http://${reachable}:${port}/`
}
