/**
 * A registry that fails in the ways that are asked of it.
 *
 * Invariant: without a fault it does as the OCI distribution specification says, ranges included; it counts what it sends.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Built, MANIFEST } from '../rig/images.ts'
import { digestOf } from './image.ts'

export interface Faults {
  /** Bytes of a blob after which the connection is cut, each time. */
  cutAfter: number
  /** Bytes of a blob after which nothing comes any more. */
  stallAfter: number
  /** After `stallAfter` there comes a byte of the blob each so many milliseconds; zero: none. */
  dripMs: number
  /** A blob is given whole whatever was asked for. */
  ignoresRanges: boolean
  /** For a part of a blob the answer is 416, or a part that begins a byte later. */
  ranges: 'right' | 'refused' | 'shifted'
  /** One byte of each blob is another one, at each of so many answers. */
  corrupts: number
  /** The same of each manifest, and of each list of what refers to one. */
  corruptsManifests: number
  /** A blob is followed by more, without end. */
  isEndless: boolean
  /** Its headers say so many bytes more. */
  longer: number
  /** So many answers are 429, with this Retry-After. */
  tooMany: number
  /** So many answers to the question for a manifest, or for a list of what refers to one, are that. */
  tooManyManifests: number
  retryAfter: string
  /** Who may read: by a token, or by user and password. */
  wants: 'nothing' | 'token' | 'basic'
  /** Tokens are good for so many answers. */
  tokenUses: number
  /** Blobs are elsewhere: their place begins so. */
  cdn: string
  /** The status of every answer to a blob; zero is the right one. */
  blobStatus: number
  /** So many answers for a blob are a page, as portals of networks give it in the place of all that is asked for. */
  portal: number
  /** So many answers for the rest of a blob are 403, and the token that was shown is good for nothing any more. */
  forgets: number
}

export const RIGHT: Faults = {
  cutAfter: 0,
  stallAfter: 0,
  dripMs: 0,
  ignoresRanges: false,
  ranges: 'right',
  corrupts: 0,
  corruptsManifests: 0,
  isEndless: false,
  longer: 0,
  tooMany: 0,
  tooManyManifests: 0,
  retryAfter: '0',
  wants: 'nothing',
  tokenUses: 1_000_000,
  cdn: '',
  blobStatus: 0,
  portal: 0,
  forgets: 0,
}

export const USER = 'press-7'
export const PASSWORD = 'open sesame'

export interface Seen {
  path: string
  range: string | undefined
  authorization: string | undefined
}

