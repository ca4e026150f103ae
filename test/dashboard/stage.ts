/**
 * A dashboard to be looked at: its real server on a real broker, and devices that run the real agent on a clock that
 * goes only when it is told to, so that a chart can be read while a machine stands still.
 *
 * Invariant: all on loopback; `close` leaves nothing behind.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import { buildPage } from '../../dashboard/build.ts'
import { type Dashboard, serveDashboard } from '../../fleet/web/serve.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import {
  type Application,
  application,
  FLEET,
  KEYS,
  type RolloutWord,
  type Sketch,
  signedRollout,
  signedTarget,
} from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped } from '../../storage/memory-kv.ts'

/** The page as its source is now, built once for a process. */
const page = mkdtempSync(join(tmpdir(), 'holdfast-page-'))
const built = buildPage(page)
process.once('exit', () => rmSync(page, { recursive: true, force: true }))

export const TOKEN = 'a-token-for-tests-only'
/** How finely the clock goes on, in its own milliseconds. */
const TICK_MS = 20

export class Stage {
  readonly clock = new VirtualClock({ seed: 'dashboard', wallMs: Date.UTC(2026, 4, 4, 9, 30) })
  readonly warnings: string[] = []
  readonly #memory = new MemoryBroker()
  readonly #registry = new SimulatedRegistry()
  readonly #devices = new Map<string, SimulatedDevice>()
  readonly #broker: Aedes
  readonly #server: Server
  #dashboard: Dashboard | null = null
  #flow: ReturnType<typeof setInterval> | null = null
  #going: Promise<unknown> = Promise.resolve()

