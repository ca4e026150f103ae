import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { Aedes } from 'aedes'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import { openLevel } from '../../storage/open-level.ts'
import { httpProxy } from '../reach/test-proxies.ts'
import { doctor } from './doctor.ts'
import type { Finding } from './finding.ts'

const closing: (() => Promise<unknown>)[] = []
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(`${tmpdir()}/hf-doctor-`)
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await rm(dir, { recursive: true })
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

async function broker(accepts = true): Promise<{ port: number; clients: string[] }> {
  const clients: string[] = []
  const aedes = await Aedes.createBroker({
    authenticate: (client, _user, _password, done) => {
      clients.push(client.id)
      done(null, accepts)
    },
  })
  closing.push(() => new Promise<void>((resolve) => aedes.close(resolve)))
  return { port: await listen(createServer((socket) => void aedes.handle(socket))), clients }
}

async function examined(
  config: object,
  ...flags: string[]
): Promise<{ status: number; findings: Finding[]; first: string | null; said: string }> {
  const whole = {
    device: 'd1',
    fleet: 'f',
    trustedKeys: [formatPublicKey(generateKey('release'))],
    dataDir: dir,
    engine: { socket: `${dir}/none.sock` },
    ...config,
  }
  await writeFile(`${dir}/agent.json`, JSON.stringify(whole))
  let said = ''
  const status = await doctor(['--config', `${dir}/agent.json`, '--json', '--timeout', '4', ...flags], (text) => {
    said += text
  })
  return { status, said, ...JSON.parse(said) }
}

const of = (findings: readonly Finding[], layer: string) => findings.filter((finding) => finding.layer === layer)

