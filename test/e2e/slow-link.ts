/**
 * The link to a registry, which a test can make stall.
 *
 * Invariant: bytes pass unchanged; a stalled link lets so many bytes through, over all connections, and keeps
 * the rest until it flows again.
 */

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export class SlowLink {
  /** `127.0.0.1:PORT`, for image names. */
  readonly address: string
  readonly #close: () => Promise<void>
  readonly #waiting = new Set<Socket>()
  #allowance = Number.POSITIVE_INFINITY

  private constructor(address: string, close: () => Promise<void>) {
    this.address = address
    this.#close = close
  }

  /** @param behind `127.0.0.1:PORT` */
  static async to(behind: string): Promise<SlowLink> {
    const [host = '', port = ''] = behind.split(':')
    const sockets = new Set<Socket>()
    const server = createServer((client) => {
      const registry = connect(Number(port), host)
      for (const socket of [client, registry]) {
        sockets.add(socket)
        socket.on('error', () => socket.destroy())
        socket.on('close', () => {
          sockets.delete(socket)
          client.destroy()
          registry.destroy()
          link.#waiting.delete(registry)
        })
      }
      client.pipe(registry)
      registry.on('data', (bytes) => {
        client.write(bytes)
        link.#allowance -= bytes.length
        if (link.#allowance > 0) return
        registry.pause()
        link.#waiting.add(registry)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const link = new SlowLink(
      `127.0.0.1:${(server.address() as AddressInfo).port}`,
      () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy()
          server.close(() => resolve())
        }),
    )
    return link
  }

  /** From so many bytes on nothing comes any more. */
  stallAfter(bytes: number): void {
    this.#allowance = bytes
  }

  flow(): void {
    this.#allowance = Number.POSITIVE_INFINITY
    for (const registry of this.#waiting) registry.resume()
    this.#waiting.clear()
  }

  close(): Promise<void> {
    return this.#close()
  }
}
