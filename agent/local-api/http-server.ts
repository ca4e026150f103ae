/**
 * HTTP for the local API: limits, keys and errors.
 *
 * Invariant: every request is answered, by a handler or by an error `{code, message}`; nobody is served without a key
 * but where the document asks for none; no request holds more than its limits of memory or time.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ErrorCode, faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { Log } from '../log.ts'
import { BALENA, type BalenaRoutes, handleBalena } from './balena.ts'
import { bearerOf, bodyOf, checkHost, operationOf, queryOf, targetOf } from './http-request.ts'
import { callerOf } from './keys.ts'

/** A checked request. */
export interface Call {
  /** Who asks; empty where no key is needed. */
  service: string
  /** Which of its containers: see `Caller`. */
  spec: string
  query: Readonly<Record<string, string>>
  body: Readonly<Record<string, unknown>>
}

export interface Reply {
  status: number
  /** JSON; but a text is sent as it is, and undefined is nothing at all. */
  body: unknown
  /** The methods that there are, where another one was asked for. */
  allow?: string
}

/** Answers, or takes the response over and answers by itself (null). */
export type Handler = (call: Call, response: ServerResponse) => Promise<Reply | null>

/** By "GET /v1/state". */
export type Handlers = Readonly<Record<string, Handler>>

interface HttpOptions {
  handlers: Handlers
  balena: BalenaRoutes
  secret: Uint8Array
  /** Whether others than the device's own containers could name it. */
  isNetwork: boolean
  log: Log
  /** Shorter ones, for tests. */
  limits?: Partial<typeof LIMITS>
}

const LIMITS = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
}
const MAX_CONNECTIONS = 64

/** A server that listens nowhere yet. */
export function httpServer(options: HttpOptions): Server {
  const server = createServer({ ...LIMITS, ...options.limits }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      // The connection broke in the middle of an answer.
      options.log.debug('a request to the local API was cut off', { ...faultOf(error) })
      response.destroy()
    })
  })
  server.maxConnections = MAX_CONNECTIONS
  // Whoever makes it listen is told of that by itself.
  server.on('error', (error) => options.log.debug('the local API', { ...faultOf(error) }))
  server.on('clientError', (error: Error & { code?: string }, socket: Duplex) => refuseConnection(error, socket))
  return server
}

async function answer(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const reply = await handle(options, request, response)
    if (reply !== null) send(response, reply)
  } catch (error) {
    // Whoever asked is gone, or was too slow and has been told.
    if (request.destroyed && !request.complete) throw error
    const fault = faultOf(error)
    if (fault.code === 'HF_INTERNAL') options.log.error('a request to the local API failed', { ...fault })
    if (response.headersSent) throw error
    // What is left of the request is not read.
    if (!request.complete) response.setHeader('Connection', 'close')
    send(response, { status: STATUS[fault.code] ?? 500, body: fault })
  }
}

async function handle(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<Reply | null> {
  const { handlers, secret, isNetwork } = options
  if (isNetwork) checkHost(request)
  const { path, query } = targetOf(request)
  const method = request.method ?? ''
  if (path.startsWith(BALENA)) return handleBalena(options.balena, secret, request, { path, query })
  const { operation, methods } = operationOf(path, method)
  const handler = handlers[`${method} ${path}`]
  if (operation === null || handler === undefined) return unknown(method, path, methods)
  const caller = operation.security.length === 0 ? NOBODY : callerOf(secret, bearerOf(request))
  if (caller === null)
    throw new HoldfastError('HF_REQUEST_UNAUTHORIZED', 'is not "Bearer" with the key of a service', {
      place: 'header Authorization',
    })
  return handler({ ...caller, query: queryOf(operation, query), body: await bodyOf(operation, request) }, response)
}

const NOBODY = { service: '', spec: '' }

function unknown(method: string, path: string, methods: readonly string[]): Reply {
  const code: ErrorCode = 'HF_REQUEST_UNKNOWN'
  if (methods.length === 0) return { status: 404, body: { code, message: `there is no ${path.slice(0, 100)}` } }
  const allow = methods.join(', ')
  return { status: 405, body: { code, message: `${path} takes ${allow} and not ${method}` }, allow }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  HF_REQUEST_INVALID: 400,
  HF_REQUEST_UNAUTHORIZED: 401,
  HF_REQUEST_UNKNOWN: 404,
  HF_LOCKS_EXHAUSTED: 409,
  HF_REQUEST_TOO_LARGE: 413,
  HF_LOCKED: 423,
  HF_REQUESTS_EXHAUSTED: 429,
  HF_STORE_UNWRITABLE: 503,
  HF_STORE_CLOSED: 503,
  HF_ENGINE_UNAVAILABLE: 503,
}

function send(response: ServerResponse, { status, body, allow }: Reply): void {
  const isText = typeof body === 'string'
  const text = isText ? body : body === undefined ? '' : `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'Content-Type': isText ? 'text/plain' : 'application/json',
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(text) }),
    'Cache-Control': 'no-store',
    ...(allow === undefined ? {} : { Allow: allow }),
  })
  response.end(text)
}

/** What is no HTTP, too large or too slow, so that no handler sees it. */
function refuseConnection(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, code, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? (['431 Request Header Fields Too Large', 'HF_REQUEST_TOO_LARGE', 'the headers are too large'] as const)
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? (['408 Request Timeout', 'HF_TIMEOUT', 'the request did not come in time'] as const)
        : (['400 Bad Request', 'HF_REQUEST_INVALID', 'the request is not HTTP'] as const)
  const body = `${JSON.stringify({ code, message })}\n`
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`
  socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`)
}