describe('holdfast agent doctor', () => {
  it('says that the broker lets us in, under an id of its own, and that the engine is not there', async () => {
    const { port, clients } = await broker()
    const { status, first, findings } = await examined({ broker: { url: `mqtt://127.0.0.1:${port}` } })
    expect({ status, first }).toEqual({ status: 1, first: 'engine' })
    expect(of(findings, 'broker')).toMatchObject([{ state: 'ok' }])
    expect(of(findings, 'engine')).toMatchObject([{ state: 'wrong', advice: expect.stringContaining('none.sock') }])
    expect(of(findings, 'disk').every(({ state }) => state === 'ok')).toBe(true)
    expect(new Set(clients)).toEqual(new Set(['d1-doctor']))
  })

  it('says why it is not let in, and no password', async () => {
    const { port } = await broker(false)
    await writeFile(`${dir}/password`, 'hunter2')
    const { said, findings } = await examined({
      broker: { url: `mqtt://127.0.0.1:${port}`, username: 'u', passwordFile: 'password', protocol: '3.1.1' },
    })
    expect(of(findings, 'broker')).toMatchObject([
      {
        state: 'wrong',
        what: expect.stringContaining('does not let this device in'),
        advice: expect.stringContaining('username'),
      },
    ])
    expect(said).not.toContain('hunter2')
  })

  it('tells the layer that fails: nobody listens, no MQTT, no TLS', async () => {
    const dead = createServer()
    const deadPort = await listen(dead)
    await closing.pop()?.()
    const silent = await listen(createServer((socket) => void socket.on('error', () => undefined).resume()))
    const cases = [
      [`mqtt://127.0.0.1:${deadPort}`, 'tcp'],
      [`mqtt://127.0.0.1:${silent}`, 'broker'],
      [`mqtts://127.0.0.1:${silent}`, 'tls'],
      ['mqtt://no-such-name.invalid', 'dns'],
    ] as const
    for (const [url, layer] of cases) {
      const { first, findings } = await examined({ broker: { url, protocol: '5' } })
      expect([url, first]).toEqual([url, layer])
      expect(of(findings, layer)).toMatchObject([{ state: 'wrong', of: url, advice: expect.stringMatching(/./) }])
    }
  })

  it('says that a page to log in at stands before the internet, first where no broker lets us in', async () => {
    const page = createHttpServer((_, answer) => answer.writeHead(302, { location: 'http://login.test/' }).end())
    const network = { probe: { url: `http://127.0.0.1:${await listen(page)}/` } }
    for (const [accepts, expected] of [
      [false, { state: 'wrong', first: 'internet' }],
      [true, { state: 'warn', first: 'engine' }],
    ] as const) {
      const { port } = await broker(accepts)
      const { first, findings } = await examined({ broker: { url: `mqtt://127.0.0.1:${port}` }, network })
      const [internet] = of(findings, 'internet')
      expect({ state: internet?.state, first }).toEqual(expected)
      expect(internet?.what).toContain('answered 302 instead of 204')
    }
  })

  it('takes one broker of several for enough', async () => {
    const { port } = await broker()
    const { findings } = await examined({
      brokers: [{ url: 'mqtt://no-such-name.invalid' }, { url: `mqtt://127.0.0.1:${port}` }],
    })
    expect(of(findings, 'dns').map(({ state }) => state)).toEqual(['warn', 'ok'])
  })

  it('goes through the proxy, and says when that does not lead there', async () => {
    const { port } = await broker()
    const good = await httpProxy({ to: port })
    const bad = await httpProxy({ to: null })
    closing.push(good.close, bad.close)
    const through = (proxy: number) => ({
      broker: { url: 'mqtt://only-there.test', proxy: { url: `http://127.0.0.1:${proxy}` } },
    })
    expect(of((await examined(through(good.port))).findings, 'broker')).toMatchObject([{ state: 'ok' }])
    expect(await examined(through(bad.port))).toMatchObject({ first: 'proxy' })
  })

  it('goes through the proxy of the network configuration that the device keeps', async () => {
    const { port } = await broker()
    const good = await httpProxy({ to: port, login: { username: 'till', password: 'hunter2' } })
    closing.push(good.close)
    const kept = { hash: 'h', url: `http://127.0.0.1:${good.port}`, username: 'till', password: 'hunter2' }
    await writeFile(`${dir}/network-proxy.json`, JSON.stringify(kept))
    const { findings, said } = await examined({ broker: { url: 'mqtt://only-there.test', proxy: { url: 'none' } } })
    expect(of(findings, 'proxy')).toMatchObject([{ state: 'ok', what: kept.url }])
    expect(of(findings, 'broker')).toMatchObject([{ state: 'ok' }])
    expect(said).not.toContain('hunter2')
  })

  it('works beside an agent that has the database open', async () => {
    const { port } = await broker()
    const kv = await openLevel(dir)
    closing.push(() => kv.close())
    const { findings } = await examined({ broker: { url: `mqtt://127.0.0.1:${port}` } })
    expect(of(findings, 'data')).toMatchObject([
      { state: 'ok', what: expect.stringContaining(`process ${process.pid}`) },
    ])
  })

  it('says when there is no data directory, and makes none', async () => {
    const { port } = await broker()
    const { findings } = await examined({ broker: { url: `mqtt://127.0.0.1:${port}` }, dataDir: `${dir}/gone` })
    expect(of(findings, 'data')).toMatchObject([{ state: 'warn', what: expect.stringContaining('does not exist') }])
    await expect(rm(`${dir}/gone`)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('asks a registry, and hears by its clock that ours is wrong', async () => {
    const { port } = await broker()
    const server = createHttpServer((_request, response) => {
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString())
      response.writeHead(401).end()
    })
    const registry = await listen(server)
    closing.push(async () => server.closeAllConnections())
    const { first, findings } = await examined(
      { broker: { url: `mqtt://127.0.0.1:${port}` } },
      '--registry',
      `127.0.0.1:${registry}`,
    )
    expect(of(findings, 'registry')).toMatchObject([{ state: 'ok', of: `127.0.0.1:${registry}` }])
    expect(first).toBe('clock')
  })

  it.each([
    [[], '--config'],
    [['--config', '/nowhere/agent.json'], '/nowhere/agent.json'],
    [['--config', 'x', '--timeout', '0'], '--timeout'],
    [['--no-such-flag'], 'no-such-flag'],
  ])('is not understood: %j', async (argv, place) => {
    await expect(doctor(argv, () => undefined)).rejects.toThrow(place)
  })
})