  private constructor(broker: Aedes, server: Server) {
    this.#broker = broker
    this.#server = server
    // What devices say goes to the real broker, and what operators say comes from it.
    this.#memory.watch(({ client, topic, payload, retain }) => {
      if (client !== null) this.#tell(topic, payload, retain)
    })
    broker.on('publish', ({ topic, payload, retain }, client) => {
      if (client !== null) this.#memory.publish(topic, new Uint8Array(Buffer.from(payload)), { retain })
    })
  }

  static async open({ readOnly = false } = {}): Promise<Stage> {
    await built
    const broker = await Aedes.createBroker()
    const server = createServer((socket) => void broker.handle(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const stage = new Stage(broker, server)
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`
    stage.#dashboard = await serveDashboard({
      broker: { url, version: '3.1.1', connectTimeoutMs: 10_000 },
      listen: { host: '127.0.0.1', port: 0 },
      token: TOKEN,
      readOnly,
      hosts: [],
      secureCookie: false,
      page,
      warn: (message) => stage.warnings.push(message),
    })
    return stage
  }

  /** `http://127.0.0.1:PORT/` */
  get url(): string {
    if (this.#dashboard === null) throw new Error('the stage is closed')
    return this.#dashboard.url
  }

  /** The address that signs in. */
  get link(): string {
    return `${this.url}#token=${TOKEN}`
  }

  /** An application whose images can be fetched. */
  app(version: string, sketches: Record<string, Sketch>): Application {
    const made = application(version, sketches)
    for (const image of made.images) this.#registry.push(image)
    return made
  }

  /**
   * A device of the fleet that is switched on.
   * @param pullBytesPerSecond slow enough for its fetching to be seen
   */
  device(name: string, pullBytesPerSecond = 50_000): SimulatedDevice {
    const { clock } = this
    const engine = new SimulatedEngine({ clock, registry: this.#registry, seed: name, pullBytesPerSecond })
    const device = new SimulatedDevice({
      identity: { device: name, fleet: FLEET },
      trusted: KEYS,
      clock,
      broker: this.#memory,
      engine,
      link: { latencyMs: 5 },
    })
    this.#devices.set(name, device)
    device.boot()
    return device
  }

  /** Publishes a target for the fleet and lets everybody take it. */
  deploy(epoch: number, app: Application, fallback: Application | null = null): void {
    this.rollout(epoch, 1, 'go')
    this.publish(fleetTopics(FLEET).target, signedTarget(epoch, app, fallback))
  }

  rollout(epoch: number, revision: number, state: RolloutWord): void {
    this.publish(fleetTopics(FLEET).rollout, signedRollout(epoch, revision, state))
  }

  /** As an operator does; retained. */
  publish(topic: string, payload: Uint8Array): void {
    this.#tell(topic, payload, true)
    this.#memory.publish(topic, payload, { retain: true })
  }

  /** A device that only says what it is told to say. */
  says(device: string, presence: Loose<Presence>, report: Loose<Report> | null): void {
    const topics = deviceTopics(device)
    this.#tell(topics.presence, encode(KINDS.Presence, { device, ...presence }), true)
    if (report !== null) this.#tell(topics.report, encode(KINDS.Report, { device, ...report }), true)
  }

  /** The power goes, with all that was not synced, and comes back. */
  async cutPower(name: string): Promise<void> {
    const device = this.#devices.get(name)
    if (device === undefined) throw new Error(`there is no device ${name}`)
    await this.pass(0)
    device.powerCut(dropped)
    await this.pass(2_000)
    device.boot()
  }

  reportOf(name: string): Report | null {
    const bytes = this.#memory.retained(deviceTopics(name).report)
    return bytes === undefined ? null : decode(KINDS.Report, bytes)
  }

  /** Calls back with what devices publish. @returns what ends it */
  hear(listener: (topic: string, payload: Uint8Array) => void): () => void {
    return this.#memory.watch(({ client, topic, payload }) => {
      if (client !== null) listener(topic, payload)
    })
  }

  /** Calls back with what operators, the dashboard among them, publish. */
  onOperator(listener: (topic: string, payload: Uint8Array) => void): void {
    this.#broker.on('publish', ({ topic, payload }, client) => {
      if (client !== null) listener(topic, new Uint8Array(Buffer.from(payload)))
    })
  }

  /** As a device that is not really there; not retained. */
  tells(topic: string, payload: Uint8Array): void {
    this.#tell(topic, payload, false)
  }

  /** Lets so much of the devices' time pass. */
  async pass(ms: number): Promise<void> {
    this.#going = this.#going.then(() => this.clock.advance(ms))
    await this.#going
    // What was said has to travel over sockets.
    await new Promise((resolve) => setTimeout(resolve, 30))
  }

  /** Lets time pass until something is so of a device's report. */
  async passUntil(name: string, isSo: (report: Report) => boolean, mostMs = 300_000): Promise<void> {
    for (let passed = 0; passed < mostMs; passed += TICK_MS) {
      const report = this.reportOf(name)
      if (report !== null && isSo(report)) {
        await new Promise((resolve) => setTimeout(resolve, 30))
        return
      }
      this.#going = this.#going.then(() => this.clock.advance(TICK_MS))
      await this.#going
    }
    throw new Error(`${name} did not get there: it is ${this.reportOf(name)?.phase}`)
  }

  /** Time goes by itself, so many times as fast as ours, until `hold`. */
  flow(speed = 1): void {
    this.hold()
    this.#flow = setInterval(() => {
      this.#going = this.#going.then(() => this.clock.advance(TICK_MS * speed))
    }, TICK_MS)
  }

  hold(): void {
    if (this.#flow !== null) clearInterval(this.#flow)
    this.#flow = null
  }

  async close(): Promise<void> {
    this.hold()
    await this.#going
    for (const device of this.#devices.values()) device.powerCut(dropped)
    await this.#dashboard?.close()
    this.#dashboard = null
    await new Promise<void>((resolve) => this.#broker.close(resolve))
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #tell(topic: string, payload: Uint8Array, retain: boolean): void {
    const packet = { cmd: 'publish', topic, payload: Buffer.from(payload), qos: 1, retain, dup: false } as const
    this.#broker.publish(packet, (error) => {
      if (error) this.warnings.push(`the broker did not take ${topic}: ${error.message}`)
    })
  }
}
