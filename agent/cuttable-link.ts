/**
 * A TCP link on loopback that a test can cut, freeze and count: only for tests.
 *
 * Invariant: both ends see a cut as a broken connection, and a freeze as silence.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

interface CuttableLink {
  port: number
  /** How many connections were ever made through it. */
  connections: () => number
  /** Breaks every connection that there is. */
  cut: () => void
  /** Nothing passes any more, in either direction, until the link is cut. */
  freeze: () => void
  close(): Promise<void>
}

/** Opens a link to the port on loopback that `to` names when a connection is made. */
export async function cuttableLink(to: () => number): Promise<CuttableLink> {
  const sockets = new Set<Socket>()
  let made = 0
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
  }
  const server = createServer((near) => {
    made += 1
    const far = connect(to(), '127.0.0.1')
    keep(near, far)
    keep(far, near)
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => made,
    cut,
    freeze: () => {
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    close: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
