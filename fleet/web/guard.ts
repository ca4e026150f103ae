/**
 * Who may ask the dashboard for what: decided from a request's headers alone.
 *
 * Invariant: pure; a request under a name that is not ours gets nothing at all; one that changes something comes
 * from our own page, which a foreign page can neither make a browser say nor read our answers to.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { HttpFault } from './http-fault.ts'

/** Only a script of our own origin can set it without being asked by the browser first. */
const OWN_HEADER = 'x-holdfast'

/** @throws HF_DASHBOARD_CROSS_SITE */
export function checkHost(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): void {
  const host = headers.host?.toLowerCase() ?? ''
  if (!hosts.has(host))
    throw new HttpFault(421, 'HF_DASHBOARD_CROSS_SITE', `does not go by the name ${JSON.stringify(host.slice(0, 100))}`)
}

/** For what changes something. @throws HF_DASHBOARD_CROSS_SITE */
export function checkOwnPage(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): void {
  const { origin, 'sec-fetch-site': site } = headers
  const isOurs = origin !== undefined && hosts.has(hostOf(origin))
  if (!isOurs || headers[OWN_HEADER] !== '1' || (site !== undefined && site !== 'same-origin'))
    throw new HttpFault(403, 'HF_DASHBOARD_CROSS_SITE', 'the request did not come from the page of the dashboard')
}

/** For what only shows: a foreign page may not even load it. @throws HF_DASHBOARD_CROSS_SITE */
export function checkReader(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new HttpFault(403, 'HF_DASHBOARD_CROSS_SITE', 'the request came from another page')
}

/** The value of a cookie; undefined when it was not sent. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, ...value] = part.split('=')
    if (key?.trim() === name) return value.join('=').trim()
  }
  return undefined
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host.toLowerCase() : ''
}
