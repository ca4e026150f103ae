/** A registry behind TLS, by an authority of its own, and through a proxy. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Registry, readCapped } from '../../agent/content/registry.ts'
import { Transport } from '../../agent/content/transport.ts'
import { type ProxyAddress, parseProxy } from '../../agent/reach/proxy.ts'
import { httpProxy, socksProxy } from '../../agent/reach/test-proxies.ts'

const NEVER = new AbortController().signal
let folder = ''
let port = 0
let proxyPort = 0
/** Of "mirror.test", which is without TLS. */
let plainPort = 0
const tunnelled: string[] = []
const closing: (() => void)[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => void response.end('content')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=it -keyout ${key} -out ${cert}`
  execFileSync(
    'openssl',
    [...words.split(' '), '-addext', 'subjectAltName=DNS:localhost,DNS:registry.test,IP:192.0.2.7,IP:2001:db8::7'],
    {
      stdio: 'ignore',
    },
  )
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) =>
    answer(request, response),
  )
  const plain = createPlain((_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="https://registry.test/token"' }).end()
  })
  const proxy = createPlain()
  proxy.on('connect', (request, socket: Socket) => {
    tunnelled.push(request.url ?? '')
    if (request.url?.startsWith('closed.test')) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const to = request.url?.startsWith('mirror.test') ? plainPort : port
    const behind = connect(to, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    socket.pipe(behind).pipe(socket)
    for (const end of [socket, behind]) end.on('error', () => end.destroy())
  })
  for (const each of [server, plain, proxy]) {
    await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve))
    closing.push(() => {
      each.closeAllConnections()
      each.close()
    })
  }
  port = (server.address() as AddressInfo).port
  plainPort = (plain.address() as AddressInfo).port
  proxyPort = (proxy.address() as AddressInfo).port
})

afterAll(async () => {
  for (const close of closing) close()
  await rm(folder, { recursive: true })
})

async function ask(
  origin: string,
  given: { caFile?: string; proxy?: ProxyAddress; target?: ProxyAddress; secret?: string } = {},
): Promise<string> {
  const transport = new Transport(5000)
  try {
    const place = {
      host: new URL(origin).host,
      origin: new URL(origin),
      username: undefined,
      passwordFile: undefined,
      caFile: given.caFile,
      proxy: given.proxy ?? null,
    }
    const wish = { place, repository: 'app', path: 'blobs/it', headers: {}, signal: NEVER, image: 'app' }
    const { pieces } = await new Registry(
      transport,
      () => given.target ?? null,
      () => given.secret ?? null,
    ).get(wish)
    return String(await readCapped(pieces, 1000))
  } finally {
    transport.close()
  }
}

const caFile = (): string => join(folder, 'cert.pem')
const proxy = () => parseProxy(`http://127.0.0.1:${proxyPort}`, 'proxy', 'refused')

it('is believed by the authority of the configuration, and by no other', async () => {
  expect(await ask(`https://localhost:${port}`, { caFile: caFile() })).toBe('content')
  await expect(ask(`https://localhost:${port}`)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
})

it('is reached through the proxy, and is still held to its certificate', async () => {
  expect(await ask('https://registry.test', { caFile: caFile(), proxy: proxy() })).toBe('content')
  expect(tunnelled.at(-1)).toBe('registry.test:443')
  await expect(ask('https://other.test', { caFile: caFile(), proxy: proxy() })).rejects.toMatchObject({
    code: 'HF_REGISTRY_UNAVAILABLE',
  })
  await expect(ask('https://closed.test', { caFile: caFile(), proxy: proxy() })).rejects.toThrow('HTTP 403')
})

it.each(['192.0.2.7', '[2001:db8::7]'])('is reached through the proxy by its address, %s', async (host) => {
  const warned: string[] = []
  const hear = ({ message }: Error): void => void warned.push(message)
  process.on('warning', hear)
  expect(await ask(`https://${host}`, { caFile: caFile(), proxy: proxy() })).toBe('content')
  await new Promise(setImmediate)
  process.off('warning', hear)
  expect(tunnelled.at(-1)).toBe(`${host}:443`)
  expect(warned.filter((message) => message.includes('ServerName'))).toEqual([])
})

it("is reached through the target's proxy, with user and password, before that of the device", async () => {
  const login = { username: 'till', password: 'hunter2' }
  for (const start of [httpProxy, socksProxy]) {
    const running = await start({ to: port, login })
    const scheme = start === socksProxy ? 'socks5h' : 'http'
    const target = { ...parseProxy(`${scheme}://127.0.0.1:${running.port}`, 'proxy', 'refused'), ...login }
    expect(await ask('https://registry.test', { caFile: caFile(), proxy: proxy(), target })).toBe('content')
    expect(running.asked).toEqual(['registry.test:443'])
    const stale = { ...target, password: 'stale' }
    const failed = await ask('https://registry.test', { caFile: caFile(), target: stale }).catch(
      (error: Error) => error,
    )
    expect(failed).toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
    expect(String(failed)).toContain('does not lead to registry.test: it wants another user or password')
    expect(String(failed)).not.toContain('stale')
    // This machine's own is never asked for by a proxy.
    expect(await ask(`https://localhost:${port}`, { caFile: caFile(), target: stale })).toBe('content')
    await running.close()
  }
})

it('leads to no place without TLS, and not from one place to the next for ever', async () => {
  answer = (_, response) => void response.writeHead(307, { location: 'http://elsewhere.test/it' }).end()
  await expect(ask(`https://localhost:${port}`, { caFile: caFile() })).rejects.toThrow('without TLS')
  answer = (_, response) => void response.writeHead(307, { location: '/again' }).end()
  await expect(ask(`https://localhost:${port}`, { caFile: caFile() })).rejects.toMatchObject({
    code: 'HF_REGISTRY_INVALID',
  })
})

it('gets no password without TLS, neither itself nor its token service', async () => {
  answer = (_, response) =>
    void response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://tokens.test/token"' }).end()
  await expect(ask(`https://localhost:${port}`, { caFile: caFile() })).rejects.toMatchObject({
    code: 'HF_REGISTRY_UNAUTHORIZED',
  })
})

it('that is without TLS has no word in who is told its password', async () => {
  const told: (string | undefined)[] = []
  answer = (request, response) => {
    told.push(request.headers.authorization)
    response.end('{"token":"t"}')
  }
  const given = { caFile: caFile(), proxy: proxy(), secret: 'press-7:open sesame' }
  await expect(ask('http://mirror.test', given)).rejects.toMatchObject({
    code: 'HF_REGISTRY_UNAUTHORIZED',
    message: expect.stringContaining('without TLS') as string,
  })
  expect(told).toEqual([])
})

it('that is asked with an authority that cannot be read is not asked', async () => {
  await expect(ask(`https://localhost:${port}`, { caFile: join(folder, 'none.pem') })).rejects.toMatchObject({
    code: 'HF_FILE_UNREADABLE',
  })
})
