/**
 * Bundles over HTTP, on a local network.
 *
 * Invariant: off unless the configuration names an address. One upload at a time, of a bounded size, never more than
 * the disk can spare; what is not taken is removed. An upload has no effect but by what is signed in it.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type ErrorCode, faultOf, HoldfastError, isTransient } from '../../protocol/errors.ts'
import { closeServer, listenOnNetwork } from '../local-api/listen.ts'
import type { Log } from '../log.ts'
import type { BundleWord } from './bundle-end.ts'

export interface UploadOptions {
  listen: { host: string; port: number }
  /** Absolute: a folder of its own. */
  spool: string
  /** In bytes. */
  mostBytes: number
  /** What an upload before is needed for. */
  keeps: string | null
  apply(path: string): Promise<BundleWord>
  log: Log
  /** How long a sender may be silent, in milliseconds. Default 30,000. */
  idleMs?: number
}

const PATH = '/v1/bundle'
/** Left free on the disk, for the database above all. */
const RESERVE_BYTES = 64 * 1024 * 1024
const LIMITS = { maxHeaderSize: 8 * 1024, headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 1_000 }
const MOST_CONNECTIONS = 8
const IDLE_MS = 30_000

/** @throws HF_LISTEN_FAILED, HF_FILE_UNREADABLE */
export async function listenForBundles(options: UploadOptions): Promise<{ close(): Promise<void> }> {
  await emptied(options)
  let isBusy = false
  const server: Server = createServer(LIMITS, (request, response) => {
    const reply = async (): Promise<void> => {
      if (isBusy && isUpload(request)) throw new HoldfastError('HF_REQUESTS_EXHAUSTED', 'another bundle is on its way')
      isBusy = true
      try {
        send(response, 200, await take(options, request))
      } finally {
        isBusy = false
      }
    }
    reply().catch((error: unknown) => {
      const fault = faultOf(error)
      options.log.info('an upload was refused', { ...fault })
      if (!request.complete) response.setHeader('Connection', 'close')
      if (!response.headersSent) send(response, statusOf(fault.code), fault)
    })
  })
  server.maxConnections = MOST_CONNECTIONS
  server.setTimeout(options.idleMs ?? IDLE_MS)
  await listenOnNetwork(server, options.listen)
  options.log.info('bundles are taken over HTTP', { ...options.listen, path: PATH })
  return { close: () => closeServer(server) }
}

/** What a life before has left half done. */
async function emptied({ spool, keeps }: UploadOptions): Promise<void> {
  try {
    await mkdir(spool, { recursive: true, mode: 0o700 })
    for (const name of await readdir(spool))
      if (join(spool, name) !== keeps) await rm(join(spool, name), { force: true })
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'is no folder for uploads', { place: spool, cause })
  }
}

function isUpload({ method, url }: IncomingMessage): boolean {
  return method === 'PUT' && url === PATH
}

async function take(options: UploadOptions, request: IncomingMessage): Promise<BundleWord> {
  // A page in a browser may send no such request to another origin without asking first, and is not answered then.
  if (!isUpload(request)) throw new HoldfastError('HF_REQUEST_UNKNOWN', `there is only PUT ${PATH}`)
  const { spool, apply } = options
  const path = join(spool, `${randomUUID()}.tar`)
  try {
    await receive(options, request, path)
    const word = await apply(path)
    if (word.outcome !== 'taken') await rm(path, { force: true })
    return word
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function receive({ mostBytes, spool }: UploadOptions, request: IncomingMessage, path: string): Promise<void> {
  const tooLarge = () => new HoldfastError('HF_REQUEST_TOO_LARGE', `a bundle may have ${mostBytes} bytes`)
  const said = Number(request.headers['content-length'] ?? 0)
  if (said > mostBytes) throw tooLarge()
  const { bavail, bsize } = await statfs(spool)
  const most = Math.min(mostBytes, bavail * bsize - RESERVE_BYTES)
  const full = () => new HoldfastError('HF_SPACE_LOW', 'there is no room for the bundle in the data directory')
  if (said > most || most <= 0) throw full()
  const part = `${path}.part`
  const file = await open(part, 'wx', 0o600)
  try {
    let had = 0
    for await (const piece of request as AsyncIterable<Buffer>) {
      had += piece.length
      if (had > most) throw most < mostBytes ? full() : tooLarge()
      await file.writeFile(piece)
    }
    await file.sync()
    await file.close()
    await rename(part, path)
  } catch (cause) {
    await file.close().catch(() => {}) // closed already, or told below
    await rm(part, { force: true })
    if (cause instanceof HoldfastError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    throw code === 'ENOSPC' ? full() : new HoldfastError('HF_BUNDLE_UNREADABLE', code ?? message, { cause })
  }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  HF_REQUEST_UNKNOWN: 404,
  HF_EPOCH_STALE: 409,
  HF_REQUEST_TOO_LARGE: 413,
  HF_REQUESTS_EXHAUSTED: 429,
  HF_SPACE_LOW: 507,
}

function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? (isTransient({ code, message: '' }) ? 503 : 400)
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  })
  response.end(text)
}
