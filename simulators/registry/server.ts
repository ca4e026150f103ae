/**
 * A registry on loopback that only gives: the pull half of the OCI distribution specification.
 *
 * Invariant: what it serves is what it was made with; layers come no faster than the rate, each connection
 * by itself, so that fetching takes a time that can be seen.
 * Form: https://github.com/opencontainers/distribution-spec, "Pulling content".
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BuiltImage, MANIFEST_TYPE } from './image.ts'

export interface PublishedImage extends BuiltImage {
  repository: string
  tag: string
}

export interface ServedRegistry {
  /** `127.0.0.1:PORT`; engines speak plain HTTP to it. */
  address: string
  close(): Promise<void>
}

interface Content {
  digest: string
  bytes: Buffer
  type: string
}

const TICK_MS = 50
const ERRORS = {
  UNSUPPORTED: [405, 'this registry only gives'],
  NAME_UNKNOWN: [404, 'repository name not known to registry'],
  MANIFEST_UNKNOWN: [404, 'manifest unknown'],
  BLOB_UNKNOWN: [404, 'blob unknown to registry'],
} as const

/** @param bytesPerSecond of each blob */
export async function serveRegistry(
  images: readonly PublishedImage[],
  bytesPerSecond: number,
): Promise<ServedRegistry> {
  const server = createServer((request, response) => void answer(images, bytesPerSecond, request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  images: readonly PublishedImage[],
  bytesPerSecond: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('docker-distribution-api-version', 'registry/2.0')
  const path = new URL(request.url ?? '/', 'http://registry').pathname
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 'UNSUPPORTED')
  if (path === '/v2/' || path === '/v2') return void response.end('{}')
  const found = find(images, path)
  if (typeof found === 'string') return refuse(response, found)
  response.setHeader('content-type', found.type)
  response.setHeader('docker-content-digest', found.digest)
  response.setHeader('accept-ranges', 'bytes')
  const from = rangeOf(request.headers.range, found.bytes.length)
  if (from > 0) {
    response.statusCode = 206
    response.setHeader('content-range', `bytes ${from}-${found.bytes.length - 1}/${found.bytes.length}`)
  }
  response.setHeader('content-length', found.bytes.length - from)
  if (request.method === 'HEAD') return void response.end()
  await trickle(response, found.bytes.subarray(from), bytesPerSecond)
}

function find(images: readonly PublishedImage[], path: string): Content | keyof typeof ERRORS {
  const [, name = '', what = '', key = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? []
  const mine = images.filter(({ repository }) => repository === name)
  if (mine.length === 0) return 'NAME_UNKNOWN'
  if (what === 'manifests') {
    const image = mine.find(({ tag, manifest }) => key === tag || key === manifest.digest)
    return image === undefined ? 'MANIFEST_UNKNOWN' : { ...image.manifest, type: MANIFEST_TYPE }
  }
  const blob = mine.flatMap(({ config, layers }) => [config, ...layers]).find(({ digest }) => digest === key)
  return blob === undefined ? 'BLOB_UNKNOWN' : { ...blob, type: 'application/octet-stream' }
}

/** Where "bytes=N-" begins. Any other range is answered in whole, as RFC 9110 (14.2) allows. */
function rangeOf(header: string | undefined, size: number): number {
  const from = Number(/^bytes=(\d+)-$/.exec(header ?? '')?.[1] ?? 0)
  return from < size ? from : 0
}

function refuse(response: ServerResponse, code: keyof typeof ERRORS): void {
  const [status, message] = ERRORS[code]
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ errors: [{ code, message }] }))
}

async function trickle(response: ServerResponse, bytes: Buffer, bytesPerSecond: number): Promise<void> {
  const slice = Math.max(1, Math.ceil((bytesPerSecond * TICK_MS) / 1000))
  for (let at = 0; at < bytes.length && !response.destroyed; at += slice) {
    if (at > 0) await sleep(TICK_MS)
    response.write(bytes.subarray(at, at + slice))
  }
  response.end()
}