export class FaultyRegistry {
  /** `127.0.0.1:PORT` */
  address = ''
  faults: Faults = { ...RIGHT }
  whenAsked: (seen: Seen) => void = () => {}
  /** Every request. */
  readonly seen: Seen[] = []
  /** What refers to an image, by its digest; and whether it is given by the API, or under a tag as older ones do. */
  readonly referrers = new Map<string, Buffer>()
  knowsReferrers = false
  /** So many are told at a time, by the API; zero: all. The last page may lead back to the first. */
  referrersAtOnce = 0
  leadsAround = false
  /** Each list is said to go on where nothing is. */
  leadsAstray = false
  /** Said of each list under a tag; empty: the right one. */
  listDigest = ''
  /** Blobs that are not answered before this is over, by digest. */
  readonly late = new Map<string, Promise<unknown>>()
  /** Bytes of blobs, by digest. */
  readonly sent = new Map<string, number>()
  readonly #held = new Map<string, { bytes: Buffer; isManifest: boolean }>()
  readonly #tokens = new Map<string, number>()
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(images: readonly Built[] = []): Promise<FaultyRegistry> {
    const server = createServer((request, response) => registry.#answer(request, response))
    const registry = new FaultyRegistry(server)
    for (const image of images) registry.hold(image)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    registry.address = `127.0.0.1:${(server.address() as AddressInfo).port}`
    return registry
  }

  hold({ digest, manifest, config, layers }: Built): void {
    this.#held.set(digest, { bytes: manifest, isManifest: true })
    for (const blob of [config, ...layers]) this.#held.set(blob.digest, { bytes: blob.bytes, isManifest: false })
  }

  holdBlob(digest: string, bytes: Buffer): void {
    this.#held.set(digest, { bytes, isManifest: false })
  }

  holdManifest(digest: string, bytes: Buffer): void {
    this.#held.set(digest, { bytes, isManifest: true })
  }

  get sentBytes(): number {
    return [...this.sent.values()].reduce((sum, bytes) => sum + bytes, 0)
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '', headers } = request
    const seen = { path: url, range: headers.range, authorization: headers.authorization }
    this.seen.push(seen)
    this.whenAsked(seen)
    if (url.startsWith('/token')) this.#token(url, headers.authorization, response)
    else if (this.#isLetIn(headers.authorization, response)) this.#content(url, headers.range, response)
  }

  #content(url: string, range: string | undefined, response: ServerResponse): void {
    if (/\/(referrers|manifests)\//.test(url) && this.faults.tooManyManifests > 0) {
      this.faults.tooManyManifests -= 1
      return void response.writeHead(429, { 'retry-after': this.faults.retryAfter }).end()
    }
    const list = /\/(referrers\/sha256:|manifests\/sha256-)([0-9a-f]{64})/.exec(url)
    if (list !== null) {
      const body = url.endsWith('?astray') ? undefined : this.referrers.get(`sha256:${list[2]}`)
      if (body === undefined || list[1]?.startsWith('referrers') !== this.knowsReferrers)
        return void response.writeHead(404).end()
      if (this.leadsAstray) response.setHeader('link', `<${url.split('?')[0]}?astray>; rel="next"`)
      // As registries do for whatever has a tag.
      if (!this.knowsReferrers) response.setHeader('docker-content-digest', this.listDigest || digestOf(body))
      return void response.end(this.#asItComes(this.#pageOf(body, url, response)))
    }
    const digest = /sha256:[0-9a-f]{64}/.exec(url)?.[0] ?? ''
    const held = this.#held.get(digest)
    if (held === undefined) return void response.writeHead(404).end()
    if (held.isManifest) return void response.setHeader('content-type', MANIFEST).end(this.#asItComes(held.bytes))
    const late = this.late.get(digest)
    if (late === undefined) this.#blob(url, held.bytes, range, response)
    else void late.then(() => this.#blob(url, held.bytes, range, response))
  }

  #pageOf(list: Buffer, url: string, response: ServerResponse): Buffer {
    if (!this.knowsReferrers || this.referrersAtOnce === 0) return list
    const { manifests, ...rest } = JSON.parse(list.toString()) as { manifests: object[] }
    const from = Number(/[?&]from=(\d+)/.exec(url)?.[1] ?? 0)
    const to = from + this.referrersAtOnce
    const next = `${url.split('?')[0]}?from=${to < manifests.length ? to : 0}`
    if (to < manifests.length || this.leadsAround) response.setHeader('link', `<${next}>; rel="next"`)
    return Buffer.from(JSON.stringify({ ...rest, manifests: manifests.slice(from, to) }))
  }

  /** Of a manifest or a list. */
  #asItComes(bytes: Buffer): Buffer {
    if (this.faults.corruptsManifests === 0) return bytes
    this.faults.corruptsManifests -= 1
    const body = Buffer.from(bytes)
    body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1
    return body
  }

  #blob(url: string, bytes: Buffer, range: string | undefined, response: ServerResponse): void {
    const { faults } = this
    if (faults.tooMany > 0) {
      faults.tooMany -= 1
      return void response.writeHead(429, { 'retry-after': faults.retryAfter }).end()
    }
    if (faults.portal > 0) {
      faults.portal -= 1
      return void response.setHeader('content-type', 'text/html').end('<html>accept our terms</html>')
    }
    if (faults.forgets > 0 && range !== undefined) {
      faults.forgets -= 1
      this.#tokens.clear()
      return void response.writeHead(403).end()
    }
    if (faults.blobStatus > 0) return void response.writeHead(faults.blobStatus).end('no')
    if (faults.cdn !== '') return void response.writeHead(307, { location: faults.cdn + url }).end()
    const digest = /sha256:[0-9a-f]{64}/.exec(url)?.[0] ?? ''
    const asked = faults.ignoresRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
    if (asked > 0 && faults.ranges === 'refused')
      return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
    const from = asked > 0 && faults.ranges === 'shifted' ? asked + 1 : asked
    const body = Buffer.from(bytes.subarray(from))
    if (faults.corrupts > 0) {
      faults.corrupts -= 1
      body[body.length - 1] = (body[body.length - 1] ?? 0) ^ 1
    }
    if (!faults.isEndless) response.setHeader('content-length', body.length + faults.longer)
    if (from > 0)
      response.setHeader('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length + faults.longer}`)
    response.writeHead(from > 0 ? 206 : 200)
    const count = (given: number): void => void this.sent.set(digest, (this.sent.get(digest) ?? 0) + given)
    const most = faults.cutAfter || faults.stallAfter || body.length
    const part = body.subarray(0, most)
    count(part.length)
    response.write(part, () => {
      if (faults.isEndless) return flood(response, count)
      if (part.length === body.length && faults.longer === 0) response.end()
      else if (faults.cutAfter > 0 || faults.longer > 0) response.destroy()
      else if (faults.dripMs > 0) drip(response, body.subarray(part.length), faults.dripMs)
    })
  }

  #isLetIn(authorization: string | undefined, response: ServerResponse): boolean {
    const { wants } = this.faults
    if (wants === 'nothing') return true
    if (wants === 'basic' && authorization === BASIC) return true
    const token = authorization?.replace('Bearer ', '') ?? ''
    const uses = this.#tokens.get(token) ?? 0
    if (wants === 'token' && uses > 0) {
      this.#tokens.set(token, uses - 1)
      return true
    }
    const challenge =
      wants === 'basic'
        ? 'Basic realm="it"'
        : `Bearer realm="http://${this.address}/token",service="it",scope="repository:app:pull"`
    response.writeHead(401, { 'www-authenticate': challenge }).end()
    return false
  }

  #token(url: string, authorization: string | undefined, response: ServerResponse): void {
    const isAsked = url.includes('service=it') && url.includes('scope=repository%3Aapp%3Apull')
    if (authorization !== BASIC || !isAsked) return void response.writeHead(401).end()
    const token = randomBytes(12).toString('hex')
    this.#tokens.set(token, this.faults.tokenUses)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ token }))
  }
}

const BASIC = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`

function drip(response: ServerResponse, rest: Buffer, everyMs: number): void {
  let at = 0
  const timer = setInterval(() => {
    if (response.destroyed || at === rest.length) clearInterval(timer)
    else response.write(rest.subarray(at, ++at))
  }, everyMs)
}

function flood(response: ServerResponse, count: (bytes: number) => void): void {
  const more = Buffer.alloc(64 * 1024)
  const on = (): void => {
    if (response.destroyed) return
    count(more.length)
    response.write(more, on)
  }
  on()
}
