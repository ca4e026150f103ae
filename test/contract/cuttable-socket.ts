/**
 * A unix socket in front of another, whose connections a test can break.
 *
 * Invariant: bytes pass unchanged; only connections that have asked for what is named are broken.
 */
import { connect, createServer, type Socket } from 'node:net'

export interface CuttableSocket {
  path: string
  /** Breaks the connections on which a request with this in its first line has been made. */
  cut(request: string): void
  /** Breaks the connection on which the next such request is made, before it arrives. */
  cutNext(request: RegExp): void
  close(): Promise<void>
}

export async function cuttableSocket(path: string, behind: string): Promise<CuttableSocket> {
  let next: RegExp | null = null
  const pairs = new Map<Socket, { engine: Socket; requests: string }>()
  const server = createServer((client) => {
    const pair = { engine: connect(behind), requests: '' }
    pairs.set(client, pair)
    client.on('data', (chunk) => {
      const firstLine = chunk.toString('latin1').split('\r\n', 1)[0] ?? ''
      pair.requests += firstLine
      if (next?.test(firstLine)) {
        next = null
        end()
      } else pair.engine.write(chunk)
    })
    client.on('end', () => pair.engine.end())
    pair.engine.pipe(client)
    const end = () => {
      pairs.delete(client)
      client.destroy()
      pair.engine.destroy()
    }
    for (const socket of [client, pair.engine]) socket.on('error', end).on('close', end)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const breakAll = (isMeant: (requests: string) => boolean) => {
    for (const [client, { requests }] of pairs) if (isMeant(requests)) client.destroy()
  }
  return {
    path,
    cutNext: (request) => {
      next = request
    },
    cut: (request) => breakAll((requests) => requests.includes(request)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        breakAll(() => true)
      }),
  }
}
