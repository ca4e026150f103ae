/**
 * Proxies on loopback that check every byte they are sent: only for tests.
 *
 * Invariant: written from the RFCs, and sharing nothing with what they test: HTTP's CONNECT as RFC 9110 has it (and
 * Node's own server parses it), SOCKS 5 as RFC 1928 and 1929 have it.
 */
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export interface TestProxy {
  port: number
  /** What it was asked to reach: "host:port". */
  asked: string[]
  close(): Promise<void>
}

interface Terms {
  /** Where it leads, whatever name it was asked for; null: it refuses. */
  to: number | null
  login?: { username: string; password: string }
}

/** An HTTP proxy; Node's own parser reads the request. */
export async function httpProxy({ to, login }: Terms): Promise<TestProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createHttpServer()
  server.on('connection', (socket) => void sockets.add(socket))
  server.on('connect', (request, near: Socket) => {
    near.on('error', () => undefined)
    if (request.headers.host !== request.url) return near.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    const basic = login && `Basic ${Buffer.from(`${login.username}:${login.password}`, 'utf8').toString('base64')}`
    if (basic !== undefined && request.headers['proxy-authorization'] !== basic)
      return near.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n')
    asked.push(request.url ?? '')
    if (to === null) return near.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n')
    join(near, to, sockets, () => near.write('HTTP/1.1 200 Connection established\r\n\r\n'))
  })
  return started(server, sockets, asked)
}

/** A SOCKS 5 proxy that hangs up at the first byte that the RFCs do not have there. */
export async function socksProxy({ to, login }: Terms): Promise<TestProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    sockets.add(near)
    near.on('error', () => undefined)
    serveSocks(near, { to, login, sockets, asked }).catch(() => near.destroy())
  })
  return started(server, sockets, asked)
}

async function serveSocks(
  near: Socket,
  { to, login, sockets, asked }: { to: number | null; login: Terms['login']; sockets: Set<Socket>; asked: string[] },
): Promise<void> {
  const take = bytesOf(near)
  const [version, count] = await take(2)
  check(version === 5 && count! > 0)
  const methods = [...(await take(count!))]
  const method = login === undefined ? 0 : 2
  if (!methods.includes(method)) return void near.end(Buffer.from([5, 0xff]))
  near.write(Buffer.from([5, method]))
  if (login !== undefined) {
    check((await take(1))[0] === 1)
    const user = (await take((await take(1))[0]!)).toString()
    const password = (await take((await take(1))[0]!)).toString()
    const isRight = user === login.username && password === login.password
    near.write(Buffer.from([1, isRight ? 0 : 1]))
    if (!isRight) return void near.end()
  }
  const [again, command, reserved, kind] = await take(4)
  check(again === 5 && command === 1 && reserved === 0)
  const host =
    kind === 3
      ? (await take((await take(1))[0]!)).toString()
      : kind === 1
        ? [...(await take(4))].join('.')
        : (await take(16)).toString('hex')
  const port = (await take(2)).readUInt16BE()
  asked.push(`${host}:${port}`)
  if (to === null) return void near.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]))
  // An answer with a name in it, in two pieces, is allowed and unusual.
  join(near, to, sockets, () => {
    near.write(Buffer.from([5, 0, 0, 3, 2, 0x61]))
    setTimeout(() => near.write(Buffer.from([0x62, 0, 80])), 20)
  })
}

function join(near: Socket, to: number, sockets: Set<Socket>, ready: () => void): void {
  const far = connect(to, '127.0.0.1', () => {
    ready()
    far.pipe(near)
    near.pipe(far)
  })
  sockets.add(far)
  far.on('error', () => near.destroy())
  far.on('close', () => near.destroy())
  near.on('close', () => far.destroy())
}

/** Exactly so many bytes, and no more than that is read. */
function bytesOf(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    for (;;) {
      const bytes = count === 0 ? Buffer.alloc(0) : (socket.read(count) as Buffer | null)
      if (bytes !== null) return bytes
      await new Promise((resolve, reject) => {
        socket.once('readable', resolve)
        socket.once('close', reject)
      })
    }
  }
}

function check(isRight: boolean): void {
  if (!isRight) throw new Error('not as the RFC has it')
}

async function started(server: Server, sockets: Set<Socket>, asked: string[]): Promise<TestProxy> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
