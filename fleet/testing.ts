/**
 * An operator's desk for tests: files, a terminal, a broker, a registry and devices that do as told.
 *
 * Invariant: all on loopback and in a temporary directory; `clear` leaves nothing behind.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import mqtt, { type MqttClient } from 'mqtt'
import { decode, encode, KINDS, type Loose } from '../protocol/codec.ts'
import { deviceTopics } from '../protocol/topics.ts'
import type { Command, Log, Report, Result } from '../protocol/types.ts'
import type { Io } from './cli/io.ts'
import { main } from './main.ts'

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { size: 1 },
  layers: [{ size: 9 }],
})

export interface Outcome {
  code: number
  out: string
  err: string
  /** Of `--json`. */
  lines: Record<string, unknown>[]
}

export class Desk {
  readonly #directory: string
  readonly #broker: Aedes
  readonly #brokerServer: Server
  readonly #registry: HttpServer
  readonly #clients: MqttClient[] = []

  private constructor(directory: string, broker: Aedes, brokerServer: Server, registry: HttpServer) {
    this.#directory = directory
    this.#broker = broker
    this.#brokerServer = brokerServer
    this.#registry = registry
  }

  /**
   * With a broker that speaks 3.1.1, and a registry that holds every image but those tagged "none".
   * @param port of the broker; any that is free by default
   * @param retained by the broker from the start, by topic
   */
  static async open(port = 0, retained: Readonly<Record<string, Uint8Array>> = {}): Promise<Desk> {
    const broker = await Aedes.createBroker()
    for (const [topic, bytes] of Object.entries(retained)) {
      const packet = { cmd: 'publish', topic, payload: Buffer.from(bytes), qos: 1, retain: true, dup: false } as const
      await new Promise<void>((resolve) => broker.publish(packet, () => resolve()))
    }
    const brokerServer = createServer(broker.handle)
    const registry = createHttpServer((request, response) => {
      if (request.url?.endsWith('/none')) response.writeHead(404).end()
      else response.end(MANIFEST)
    })
    await new Promise<void>((resolve) => brokerServer.listen(port, '127.0.0.1', resolve))
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
    return new Desk(await mkdtemp(join(tmpdir(), 'holdfast-desk-')), broker, brokerServer, registry)
  }

  get url(): string {
    return `mqtt://127.0.0.1:${(this.#brokerServer.address() as AddressInfo).port}`
  }

  get registry(): string {
    return `127.0.0.1:${(this.#registry.address() as AddressInfo).port}`
  }

  path(name: string): string {
    return join(this.#directory, name)
  }

  async write(name: string, content: string): Promise<void> {
    await writeFile(this.path(name), content)
  }

  /** `docker-compose.yml` of one service. */
  async compose(tag = '1'): Promise<void> {
    await this.write('docker-compose.yml', `name: shop\nservices:\n  web:\n    image: ${this.registry}/web:${tag}\n`)
  }

  /** What the last command that was begun has written until now. */
  soFar: () => string = () => ''

  /** Runs a command line, split at blanks if it is not yet, in this directory. */
  async run(
    line: string | readonly string[],
    options: Pick<Given, 'interrupt' | 'interruptAt' | 'terminal' | 'input'> = {},
  ): Promise<Outcome> {
    const shown = terminal({
      ...options,
      env: { HOLDFAST_BROKER: this.url, HOLDFAST_KEYS: this.#directory, DOCKER_CONFIG: this.#directory },
      cwd: this.#directory,
    })
    this.soFar = shown.out
    const words = typeof line === 'string' ? line.split(' ') : line
    const code = await main(words, shown.io)
    const [out, err] = [shown.out(), shown.err()]
    const lines = words.includes('--json')
      ? out
          .trim()
          .split('\n')
          .filter(Boolean)
          .map((text) => JSON.parse(text))
      : []
    return { code, out, err, lines: lines as Record<string, unknown>[] }
  }

  /** What is retained on a topic. Fails when nothing is. @param patienceMs where nothing is, all of it is waited for */
  async retained(topic: string, patienceMs = 60_000): Promise<Uint8Array> {
    const client = await this.#connect()
    const found = new Promise<Uint8Array>((resolve, reject) => {
      client.once('message', (_, payload) => resolve(payload))
      setTimeout(() => reject(new Error(`nothing is retained on ${topic}`)), patienceMs).unref()
    })
    await client.subscribeAsync(topic)
    return found
  }

  async publish(topic: string, payload: Uint8Array): Promise<void> {
    const client = await this.#connect()
    await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: true })
  }

