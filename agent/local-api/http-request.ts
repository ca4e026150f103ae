/**
 * A request to the local API, read and checked.
 *
 * Invariant: pure but for reading the body, of which never more than the limit is kept; every fault is a
 * HoldfastError with a place, found before anything is done.
 */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { HoldfastError } from '../../protocol/errors.ts'
import { DOCUMENT, type Method, type Operation } from './openapi.ts'
import { schemaFault } from './schema.ts'

const MAX_BODY_BYTES = 16 * 1024
const MAX_DISCARDED_BYTES = 1024 * 1024

export interface Target {
  path: string
  query: URLSearchParams
}

/** Where it goes. @throws HF_REQUEST_INVALID */
export function targetOf(request: IncomingMessage): Target {
  try {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://device')
    return { path: pathname, query: searchParams }
  } catch (cause) {
    throw new HoldfastError('HF_REQUEST_INVALID', 'is not a path', { place: 'url', cause })
  }
}

/** Names by which a container may know its host, besides addresses. */
const HOST_NAMES = ['localhost', 'host.docker.internal']

/**
 * Over TCP: a page in a browser that had its own name point to us sends that name.
 * @throws HF_REQUEST_INVALID
 */
export function checkHost(request: IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const address = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  if (isIP(address) === 0 && !HOST_NAMES.includes(host.toLowerCase()))
    throw new HoldfastError('HF_REQUEST_INVALID', `is neither an address nor one of ${HOST_NAMES.join(', ')}`, {
      place: 'header Host',
    })
}

/** What an `Authorization: Bearer` header holds; empty when there is none. */
export function bearerOf(request: IncomingMessage): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
}

/**
 * What the document says of this path and method.
 * @returns null for the operation when there is none, with the methods that there are
 */
export function operationOf(path: string, method: string): { operation: Operation | null; methods: string[] } {
  const item = Object.hasOwn(DOCUMENT.paths, path) ? (DOCUMENT.paths[path] ?? {}) : {}
  const operation = item[method.toLowerCase() as Method] ?? null
  return { operation, methods: Object.keys(item).map((name) => name.toUpperCase()) }
}

/** @throws HF_REQUEST_INVALID for one that the operation does not have, has twice, or not with such a value */
export function queryOf({ parameters = [] }: Operation, query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of query) {
    const parameter = parameters.find((one) => one.name === name)
    const fault =
      parameter === undefined
        ? { message: 'is not a parameter here' }
        : Object.hasOwn(values, name)
          ? { message: 'is there twice' }
          : schemaFault(parameter.schema, value, DOCUMENT.components.schemas)
    if (fault !== null) throw new HoldfastError('HF_REQUEST_INVALID', fault.message, { place: `query ${name}` })
    values[name] = value
  }
  return values
}

/**
 * The body as the operation wants it; none is an empty object.
 * @throws HF_REQUEST_INVALID with the place in it
 */
export async function bodyOf({ requestBody }: Operation, request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await textOf(request)
  if (requestBody === undefined) {
    if (text !== '') throw new HoldfastError('HF_REQUEST_INVALID', 'takes none', { place: 'body' })
    return {}
  }
  const value = parsed(text)
  const fault = schemaFault(requestBody.content['application/json'].schema, value, DOCUMENT.components.schemas)
  if (fault !== null) throw new HoldfastError('HF_REQUEST_INVALID', fault.message, { place: fault.place || 'body' })
  return Object(value) as Record<string, unknown>
}

/** Whatever JSON there is; none is an empty object. @throws HF_REQUEST_INVALID */
export async function looseBodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  return Object(parsed(await textOf(request))) as Record<string, unknown>
}

function parsed(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch (cause) {
    throw new HoldfastError('HF_REQUEST_INVALID', 'is not JSON', { place: 'body', cause })
  }
}

/** What is over the limit is read to its end, within reason, so that whoever sends it can read the answer. */
async function textOf(request: IncomingMessage): Promise<string> {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const tooLarge = (): void =>
      reject(new HoldfastError('HF_REQUEST_TOO_LARGE', `is over ${MAX_BODY_BYTES} bytes`, { place: 'body' }))
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BODY_BYTES) chunks.push(chunk)
      else if (size > MAX_DISCARDED_BYTES) tooLarge()
    })
    request.once('end', () => (size > MAX_BODY_BYTES ? tooLarge() : resolve(Buffer.concat(chunks))))
    request.once('error', reject)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new HoldfastError('HF_REQUEST_INVALID', 'is not UTF-8', { place: 'body', cause })
  }
}
