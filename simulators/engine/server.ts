/**
 * The simulated engine served as the Docker Engine HTTP API, version 1.41, on a unix socket.
 *
 * Invariant: every answer, refusals included, has the status and the shape that Docker 20.10.24 gives; an
 * engine that is away breaks the connection without an answer.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Answer, Route } from './api.ts'
import { containerRoutes } from './api-containers.ts'
import { controlRoutes } from './api-control.ts'
import { execRoutes } from './api-exec.ts'
import { fileRoutes } from './api-files.ts'
import { imageRoutes } from './api-images.ts'
import { objectRoutes } from './api-objects.ts'
import { API_VERSION, systemRoutes } from './api-system.ts'
import { Refusal } from './engine-types.ts'
import { Away } from './engine-waits.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

const ROUTES: readonly Route[] = [
  ...systemRoutes,
  ...containerRoutes,
  ...fileRoutes,
  ...execRoutes,
  ...imageRoutes,
  ...objectRoutes,
  ...controlRoutes,
]

/** Bytes of one request: it is held in memory, images too. */
const LARGEST_BODY = 64 * 1024 * 1024

export interface ServedEngine {
  /** Stops listening and breaks every connection; the engine itself goes on. */
  close(): Promise<void>
}

/** Resolves when it listens. @throws HF_FILE_UNREADABLE when the socket cannot be made */
export async function serveEngine(engine: SimulatedEngine, socketPath: string): Promise<ServedEngine> {
  const server = createServer((request, response) => void serve(engine, request, response))
  await listen(server, socketPath)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new HoldfastError('HF_FILE_UNREADABLE', 'the socket cannot be made', { place: socketPath, cause })),
    )
    server.listen(socketPath, resolve)
  })
}

async function serve(engine: SimulatedEngine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const client = new AbortController()
  response.on('close', () => client.abort())
  try {
    const answer = await answerOf(engine, request, response, client.signal)
    head(engine, response, answer)
    if (answer.stream !== undefined) {
      response.flushHeaders()
      await answer.stream()
      response.end()
    } else response.end(bodyOf(answer))
  } catch (error) {
    if (client.signal.aborted) return
    if (error instanceof Away || response.headersSent) {
      response.destroy()
      return
    }
    const { status, message } = refusalOf(error)
    head(engine, response, { status })
    response.end(`${JSON.stringify({ message })}\n`)
  }
}

async function answerOf(
  engine: SimulatedEngine,
  request: IncomingMessage,
  response: ServerResponse,
  gone: AbortSignal,
): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://engine')
  const [, version, path = ''] = /^(?:\/v(\d+\.\d+))?(\/.*)$/.exec(url.pathname) ?? []
  if (version !== undefined && Number(version.split('.')[1]) > Number(API_VERSION.split('.')[1]))
    throw new Refusal(400, `client version ${version} is too new. Maximum supported API version is ${API_VERSION}`)
  const bytes = await bytesOf(request)
  const body = isArchive(request) ? bytes : jsonOf(bytes)
  for (const { method, path: pattern, handle } of ROUTES) {
    const match = method === request.method ? pattern.exec(path) : null
    if (match === null) continue
    const params = match.slice(1).map(decodeURIComponent)
    return handle({ engine, query: url.searchParams, body, params, response, gone })
  }
  throw new Refusal(404, 'page not found')
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_BODY) throw new Refusal(400, 'http: request body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function isArchive({ headers }: IncomingMessage): boolean {
  return /^application\/(?:x-)?tar$/.test(headers['content-type'] ?? '')
}

function jsonOf(bytes: Buffer): unknown {
  const text = bytes.toString('utf8').trim()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Docker 20.10 answers so; newer ones with 400.
    throw new Refusal(500, 'invalid JSON')
  }
}

function head(engine: SimulatedEngine, response: ServerResponse, { status, contentType, headers }: Answer): void {
  response.writeHead(status, {
    'api-version': API_VERSION,
    'docker-experimental': 'false',
    ostype: 'linux',
    server: `Docker/${engine.options.version} (linux)`,
    ...headers,
    ...(status === 204 || status === 304 ? {} : { 'content-type': contentType ?? 'application/json' }),
  })
}

function bodyOf({ body }: Answer): string | Uint8Array | undefined {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body
  return `${JSON.stringify(body)}\n`
}

function refusalOf(error: unknown): { status: number; message: string } {
  if (error instanceof Refusal) return error
  if (error instanceof HoldfastError) return { status: 400, message: error.message }
  return { status: 500, message: error instanceof Error ? error.message : String(error) }
}
