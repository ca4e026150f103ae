/**
 * A site with two real Mosquittos as `holdfast broker config mosquitto` configures them, and registrars beside them.
 *
 * Invariant: on loopback, on ports of its own; `clear` leaves nothing behind.
 */
import { appendFile, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { FakeClaimant } from '../../fleet/registrar/testing.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { claimTopics, deviceTopics } from '../../protocol/topics.ts'
import type { ClaimAnswer } from '../../protocol/types.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { PATIENCE_MS, until } from '../e2e/until.ts'
import { clear, type Ground, makeGround } from '../rig/leftovers.ts'
import { freePort, type Server, server } from '../rig/process.ts'

/** What is freed is overwritten at once: a broker that uses it all the same ends, and does not go on by chance. */
const TELLTALE = { GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0:glibc.malloc.perturb=165' }

export interface Outcome {
  code: number | string
  out: string
  err: string
}

export interface Identity {
  certificates: string
  key: string
}

/** Where the brokers are: a name for IPv4, or an address of IPv6 alone. */
export type SiteHost = 'localhost' | '::1'

const ADDRESSES: Record<SiteHost, string> = { localhost: '127.0.0.1', '::1': '::1' }

/** A connection and what came over it. */
export interface Ear {
  client: MqttClient
  heard: string[]
}

export class Site {
  readonly #ground: Ground
  readonly #ports: Record<'devices' | 'claims' | 'operators' | 'bridge', number>
  #brokers: Server[] = []
  readonly #clients: MqttClient[] = []
  readonly #registrars: HoldfastProcess[] = []

  readonly #host: SiteHost

  private constructor(ground: Ground, ports: Site['ports'], host: SiteHost) {
    this.#ground = ground
    this.#host = host
    this.#ports = ports
  }

  get ports() {
    return this.#ports
  }

  /** Of the broker at this port. */
  url(of: keyof Site['ports']): string {
    return `mqtts://${this.#host === '::1' ? '[::1]' : this.#host}:${this.#ports[of]}`
  }

  /** Both brokers run; no registrar does. */
  static async open(host: SiteHost = 'localhost'): Promise<Site> {
    const [devices, claims, operators, bridge] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ]
    const site = new Site(await makeGround('mosquitto'), { devices, claims, operators, bridge }, host)
    try {
      await site.#configure()
      await site.#startBrokers()
    } catch (error) {
      await site.clear()
      throw error
    }
    return site
  }

  /** Of the broker of devices. @throws when it has ended */
  get brokerPid(): number {
    return this.#brokers[0]!.pid
  }

  /** Of the broker of claims. @throws when it has ended */
  get claimsPid(): number {
    return this.#brokers[1]!.pid
  }

  /** Ends both brokers as an operator does, and starts them where they were. */
  async restartBrokers(): Promise<void> {
    for (const broker of this.#brokers) await broker.end('SIGTERM')
    for (const broker of this.#brokers) await broker.start()
  }

  path(name: string): string {
    return join(this.#ground.dir, name)
  }

  file(name: string): Promise<string> {
    return readFile(this.path(`broker/${name}`), 'utf8')
  }

  /** What a broker has logged so far. */
  logged(of: 'mosquitto.conf' | 'mosquitto-claims.conf'): Promise<string> {
    return readFile(this.path(`${of}.log`), 'utf8')
  }

  /** Runs one command to its end. */
  async holdfast(...words: string[]): Promise<Outcome> {
    const run = startHoldfast(words, { cwd: this.#ground.dir, env: { HOLDFAST_REGISTRAR: this.path('data') } })
    const code = await run.ended
    return { code, out: run.out.join('\n'), err: run.err.join('\n') }
  }

  /** A token's text. */
  async token(fleet: string, uses: number, time = '1h'): Promise<string> {
    const { code, out, err } = await this.holdfast(
      ...`tokens create --fleet ${fleet} --uses ${uses} --for ${time}`.split(' '),
    )
    if (code !== 0) throw new Error(err)
    return out.trim()
  }

  /** Starts a registrar and waits until it serves, or stands by. */
  async registrar(state: 'serving' | 'standby' = 'serving', ...more: string[]): Promise<HoldfastProcess> {
    const broker = this.path('broker')
    const words = `registrar --json --user registrar --password-file ${broker}/registrar.password --ca-file ${broker}/authority.pem --broker-files ${broker} --broker ${this.url('operators')} --device-broker ${this.url('devices')} --per-second 100000`
    const reload = `sh -c 'kill -HUP $(cat ${this.path('mosquitto.conf.pid')})'`
    const run = startHoldfast([...words.split(' '), '--reload', reload, ...more], {
      cwd: this.#ground.dir,
      env: { HOLDFAST_REGISTRAR: this.path('data') },
    })
    this.#registrars.push(run)
    let over: unknown = null
    void run.ended.then((code) => {
      over = code
    })
    await until(
      `a registrar that is ${state}`,
      () => over !== null || events(run).includes(state),
      () => [...run.out, ...run.err].join('\n'),
    )
    if (!events(run).includes(state)) throw new Error(`the registrar ended: ${run.err.join('\n')}`)
    return run
  }

  /** Connects as somebody that has no certificate yet. */
  async stranger(clientId: string, more: IClientOptions = {}): Promise<Ear> {
    const password = (await this.file('claim.password')).trim()
    return this.#connect('claims', { clientId, username: 'claim', password, ...more })
  }

  /** Connects by a certificate. */
  async device(identity: Identity, more: IClientOptions = {}): Promise<Ear> {
    return this.#connect('devices', { cert: identity.certificates, key: identity.key, ...more })
  }

  /** Connects as an operator, or as one of the others that have a password. */
  async operator(user: 'operator' | 'registrar' = 'operator', more: IClientOptions = {}): Promise<Ear> {
    const password = (await this.file(`${user}.password`)).trim()
    return this.#connect('operators', { username: user, password, ...more })
  }

  /** Sends a claim and waits for its answer. */
  async claim(device: FakeClaimant, payload: Uint8Array, ear?: Ear): Promise<ClaimAnswer> {
    const { client } = ear ?? (await this.stranger(device.id))
    const { claim, answer } = claimTopics(device.id)
    await client.subscribeAsync(answer, { qos: 1 })
    const answered = nextMessage(client, answer)
    await client.publishAsync(claim, Buffer.from(payload), { qos: 1 })
    return decode<ClaimAnswer>(KINDS.ClaimAnswer, await answered)
  }

  /** A device with an identity by a token. */
  async enrolled(name: string, token: string): Promise<Identity & { claimant: FakeClaimant; answer: ClaimAnswer }> {
    const claimant = await FakeClaimant.make()
    const answer = await this.claim(claimant, claimant.byToken(token, { device: name }))
    if (answer.certificates === '') throw new Error(`${answer.code} ${answer.message}`)
    return { certificates: answer.certificates, key: claimant.key, claimant, answer }
  }

  /** Asks for the next certificate over a connection by the present one. */
  async renew(device: string, { client }: Ear, next: FakeClaimant, now: Identity): Promise<ClaimAnswer> {
    const { renew, certificate } = deviceTopics(device)
    await client.subscribeAsync(certificate, { qos: 1 })
    const answered = nextMessage(client, certificate)
    await client.publishAsync(renew, Buffer.from(next.renewal(device, now.certificates, now)), { qos: 1 })
    return decode<ClaimAnswer>(KINDS.ClaimAnswer, await answered)
  }

  async clear(): Promise<void> {
    for (const client of this.#clients) await client.endAsync(true)
    for (const { child, ended } of this.#registrars) {
      child.kill('SIGKILL')
      await ended
    }
    for (const broker of this.#brokers) await broker.end('SIGTERM')
    await clear(this.#ground)
  }

  async #configure(): Promise<void> {
    const ports = Object.entries(this.#ports).flatMap(([name, port]) => [`--${name}-port`, String(port)])
    const words = `broker config mosquitto --out ${this.path('broker')} --state ${this.path('state')}`.split(' ')
    const { code, err } = await this.holdfast(...words, '--host', this.#host, '--bind', ADDRESSES[this.#host], ...ports)
    if (code !== 0) throw new Error(err)
    for (const name of ['mosquitto.conf', 'mosquitto-claims.conf'])
      await appendFile(
        this.path(`broker/${name}`),
        `user root\npid_file ${this.path(`${name}.pid`)}\nlog_dest file ${this.path(`${name}.log`)}\nlog_type all\n`,
      )
  }

  async #startBrokers(): Promise<void> {
    const parts = [
      ['mosquitto.conf', this.#ports.devices],
      ['mosquitto-claims.conf', this.#ports.claims],
    ] as const
    for (const [name, port] of parts) {
      const broker = server({
        command: 'mosquitto',
        args: ['-c', this.path(`broker/${name}`)],
        log: this.path(`${name}.out`),
        env: TELLTALE,
        ready: () => listens(port, ADDRESSES[this.#host]),
      })
      await broker.start()
      this.#brokers = [...this.#brokers, broker]
    }
  }

  async #connect(to: keyof Site['ports'], options: IClientOptions): Promise<Ear> {
    const ca = await this.file('authority.pem')
    const settings: IClientOptions = { ca, reconnectPeriod: 0, protocolVersion: 5, connectTimeout: 10_000, ...options }
    const client = await mqtt.connectAsync(this.url(to), settings, false)
    this.#clients.push(client)
    const heard: string[] = []
    // The broker's ending of a connection is what some tests are about.
    client.on('error', () => {})
    client.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString('latin1')}`))
    return { client, heard }
  }
}

/** The events that a registrar has told of so far. */
export function events(run: HoldfastProcess): string[] {
  return run.out.map((line) => String((JSON.parse(line) as { event: unknown }).event))
}

function nextMessage(client: MqttClient, topic: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing came on ${topic}`)), PATIENCE_MS)
    const onMessage = (at: string, payload: Buffer): void => {
      if (at !== topic) return
      clearTimeout(timer)
      client.off('message', onMessage)
      resolve(new Uint8Array(payload))
    }
    client.on('message', onMessage)
  })
}

function listens(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
