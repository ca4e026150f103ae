/**
 * One device that is to be killed: its engine, its agent, and the operator's hand at the broker.
 *
 * Invariant: engine and agent are its own, and nothing of them is left after `close`; a life of the agent is a
 * process of what is published, and its log is kept over all lives.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundle } from '../../deploy/bundle.ts'
import { connectBroker } from '../../fleet/broker/connection.ts'
import { encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { formatPublicKey, generateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Command } from '../../protocol/types.ts'
import { type FlightFound, readFlight } from '../../storage/read-flight.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { type Images, imageOf, pushImages, releaseOf, type Testimony, testimonyIn } from './application.ts'
import { type EngineFacts, engineFacts } from './engine-facts.ts'
import { Hearing } from './hearing.ts'
import type { Standing } from './judge.ts'
import type { Victim } from './plan.ts'

const POLICY = { soakMs: 100, healthTimeoutMs: 60_000, contactTimeoutMs: 60_000 }
/** Below those that the kernel gives away, so that nobody else happens to be at it. */
const PORT = 7391
/** Of the agent, in its folder. */
const DATA = 'data'
/** Lines of a log. */
const TAIL = 300

export class Stage {
  readonly device = `kills-${randomBytes(3).toString('hex')}`
  readonly log: string[] = []
  /** Ids of all commands so far. */
  readonly sent = new Set<string>()
  epoch = 0
  readonly #closers: (() => unknown)[] = []
  readonly #key = generateKey('release')
  readonly #place = `127.${[...randomBytes(3)].map((byte) => 1 + (byte % 250)).join('.')}:${PORT}`
  #folder = ''
  #registry = ''
  #images!: Images
  #dockerd!: Dockerd
  #hearing!: Hearing
  #publish!: (topic: string, payload: Uint8Array, retain: boolean) => Promise<void>
  #life: HoldfastProcess | null = null

  /**
   * @param registry `127.0.0.1:PORT`
   * @param broker URL
   */
  static async open({ registry, broker }: { registry: string; broker: string }): Promise<Stage> {
    const stage = new Stage()
    try {
      await stage.#open(registry, broker)
      return stage
    } catch (error) {
      await stage.close()
      throw error
    }
  }

  get hearing(): Hearing {
    return this.#hearing
  }

  /** What the agent last said that its update machine does. */
  get phase(): string {
    const last = this.log.findLast((line) => line.includes(' transition machine=update '))
    return /to=(\w+)/.exec(last ?? '')?.[1] ?? ''
  }

  /** Publishes the next release, by turns with other images. */
  async deploy(options: { strategy: number; isHealthy: boolean }): Promise<Standing> {
    this.epoch += 1
    const { epoch, device } = this
    const witness = join(this.#folder, 'witness')
    const release = releaseOf({ epoch, images: this.#images, place: this.#place, witness, ...options })
    const bytes = seal(KINDS.Target, { device, epoch, release, policy: POLICY }, [this.#key])
    await this.#publish(deviceTopics(device).target, bytes, true)
    return { epoch, releaseId: release.id, image: imageOf(this.#images, epoch) }
  }

  /** @returns the command's id */
  async command(action: Omit<Loose<Command>, 'id'>): Promise<string> {
    const id = `kills-${this.sent.size + 1}`
    this.sent.add(id)
    await this.#publish(deviceTopics(this.device).command, encode(KINDS.Command, { ...action, id }), false)
    return id
  }

  async kill(victim: Victim): Promise<void> {
    const ends: Promise<unknown>[] = []
    if (victim !== 'engine') ends.push(this.#killAgent())
    if (victim !== 'agent') ends.push(this.#dockerd.kill())
    this.log.push(`---- SIGKILL: ${victim}`)
    await Promise.all(ends)
  }

  /** Starts what does not run; returns when the engine answers. */
  async start(): Promise<void> {
    if (this.#life === null) this.#startAgent()
    if (!this.#engineRuns) await this.#dockerd.restart()
    this.log.push('---- everything is started')
  }

  facts(): Promise<EngineFacts> {
    return engineFacts(this.#dockerd.address, this.device, `${this.#registry}/${this.device}/store@`)
  }

  /** As it is on the disk: only while no agent runs. */
  flight(): Promise<FlightFound> {
    return readFlight(join(this.#folder, DATA))
  }

  testimony(): Promise<Testimony> {
    return testimonyIn(join(this.#folder, 'witness'))
  }

  /** What to keep of it when something failed. */
  async story(): Promise<string[]> {
    const engine = await readFile(join(dirname(this.#dockerd.address), 'log'), 'utf8')
    return [
      ...this.log.slice(-TAIL),
      '---- what the engine wrote:',
      ...engine.split('\n').slice(-TAIL),
      '---- the last report:',
      JSON.stringify(this.#hearing.lastReport, null, 1),
    ]
  }

  async close(): Promise<void> {
    for (const closer of this.#closers.splice(0).reverse()) await closer()
  }

  get #engineRuns(): boolean {
    try {
      return this.#dockerd.pid > 0
    } catch {
      return false
    }
  }

  async #open(registry: string, broker: string): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'holdfast-kills-'))
    this.#closers.push(() => rm(this.#folder, { recursive: true, force: true }))
    this.#registry = registry
    await mkdir(join(this.#folder, 'witness'))
    await bundle(join(this.#folder, 'dist'))
    this.#images = await pushImages(registry, this.device)
    const dockerd = await startDockerd()
    this.#dockerd = dockerd
    this.#closers.push(() => dockerd.stop())
    const settings = { url: broker, version: '5', connectTimeoutMs: 10_000 } as const
    const hand = await connectBroker(settings, () => {})
    this.#closers.push(() => hand.close())
    this.#publish = (...message) => hand.publish(...message)
    const hearing = await Hearing.of(this.device, broker)
    this.#hearing = hearing
    this.#closers.push(() => hearing.close())
    const config = {
      device: this.device,
      fleet: 'kills',
      broker: { url: broker },
      trustedKeys: [formatPublicKey(this.#key)],
      dataDir: DATA,
      engine: { socket: dockerd.address },
      logLevel: 'debug',
    }
    await writeFile(join(this.#folder, 'agent.json'), JSON.stringify(config))
    this.#closers.push(() => this.#killAgent())
    this.#startAgent()
  }

  #startAgent(): void {
    const life = startHoldfast(['--config', 'agent.json'], {
      cwd: this.#folder,
      program: join(this.#folder, 'dist', 'holdfast-agent'),
      env: { HOLDFAST_NODE: process.execPath, NODE_COMPILE_CACHE: join(this.#folder, 'cache') },
      onError: (line) => this.log.push(line),
    })
    this.#life = life
    void life.ended.then((end) => this.log.push(`---- the agent ended: ${end}`))
  }

  async #killAgent(): Promise<void> {
    const life = this.#life
    this.#life = null
    if (life === null) return
    life.child.kill('SIGKILL')
    await life.ended
  }
}
