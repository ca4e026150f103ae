/**
 * Where one is, as the address says it behind the #: every view, filter and moment has a link.
 *
 * Invariant: pure but for `useRoute` and `goTo`; what cannot be read leads to the fleet.
 */
import { useEffect, useState } from 'preact/hooks'

export type Place = 'fleet' | 'device' | 'flight' | 'record'

export interface Route {
  place: Place
  /** Empty in the fleet, and for a record from a file. */
  device: string
  query: URLSearchParams
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?')
  const [first, name = '', rest] = path.split('/').filter((part) => part !== '')
  const search = new URLSearchParams(query)
  if (first === 'device' && name !== '')
    return { place: rest === 'flight' ? 'flight' : 'device', device: decoded(name), query: search }
  return { place: first === 'record' ? 'record' : 'fleet', device: '', query: search }
}

export function linkTo({ place, device, query }: Route): string {
  const path = { fleet: '/', device: `/device/${encodeURIComponent(device)}`, flight: '', record: '/record' }[place]
  const shown = place === 'flight' ? `/device/${encodeURIComponent(device)}/flight` : path
  const search = query.toString()
  return `#${shown}${search === '' ? '' : `?${search}`}`
}

/** "#/device/till-1" */
export function deviceLink(device: string): string {
  return linkTo({ place: 'device', device, query: new URLSearchParams() })
}

/** The same place with other words in its query; empty ones go. */
export function withQuery(route: Route, changes: Readonly<Record<string, string>>): Route {
  const query = new URLSearchParams(route.query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') query.delete(name)
    else query.set(name, value)
  }
  return { ...route, query }
}

/** @param keep whether "back" leads to where one was */
export function goTo(route: Route, keep = false): void {
  const link = linkTo(route)
  if (keep) location.hash = link
  else {
    history.replaceState(null, '', link)
    dispatchEvent(new HashChangeEvent('hashchange'))
  }
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash))
  useEffect(() => {
    const read = (): void => setRoute(parseRoute(location.hash))
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [])
  return route
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
