import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openStream, type Way } from './open-stream.ts'
import { parseProxy } from './proxy.ts'
import { resolve } from './resolve.ts'
import { httpProxy, socksProxy } from './test-proxies.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function listening(answer: (socket: Socket) => void): Promise<{ port: number; gone: () => number }> {
  const sockets = new Set<Socket>()
  let gone = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      gone += 1
    })
    socket.resume()
    answer(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  })
  return { port: (server.address() as AddressInfo).port, gone: () => gone }
}

const way = (url: string, rest: Partial<Way> = {}): Way => ({
  address: new URL(url),
  port: Number(new URL(url).port),
  proxy: null,
  tls: {},
  limitMs: 300,
  signal: new AbortController().signal,
  ask: async () => [{ address: '127.0.0.1', family: 4 }],
  ...rest,
})

const silent = (): void => undefined
const echo = (socket: Socket): void => void socket.pipe(socket)

describe('what is said when a broker cannot be reached', () => {
  it('is that DNS does not answer', async () => {
    const ask = () => new Promise<never>(() => undefined)
    await expect(openStream(way('mqtt://dns-silent.test:1883', { ask }))).rejects.toMatchObject({
      code: 'HF_BROKER_UNAVAILABLE',
      stage: 'dns',
      message: 'dns-silent.test: DNS does not answer within 0.3 s',
    })
  })

  it('is that the name has no address', async () => {
    const ask = async () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))
    await expect(openStream(way('mqtt://none.test:1883', { ask }))).rejects.toMatchObject({
      stage: 'dns',
      message: expect.stringContaining('the name has no address: getaddrinfo ENOTFOUND'),
    })
  })

  it('is where the name led to, when nobody listens there', async () => {
    const { port } = await listening(silent)
    await closing.pop()?.()
    await expect(openStream(way(`mqtt://lying.test:${port}`))).rejects.toMatchObject({
      stage: 'tcp',
      message: expect.stringContaining(`cannot connect to 127.0.0.1:${port}`),
    })
  })

  it('is that TLS is not finished, and the socket is gone', async () => {
    const { port, gone } = await listening(silent)
    await expect(openStream(way(`mqtts://b.test:${port}`))).rejects.toMatchObject({
      stage: 'tls',
      message: expect.stringContaining('does not finish the TLS handshake within 0.3 s'),
    })
    await expect.poll(gone).toBe(1)
  })

  it('is that somebody without TLS answers', async () => {
    const { port } = await listening((socket) => void socket.write('220 mail.example ESMTP\r\n'))
    await expect(openStream(way(`mqtts://b.test:${port}`, { limitMs: 10_000 }))).rejects.toMatchObject({
      stage: 'tls',
      message: expect.stringContaining('whoever answers there does not speak TLS'),
    })
  })

  it('is that there are no web sockets', async () => {
    const { port } = await listening(
      (socket) => void socket.once('data', () => socket.end('HTTP/1.1 404 Not Found\r\n\r\n')),
    )
    await expect(openStream(way(`ws://b.test:${port}/mqtt`, { limitMs: 10_000 }))).rejects.toMatchObject({
      stage: 'websocket',
      message: expect.stringContaining('404'),
    })
    const mute = await listening(silent)
    await expect(openStream(way(`ws://b.test:${mute.port}/mqtt`))).rejects.toMatchObject({
      stage: 'websocket',
      message: expect.stringContaining('within 0.3 s'),
    })
  })

  it('ends at once when it is given up', async () => {
    const { port, gone } = await listening(silent)
    const giving = new AbortController()
    const opening = openStream(way(`mqtts://b.test:${port}`, { limitMs: 60_000, signal: giving.signal }))
    setTimeout(() => giving.abort(), 50)
    await expect(opening).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    await expect.poll(gone).toBe(1)
  })
})

describe('a resolver that hangs', () => {
  it('is asked once, however often we try', async () => {
    let asked = 0
    const answer = Promise.withResolvers<{ address: string; family: number }[]>()
    const ask = () => {
      asked += 1
      return answer.promise
    }
    const terms = { limitMs: 20, signal: new AbortController().signal, ask }
    for (let attempt = 0; attempt < 3; attempt++) await expect(resolve('slow.test', terms)).rejects.toThrow('DNS')
    expect(asked).toBe(1)
    answer.resolve([{ address: '192.0.2.1', family: 4 }])
    await answer.promise
    await expect(resolve('slow.test', { ...terms, ask: async () => [] })).resolves.toEqual([])
  })
})

