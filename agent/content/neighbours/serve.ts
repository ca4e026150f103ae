/**
 * What this device gives its neighbours: whole blobs by their digests, and how far it is with those that it brings.
 *
 * Invariant: nothing is given but blobs of images that a signed target names which this device holds, and for anything else
 * the answer is the same as for what is not there. So many connections and answers at a time, so many bytes a second, and none
 * for longer than it may take.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { ClockPort } from '../../../machines/ports.ts'
import { faultOf } from '../../../protocol/errors.ts'
import { closeServer, listenOnNetwork } from '../../local-api/listen.ts'
import type { Log } from '../../log.ts'
import type { Reading } from '../content-disk.ts'
import type { ContentStore } from '../content-store.ts'
import { nameOf } from '../names.ts'
import { Throttle } from '../throttle.ts'
import { type BlobRequest, blobRequest, PROGRESS, rangeOf } from './blob-request.ts'
import type { NeighbourConfig } from './neighbour-config.ts'
import type { NeighbourTerms, Own } from './neighbours.ts'
import { longestMs } from './patience.ts'

export interface ServeOptions {
  listen: NonNullable<NeighbourConfig['listen']>
  bytesPerSecond: number
  store: ContentStore
  /** What this device is about to bring from outside, or brings, by digest. */
  own: ReadonlyMap<string, Own>
  terms: NeighbourTerms
  clock: ClockPort
  log: Log
}

const LIMITS = { maxHeaderSize: 4 * 1024, headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 }
const MOST_CONNECTIONS = 64
const IDLE_MS = 10_000
/** Blobs that are given at a time. */
const MOST_AT_ONCE = 16
const PIECE_BYTES = { least: 1024, most: 64 * 1024 }

/** @throws HF_LISTEN_FAILED */
export async function serveBlobs(options: ServeOptions): Promise<{ close(): Promise<void> }> {
  const { listen, terms, clock, log } = options
  const throttle = new Throttle(options.bytesPerSecond, clock)
  const closing = new AbortController()
  // So that each of those that are given at a time has one in a second, and none seems to have stalled.
  const share = options.bytesPerSecond > 0 ? Math.floor(options.bytesPerSecond / MOST_AT_ONCE) : PIECE_BYTES.most
  const pieceBytes = Math.min(PIECE_BYTES.most, Math.max(PIECE_BYTES.least, share))
  let givenAtOnce = 0

  async function answer(asked: BlobRequest, response: ServerResponse): Promise<void> {
    if (!terms.isOpen()) return void response.writeHead(503).end()
    const there = await whatIsThere(options, asked.digest)
    if (there === null) return void response.writeHead(404).end()
    if ('own' in there) {
      const { state, doneBytes, bytes } = there.own
      return void response.writeHead(202, state === 'growing' ? { [PROGRESS]: `${doneBytes}/${bytes}` } : {}).end()
    }
    const { bytes } = there
    const range = rangeOf(asked.range, bytes)
    if (range === null) return void response.writeHead(416, { 'content-range': `bytes */${bytes}` }).end()
    const { from, to } = range
    const isAll = from === 0 && to === bytes - 1
    if (!asked.isHead && givenAtOnce >= MOST_AT_ONCE) return void response.writeHead(429, { 'retry-after': '1' }).end()
    response.writeHead(isAll ? 200 : 206, {
      'content-type': 'application/octet-stream',
      'content-length': to - from + 1,
      ...(isAll ? {} : { 'content-range': `bytes ${from}-${to}/${bytes}` }),
    })
    if (asked.isHead) return void response.end()
    response.flushHeaders()
    givenAtOnce += 1
    const late = setTimeout(() => response.destroy(), longestMs(bytes))
    try {
      const file = await options.store.disk.open(nameOf(asked.digest))
      try {
        await give(file, from, to, response)
      } finally {
        await file.close()
      }
    } finally {
      clearTimeout(late)
      givenAtOnce -= 1
    }
  }

  async function give(file: Reading, from: number, to: number, response: ServerResponse): Promise<void> {
    for (let at = from; at <= to && !response.destroyed; ) {
      const piece = await file.read(at, Math.min(pieceBytes, to + 1 - at))
      await throttle.take(piece.length, closing.signal)
      at += piece.length
      terms.served(piece.length)
      if (!response.write(piece)) await drained(response)
    }
    response.end()
  }

  const server = createServer(LIMITS, (request, response) => {
    response.on('error', () => {}) // it went away
    const { method, url, headers } = request
    const asked = blobRequest(method, url, headers.range)
    if (asked === null) {
      response.writeHead(404).end()
      return
    }
    answer(asked, response).catch((error: unknown) => {
      log.debug('a neighbour could not be given a blob', { blob: asked.digest, ...faultOf(error) })
      if (response.headersSent) response.destroy()
      else response.writeHead(503).end()
    })
  })
  server.maxConnections = MOST_CONNECTIONS
  server.setTimeout(IDLE_MS)
  await listenOnNetwork(server, listen)
  log.info('blobs are shared with neighbours', { ...listen })
  return {
    close() {
      closing.abort()
      return closeServer(server)
    },
  }
}

/** Null, too: it is of no image that a signed target names. */
async function whatIsThere(
  { own, store, terms }: ServeOptions,
  digest: string,
): Promise<{ own: Own } | { bytes: number } | null> {
  // Looked at first: one that is whole in the meantime is told of as coming once more, and never as nothing.
  const before = own.get(digest)
  const bytes = await store.sizeOf(digest)
  const mine = before ?? own.get(digest)
  if (bytes === null && mine === undefined) return null
  const images = await terms.images()
  if (bytes !== null) return (await store.blobsOf(images)).has(digest) ? { bytes } : null
  return mine !== undefined && images.has(mine.image) ? { own: mine } : null
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
