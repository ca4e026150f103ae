/**
 * A registry before a real one, for what the real one refuses to hold, or gives to anybody.
 *
 * Invariant: what was not given to it is the real registry's business, byte for byte, and no digest is looked at.
 */
import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Document } from './odd-image.ts'

export class OddFront {
  /** `127.0.0.1:PORT` */
  address = ''
  /** Bytes a second of each answer of the real one; zero is without limit. */
  rate = 0
  /** "user:password" that devices and engines have to know; empty: nobody has to. */
  wants = ''
  /** Paths that were asked for. */
  readonly seen: string[] = []
  /** Who asked, as they name themselves. */
  readonly askers = new Set<string>()
  readonly #registry: string
  readonly #held = new Map<string, Document>()
  readonly #server: Server

  private constructor(registry: string, server: Server) {
    this.#registry = registry
    this.#server = server
  }

  static async before(registry: string): Promise<OddFront> {
    const server = createServer((request, response) => front.#answer(request, response))
    const front = new OddFront(registry, server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    front.address = `127.0.0.1:${(server.address() as AddressInfo).port}`
    return front
  }

  /** Gives it as a manifest, by its digest. */
  hold(document: Document): void {
    this.#held.set(`manifests/${document.digest}`, document)
  }

  /** Gives it to whoever asks for the last part of a path. @returns where */
  holdFile(name: string, body: Buffer): string {
    this.#held.set(`files/${name}`, { digest: '', body, mediaType: 'application/octet-stream' })
    return `http://${this.address}/files/${name}`
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '', method = 'GET', headers } = request
    this.seen.push(url)
    this.askers.add(headers['user-agent'] ?? '')
    // An operator's own requests are by Node.
    const isKnown = headers['user-agent'] === 'node' || this.wants === ''
    if (!isKnown && headers.authorization !== `Basic ${Buffer.from(this.wants).toString('base64')}`)
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="it"' }).end()
    const held = this.#held.get(/(manifests|files)\/[^/]*$/.exec(url)?.[0] ?? '')
    if (held !== undefined) {
      response.setHeader('content-type', held.mediaType)
      if (held.digest !== '') response.setHeader('docker-content-digest', held.digest)
      response.setHeader('content-length', held.body.length)
      return void response.end(method === 'HEAD' ? undefined : held.body)
    }
    const [host, port] = this.#registry.split(':')
    const onward = ask({ host, port, path: url, method, headers: { ...headers, host: this.#registry } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      void this.#carry(answer, response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }

  async #carry(answer: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      for await (const piece of answer as AsyncIterable<Buffer>) {
        response.write(piece)
        if (this.rate > 0) await sleep((piece.length / this.rate) * 1000)
      }
      response.end()
    } catch {
      response.destroy()
    }
  }
}