describe('through a proxy', () => {
  const login = { username: 'me', password: 'hunter2:ü' }

  it.each([
    ['http', httpProxy],
    ['socks5h', socksProxy],
  ] as const)('%s: the bytes pass both ways, and the proxy looks the name up', async (scheme, start) => {
    const { port } = await listening(echo)
    const proxy = await start({ to: port, login })
    closing.push(proxy.close)
    const setting = { ...parseProxy(`${scheme}://127.0.0.1:${proxy.port}`, '', 'refused'), ...login }
    const { stream } = await openStream(way('mqtt://only-the-proxy-knows.test:1883', { proxy: setting, limitMs: 5000 }))
    stream.write('hello')
    expect(String(await new Promise((done) => stream.once('data', done)))).toBe('hello')
    stream.destroy()
    expect(proxy.asked).toEqual(['only-the-proxy-knows.test:1883'])
  })

  it('socks5: we look the name up', async () => {
    const { port } = await listening(echo)
    const proxy = await socksProxy({ to: port })
    closing.push(proxy.close)
    const ask = async () => [{ address: '192.0.2.9', family: 4 }]
    const setting = parseProxy(`socks5://127.0.0.1:${proxy.port}`, '', 'refused')
    const { stream } = await openStream(way('mqtt://b.test:1883', { proxy: setting, ask, limitMs: 5000 }))
    stream.destroy()
    expect(proxy.asked).toEqual(['192.0.2.9:1883'])
  })

  it.each([
    ['http', httpProxy, { ...login, password: 'wrong' }, 1, 'it wants another user or password (HTTP 407)'],
    ['http', httpProxy, null, 1, 'it wants another user or password (HTTP 407)'],
    ['http', httpProxy, login, null, 'it cannot reach that address (HTTP 503)'],
    ['socks5h', socksProxy, { ...login, password: 'wrong' }, 1, 'it wants another user or password'],
    ['socks5h', socksProxy, null, 1, 'it wants a user and a password'],
    ['socks5h', socksProxy, login, null, 'its connection is refused there (SOCKS reply 5)'],
  ] as const)('%s: says why it does not lead there, and no password', async (scheme, start, given, to, why) => {
    const proxy = await start({ to, login })
    closing.push(proxy.close)
    const setting = { ...parseProxy(`${scheme}://127.0.0.1:${proxy.port}`, '', 'refused'), ...given }
    const failed: unknown = await openStream(way('mqtt://b.test:1883', { proxy: setting, limitMs: 5000 })).catch(
      (error) => error,
    )
    expect(failed).toMatchObject({
      code: 'HF_BROKER_UNAVAILABLE',
      stage: 'proxy',
      message: expect.stringContaining(why),
    })
    expect(JSON.stringify(failed) + String(failed) + String((failed as Error).cause)).not.toMatch(/hunter2|wrong/)
  })

  it.each([
    ['accepts and says nothing', silent, 'does not answer within 0.3 s'],
    ['speaks something else', (socket: Socket) => void socket.write('SSH-2.0-OpenSSH\r\n\r\n'), 'it does not speak'],
    ['hangs up', (socket: Socket) => void socket.destroy(), 'does not lead to the broker'],
    ['never ends its answer', (socket: Socket) => void socket.write('H'.repeat(20_000)), 'does not lead to the broker'],
  ])('says so when the proxy %s', async (_, answer, why) => {
    const { port } = await listening(answer)
    for (const scheme of ['http', 'socks5h']) {
      const proxy = parseProxy(`${scheme}://127.0.0.1:${port}`, '', 'refused')
      const limitMs = answer === silent ? 300 : 10_000
      await expect(openStream(way('mqtt://b.test:1883', { proxy, limitMs }))).rejects.toMatchObject({
        stage: 'proxy',
        message: expect.stringContaining(why),
      })
    }
  })
})
