/**
 * A link to a registry that is cut after every so many bytes, slow, or changes them.
 *
 * Invariant: it counts every byte that it carries to the device.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export class BadLink {
  /** Bytes of a connection after which it is cut; zero: never. */
  cutAfter = 0
  /** Of each connection one in so many bytes is changed; zero: none. */
  corruptEvery = 0
  /** Bytes that are changed, once each, by how many the link has carried before them; the first one first. */
  changeAt: number[] = []
  /** Bytes that were changed so. */
  changes = 0
  /** Bytes a second for each connection; zero is without limit. */
  rate = 0
  /** To the device, so far. */
  carried = 0
  cuts = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
  }

  /** @param behind `127.0.0.1:PORT` */
  static async to(behind: string): Promise<BadLink> {
    const [host = '', port = ''] = behind.split(':')
    const server = createServer((device) => link.#carry(device, connect(Number(port), host)))
    const link = new BadLink(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return link
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  #carry(device: Socket, registry: Socket): void {
    for (const socket of [device, registry]) {
      this.#sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        this.#sockets.delete(socket)
        device.destroy()
        registry.destroy()
      })
    }
    device.pipe(registry)
    let had = 0
    registry.on('data', (bytes: Buffer) => {
      if (device.destroyed) return
      const part = this.cutAfter > 0 ? bytes.subarray(0, this.cutAfter - had) : bytes
      const every = this.corruptEvery
      if (every > 0)
        for (let at = every - (had % every) - 1; at < part.length; at += every) part[at] = (part[at] ?? 0) ^ 1
      for (let at = this.changeAt[0]; at !== undefined && at < this.carried + part.length; at = this.changeAt[0]) {
        this.changeAt.shift()
        if (at < this.carried) continue
        part[at - this.carried] = (part[at - this.carried] ?? 0) ^ 1
        this.changes += 1
      }
      had += part.length
      this.carried += part.length
      registry.pause()
      const on = (): void => {
        if (this.cutAfter > 0 && had >= this.cutAfter) {
          this.cuts += 1
          device.destroySoon()
          registry.destroy()
        } else if (this.rate > 0) setTimeout(() => registry.resume(), (part.length / this.rate) * 1000)
        else registry.resume()
      }
      device.write(part, on)
    })
  }
}