  /** A device that is online and says what it is told to say. */
  async device(name: string, fleet = 'f'): Promise<FakeDevice> {
    const device = new FakeDevice(name, fleet, await this.#connect())
    await device.presence(true)
    return device
  }

  async clear(): Promise<void> {
    for (const client of this.#clients) await client.endAsync(true)
    await new Promise<void>((resolve) => this.#broker.close(resolve))
    this.#registry.closeAllConnections()
    for (const server of [this.#brokerServer, this.#registry])
      await new Promise<void>((resolve) => server.close(() => resolve()))
    await rm(this.#directory, { recursive: true })
  }

  async #connect(): Promise<MqttClient> {
    const client = await mqtt.connectAsync(this.url, { protocolVersion: 4 })
    this.#clients.push(client)
    return client
  }
}

interface Given {
  /** Of the terminal. */
  columns?: number
  rows?: number
  interrupt?: AbortSignal
  /** Interrupts when this was written. */
  interruptAt?: RegExp
  terminal?: boolean
  input?: Uint8Array
  env?: Io['env']
  cwd?: string
}

/** A terminal, and what was written to it. */
export function terminal(given: Given = {}): { io: Io; out(): string; err(): string } {
  let out = ''
  let err = ''
  const interrupt = new AbortController()
  const io: Io = {
    out: (text) => {
      out += text
      if (given.interruptAt?.test(out) === true) interrupt.abort()
    },
    err: (text) => {
      err += text
    },
    input: async () => given.input ?? new Uint8Array(),
    terminal: given.terminal ?? false,
    colour: false,
    columns: given.columns ?? 80,
    rows: given.rows ?? 24,
    env: given.env ?? {},
    cwd: given.cwd ?? tmpdir(),
    signal: given.interrupt ?? interrupt.signal,
  }
  return { io, out: () => out, err: () => err }
}

export class FakeDevice {
  readonly name: string
  readonly #fleet: string
  readonly #client: MqttClient
  #sequence = 0
  #connection = 0

  constructor(name: string, fleet: string, client: MqttClient) {
    this.name = name
    this.#fleet = fleet
    this.#client = client
  }

  async presence(online: boolean): Promise<void> {
    if (online) this.#connection += 1
    const presence = { device: this.name, fleet: this.#fleet, online, connection: this.#connection }
    await this.#say('presence', encode(KINDS.Presence, presence), true)
  }

  async reports(report: Loose<Report>): Promise<void> {
    this.#sequence += 1
    const whole = { device: this.name, fleet: this.#fleet, sequence: this.#sequence, phase: 'idle', ...report }
    await this.#say('report', encode(KINDS.Report, whole), true)
  }

  /** Does `reply` once a target is published for its fleet. */
  async onTarget(reply: () => Promise<void>): Promise<void> {
    const topic = `hf/1/fleet/${this.#fleet}/rollout`
    this.#client.on('message', (at) => {
      if (at === topic) void reply()
    })
    await this.#client.subscribeAsync(topic, { qos: 1 })
  }

  /** Does `reply` once a command comes. */
  async onCommand(reply: () => Promise<void>): Promise<void> {
    const { command: topic } = deviceTopics(this.name)
    this.#client.on('message', (at) => {
      if (at === topic) void reply()
    })
    await this.#client.subscribeAsync(topic, { qos: 1 })
  }

  /** Answers commands: log messages first, then the result. */
  async answers(answer: (command: Command) => { result: Loose<Result>; logs?: Loose<Log>[] }): Promise<void> {
    const { command: topic } = deviceTopics(this.name)
    this.#client.on('message', (at, payload) => {
      if (at !== topic) return
      const command = decode(KINDS.Command, payload)
      const { result, logs = [] } = answer(command)
      void (async () => {
        for (const log of logs)
          await this.#say('log', encode(KINDS.Log, { device: this.name, commandId: command.id, ...log }))
        await this.#say('result', encode(KINDS.Result, { id: command.id, device: this.name, ...result }))
      })()
    })
    await this.#client.subscribeAsync(topic, { qos: 1 })
  }

  async #say(leaf: 'presence' | 'report' | 'log' | 'result', payload: Uint8Array, retain = false): Promise<void> {
    await this.#client.publishAsync(deviceTopics(this.name)[leaf], Buffer.from(payload), { qos: 1, retain })
  }
}
