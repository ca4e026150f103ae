/**
 * A TCP proxy that counts what goes through it.
 *
 * Invariant: it changes nothing, and holds nothing back. What TCP and IP add is reckoned, not seen: each piece that comes is
 * taken for one packet and one acknowledgement.
 */
import { connect, createServer, type Socket } from 'node:net'

/** Since the last time that somebody looked. */
export interface Passed {
  /** Bytes of TCP's content, in both directions. */
  bytes: number
  pieces: number
  connections: number
}

export interface CountingProxy {
  port: number
  take(): Passed
  stop(): Promise<void>
}

/** IPv4 and TCP with timestamps, and what it takes to open and close a connection. */
const HEADER_BYTES = 52
const PACKETS_OF_A_CONNECTION = 7

/** With the headers of TCP and IP. */
export function onTheLink({ bytes, pieces, connections }: Passed): number {
  return bytes + (2 * pieces + PACKETS_OF_A_CONNECTION * connections) * HEADER_BYTES
}

/** @param port on loopback, where it goes to */
export async function countingProxy(port: number): Promise<CountingProxy> {
  let passed: Passed = { bytes: 0, pieces: 0, connections: 0 }
  const open = new Set<Socket>()
  const server = createServer((near) => {
    passed.connections += 1
    const far = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.setNoDelay(true)
      from.on('data', (piece) => {
        passed.bytes += piece.length
        passed.pieces += 1
        to.write(piece)
      })
      from.on('error', () => from.destroy()) // its other side sees the end
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port to be had')
  return {
    port: address.port,
    take() {
      const taken = passed
      passed = { bytes: 0, pieces: 0, connections: 0 }
      return taken
    },
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
