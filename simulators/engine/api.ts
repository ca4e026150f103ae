/**
 * What the parts of the served engine share: a request, an answer, a table of routes.
 *
 * Invariant: a handler returns its answer or throws a Refusal, Away or HoldfastError; only the server
 * writes statuses.
 */
import type { ServerResponse } from 'node:http'
import { Refusal } from './engine-types.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

export interface ApiRequest {
  engine: SimulatedEngine
  query: URLSearchParams
  /** Parsed JSON; undefined when there was none. An archive's bytes as they are. */
  body: unknown
  /** What the route's groups matched, decoded. */
  params: string[]
  response: ServerResponse
  /** Aborted when the client has gone. */
  gone: AbortSignal
}

/** `body` is sent as JSON, or as it is when it is text or bytes; `stream` writes the rest of the answer itself, after the head. */
export interface Answer {
  status: number
  body?: unknown
  contentType?: string
  headers?: Record<string, string>
  stream?: () => Promise<void>
}

export interface Route {
  method: string
  /** Of the path without the version. */
  path: RegExp
  handle: (request: ApiRequest) => Promise<Answer>
}

/** A route whose path has names in braces: "/containers/{id}/json". A name may have slashes in it. */
export function route(pattern: string, handle: Route['handle']): Route {
  const [method = '', path = ''] = pattern.split(' ')
  return { method, path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '(.+)')}$`), handle }
}

/** `?filters=`: `{"label": ["a=b"]}` or `{"label": {"a=b": true}}`. @throws 400 for what is not known */
export function filtersOf(query: URLSearchParams, known: readonly string[]): Record<string, string[]> {
  const text = query.get('filters')
  if (text === null || text === '') return {}
  let given: Record<string, unknown>
  try {
    given = JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new Refusal(400, 'invalid filters')
  }
  const filters: Record<string, string[]> = {}
  for (const [name, values] of Object.entries(given)) {
    if (!known.includes(name)) throw new Refusal(400, `Invalid filter '${name}'`)
    filters[name] = Array.isArray(values) ? values.map(String) : Object.keys(values as object)
  }
  return filters
}

/** Each of the labels asked for, "name" or "name=value". */
export function hasLabels(labels: Record<string, string>, wanted: readonly string[] = []): boolean {
  return wanted.every((want) => {
    const at = want.indexOf('=')
    return at < 0 ? want in labels : labels[want.slice(0, at)] === want.slice(at + 1)
  })
}

/** Nothing asked for, or one of them. */
export function isAmong(value: string, wanted: readonly string[] = []): boolean {
  return wanted.length === 0 || wanted.includes(value)
}

export function isTrue(value: string | null): boolean {
  return value !== null && !['', '0', 'false', 'no'].includes(value.toLowerCase())
}
