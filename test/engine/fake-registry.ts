/**
 * A registry that misbehaves in the way a test says.
 *
 * Invariant: what no rule is given for is answered rightly, from the images that it holds.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Built, MANIFEST } from '../rig/images.ts'

/** What it is asked for. */
export type Asked = 'ping' | 'manifest' | 'config' | 'layer'

/** Answers in the place of the right answer. */
export type Rule = (response: ServerResponse, bytes: Buffer, request: IncomingMessage) => void

export interface FakeRegistry {
  /** `127.0.0.1:PORT` */
  address: string
  rules: Partial<Record<Asked, Rule>>
  /** Every request so far, "GET /v2/…". */
  requests: string[]
  stop(): Promise<void>
}

export async function fakeRegistry(images: readonly Built[]): Promise<FakeRegistry> {
  const held = new Map<string, { asked: Asked; bytes: Buffer; type: string }>()
  for (const image of images) {
    held.set(image.digest, { asked: 'manifest', bytes: image.manifest, type: MANIFEST })
    held.set(image.config.digest, { asked: 'config', bytes: image.config.bytes, type: 'application/octet-stream' })
    for (const { digest, bytes } of image.layers) {
      held.set(digest, { asked: 'layer', bytes, type: 'application/octet-stream' })
    }
  }
  const rules: FakeRegistry['rules'] = {}
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`)
    response.setHeader('docker-distribution-api-version', 'registry/2.0')
    const digest = /sha256:[0-9a-f]{64}/.exec(request.url ?? '')?.[0] ?? ''
    const found = held.get(digest) ?? { asked: 'ping', bytes: Buffer.from('{}'), type: 'application/json' }
    response.setHeader('content-type', found.type)
    if (found.asked !== 'ping') response.setHeader('docker-content-digest', digest)
    const rule = rules[found.asked]
    if (rule !== undefined) rule(response, found.bytes, request)
    else response.end(request.method === 'HEAD' ? undefined : found.bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    rules,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** An error as the registry's API words it. */
export function refuse(status: number, code: string, headers: Record<string, string> = {}): Rule {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] }))
  }
}

/** The right bytes, so many of them each tenth of a second. */
export function slowly(bytesPerTick: number): Rule {
  return (response, bytes) => {
    response.setHeader('content-length', bytes.length)
    let at = 0
    const tick = setInterval(() => {
      response.write(bytes.subarray(at, at + bytesPerTick))
      at += bytesPerTick
      if (at < bytes.length && !response.destroyed) return
      clearInterval(tick)
      response.end()
    }, 100)
  }
}

/** Half of the right bytes, and then nothing. */
export function stalling(): Rule {
  return (response, bytes) => {
    response.setHeader('content-length', bytes.length)
    response.write(bytes.subarray(0, bytes.length / 2))
  }
}
