/**
 * Answers of the dashboard.
 *
 * Invariant: every one of them, the page's own files too, carries the same strict headers: nothing is loaded from
 * elsewhere, framed, sniffed or kept by a cache between.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { HttpFault } from './http-fault.ts'
import type { PageFile } from './page-files.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const STRICT_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/** From so many bytes on, packing pays. */
const WORTH_PACKING = 1_400
const MOST_BODY_BYTES = 16 * 1024

/** A value as JSON. */
export async function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const plain = Buffer.from(JSON.stringify(value))
  const packs = takesGzip(request) && plain.length > WORTH_PACKING
  const body = packs ? await promisify(gzip)(plain, { level: 4 }) : plain
  response.writeHead(status, {
    ...STRICT_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': body.length,
    ...(packs ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  })
  response.end(body)
}

/** A file of the page. */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const headers = { ...STRICT_HEADERS, 'content-type': file.type, 'cache-control': 'no-cache', etag: file.etag }
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304, headers).end()
    return
  }
  const packs = takesGzip(request)
  const body = packs ? file.gzipped : file.plain
  response.writeHead(200, {
    ...headers,
    vary: 'accept-encoding',
    'content-length': body.length,
    ...(packs ? { 'content-encoding': 'gzip' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** What a request brings, as JSON. @throws HF_DASHBOARD_REQUEST_INVALID */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new HttpFault(415, 'HF_DASHBOARD_REQUEST_INVALID', 'the body has to be application/json')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BODY_BYTES)
      throw new HttpFault(413, 'HF_DASHBOARD_REQUEST_INVALID', `the body has over ${MOST_BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  const value = parsed(Buffer.concat(chunks).toString('utf8'))
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HttpFault(400, 'HF_DASHBOARD_REQUEST_INVALID', 'the body has to be a JSON object')
  return value as Record<string, unknown>
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new HttpFault(400, 'HF_DASHBOARD_REQUEST_INVALID', 'the body is not JSON')
  }
}

function takesGzip(request: IncomingMessage): boolean {
  return /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
}
