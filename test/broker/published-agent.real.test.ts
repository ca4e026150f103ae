/** The published agent, as a process, on a real Mosquitto: TLS, web sockets, proxies, and a second broker. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { httpProxy, socksProxy } from '../../agent/reach/test-proxies.ts'
import { bundle } from '../../deploy/bundle.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { startMosquitto } from '../rig/mosquitto.ts'
import { freePort, type Part } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'

const DEVICE = 'press-7'
const login = { username: 'me', password: 'hunter2' }

interface Site {
  part: Part
  tls: number
  web: number
  secureWeb: number
  /** What was told of the device's presence, in order: "here 3", "gone 3". */
  presence: string[]
  /** Publishes, and keeps, the death of an earlier connection. */
  tellDead(connection: number): Promise<void>
}

describeReal('the published agent', () => {
  let dir: string
  const closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    dir = await mkdtemp(`${tmpdir()}/hf-published-`)
    await bundle(join(dir, 'dist'))
    const request =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=broker.test ' +
      `-addext subjectAltName=DNS:broker.test,DNS:localhost -keyout ${dir}/key.pem -out ${dir}/cert.pem`
    await promisify(execFile)('openssl', request.split(' '))
    await writeFile(`${dir}/proxy-password`, `${login.password}\n`)
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  async function site(): Promise<Site> {
    const [tls, web, secureWeb] = [await freePort(), await freePort(), await freePort()]
    const secure = [`certfile ${dir}/cert.pem`, `keyfile ${dir}/key.pem`]
    const part = await startMosquitto([
      `listener ${tls} 127.0.0.1`,
      ...secure,
      `listener ${web} 127.0.0.1`,
      'protocol websockets',
      `listener ${secureWeb} 127.0.0.1`,
      'protocol websockets',
      ...secure,
    ])
    closing.push(() => part.stop())
    const presence: string[] = []
    const eye = await watch(part.address, presence)
    const tellDead = async (connection: number): Promise<void> => {
      const dead = { device: DEVICE, fleet: 'plant-a', online: false, bootId: 'b', connection, agentVersion: '0.1.0' }
      const payload = Buffer.from(encode(KINDS.Presence, dead))
      await eye.publishAsync(deviceTopics(DEVICE).presence, payload, { qos: 1, retain: true })
    }
    return { part, tls, web, secureWeb, presence, tellDead }
  }

  async function watch(address: string, presence: string[]): Promise<MqttClient> {
    const eye = await connectAsync(address, { reconnectPeriod: 100 })
    closing.push(() => eye.endAsync(true))
    eye.on('message', (_topic, payload) => {
      const { online, connection } = decode(KINDS.Presence, payload)
      presence.push(`${online ? 'here' : 'gone'} ${connection}`)
    })
    await eye.subscribeAsync(deviceTopics(DEVICE).presence, { qos: 1 })
    return eye
  }

  async function configFor(rest: object): Promise<string> {
    const folder = await mkdtemp(join(dir, 'device-'))
    const config = {
      device: DEVICE,
      fleet: 'plant-a',
      trustedKeys: [formatPublicKey(generateKey('release'))],
      dataDir: join(folder, 'data'),
      secretsDir: join(folder, 'secrets'),
      engine: { socket: join(folder, 'nobody.sock') },
      ...rest,
    }
    await writeFile(join(folder, 'agent.json'), JSON.stringify(config))
    return join(folder, 'agent.json')
  }

  function start(config: string, env: Record<string, string> = {}): HoldfastProcess {
    const agent = startHoldfast(['--config', config], {
      program: join(dir, 'dist/holdfast-agent'),
      cwd: dir,
      env: { HOLDFAST_NODE: process.execPath, ...env },
    })
    closing.push(async () => {
      agent.child.kill('SIGTERM')
      await agent.ended
    })
    return agent
  }

  const settles = { timeout: 120_000, interval: 50 }
  const said = ({ out, err }: HoldfastProcess): string => [...out, ...err].join('\n')

  it('comes to it by wss, through the HTTP proxy of HTTPS_PROXY, which alone knows the name', async () => {
    const { secureWeb, presence } = await site()
    const proxy = await httpProxy({ to: secureWeb, login })
    closing.push(proxy.close)
    const config = await configFor({
      broker: { url: `wss://broker.test:${secureWeb}/mqtt`, caFile: `${dir}/cert.pem` },
    })
    const agent = start(config, { HTTPS_PROXY: `http://${login.username}:${login.password}@127.0.0.1:${proxy.port}` })
    await expect.poll(() => presence, settles).toEqual([expect.stringMatching(/^here /)])
    expect(proxy.asked).toEqual([`broker.test:${secureWeb}`])
    expect(said(agent)).not.toContain(login.password)
  })

  it('comes to it by TLS, through the SOCKS proxy of its configuration', async () => {
    const { tls, presence } = await site()
    const proxy = await socksProxy({ to: tls, login })
    closing.push(proxy.close)
    const config = await configFor({
      broker: { url: `mqtts://broker.test:${tls}`, caFile: `${dir}/cert.pem` },
      proxy: {
        url: `socks5h://127.0.0.1:${proxy.port}`,
        username: login.username,
        passwordFile: `${dir}/proxy-password`,
      },
    })
    start(config, { ALL_PROXY: 'http://127.0.0.1:1' })
    await expect.poll(() => presence, settles).toEqual([expect.stringMatching(/^here /)])
    expect(proxy.asked).toEqual([`broker.test:${tls}`])
  })

  it('goes to the second broker when the first is killed, under a higher number, and answers a death that comes late', async () => {
    const [one, two] = [await site(), await site()]
    const config = await configFor({
      brokers: [
        { url: `mqtts://localhost:${one.tls}`, caFile: `${dir}/cert.pem` },
        { url: `ws://localhost:${two.web}/mqtt` },
      ],
    })
    const agent = start(config)
    await expect.poll(() => one.presence.length, settles).toBe(1)
    await one.part.kill()
    await expect.poll(() => two.presence.length, settles).toBe(1)
    const numberOf = (word = ''): number => Number(word.split(' ')[1])
    expect(two.presence[0]).toMatch(/^here /)
    expect(numberOf(two.presence[0])).toBeGreaterThan(numberOf(one.presence[0]))
    expect(said(agent)).toContain('localhost: the connection was closed')
    // As a bridge between the two would bring it: the device has the last word.
    const [late, now] = [numberOf(one.presence[0]), numberOf(two.presence[0])]
    await two.tellDead(late)
    await expect.poll(() => two.presence, settles).toEqual([`here ${now}`, `gone ${late}`, `here ${now}`])
    agent.child.kill('SIGKILL')
    await expect.poll(() => two.presence.at(-1), settles).toBe(`gone ${now}`)
  })

  it('has a doctor that works beside it, and tells what is wrong when it is gone', async () => {
    const { part, tls, presence } = await site()
    const config = await configFor({ broker: { url: `mqtts://localhost:${tls}`, caFile: `${dir}/cert.pem` } })
    const agent = start(config)
    await expect.poll(() => presence.length, settles).toBe(1)
    const beside = await examined(config)
    expect(beside).toMatchObject({ status: 1, first: 'engine' })
    expect(beside.findings).toContainEqual(
      expect.objectContaining({
        layer: 'data',
        state: 'ok',
        what: expect.stringContaining(`process ${agent.child.pid}`),
      }),
    )
    expect(beside.findings).toContainEqual(expect.objectContaining({ layer: 'broker', state: 'ok' }))
    expect(beside.findings).toContainEqual(
      // Made for two days.
      expect.objectContaining({ layer: 'tls', state: 'warn', advice: expect.stringContaining('have it renewed') }),
    )
    // It was neither thrown out nor told dead.
    expect(presence).toHaveLength(1)
    agent.child.kill('SIGTERM')
    await agent.ended
    await part.kill()
    const alone = await examined(config)
    expect(alone).toMatchObject({ status: 1, first: 'tcp' })
    expect(alone.findings).toContainEqual(expect.objectContaining({ layer: 'data', state: 'warn' }))
  })

  async function examined(config: string) {
    const run = startHoldfast(['doctor', '--config', config, '--json'], {
      program: join(dir, 'dist/holdfast-agent'),
      cwd: dir,
      env: { HOLDFAST_NODE: process.execPath },
    })
    const status = await run.ended
    return { status, ...JSON.parse(run.out.join('')) }
  }
})
