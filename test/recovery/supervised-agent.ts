/**
 * The agent as a program, on a served engine and a real broker, under a supervisor.
 *
 * Invariant: as the service manager's unit: what ends is begun again, until it is told to stop; how each life
 * ended is kept.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Aedes } from 'aedes'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { formatPublicKey } from '../../protocol/keys.ts'
import type { Report } from '../../protocol/types.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { type ServedEngine, serveEngine } from '../../simulators/engine/server.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { IDENTITY, KEYS, type Kind, signedRollout, signedTarget, TOPICS } from './shop.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/holdfast.ts', import.meta.url))
const HANG = fileURLToPath(new URL('hang-on-signal.ts', import.meta.url))
const PATIENCE_MS = 100_000

export class SupervisedAgent {
  /** How each life ended: its exit code, or the signal. */
  readonly ends: (number | string)[] = []
  readonly log: string[] = []
  readonly data: string
  /** The engine takes calls and answers none, as one that hangs does. */
  engineHangs = false
  #report: Report | null = null
  #child: ChildProcess | null = null
  #over = false
  #supervising: Promise<void> = Promise.resolve()
  readonly #root: string
  readonly #registry = new SimulatedRegistry()
  #engine!: SimulatedEngine
  #served!: ServedEngine
  #broker!: Aedes
  #server!: Server

  private constructor(root: string) {
    this.#root = root
    this.data = join(root, 'data')
  }

  /** @param hang what SIGUSR2 does; see `hang-on-signal.ts` */
  static async open(hang: 'loop' | 'clock', limitMs: number): Promise<SupervisedAgent> {
    const agent = new SupervisedAgent(await mkdtemp(join(tmpdir(), 'holdfast-watchdog-')))
    await agent.#openWorld()
    agent.#supervising = agent.#supervise({ HANG: hang, WATCHDOG_USEC: String(limitMs * 1000) })
    return agent
  }

  deploy(epoch: number, services: Record<string, Kind>): void {
    this.#retain(TOPICS.fleet.rollout, signedRollout(epoch, 'go'))
    this.#retain(TOPICS.fleet.target, signedTarget(epoch, services, this.#registry))
  }

  hang(): void {
    this.#child?.kill('SIGUSR2')
  }

  async until(what: string, isIt: (report: Report | null) => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS
    while (!isIt(this.#report)) {
      if (Date.now() > end) {
        const { phase, current, blockers } = this.#report ?? {}
        throw new Error(
          `never: ${what}; ${JSON.stringify({ phase, current, blockers, ends: this.ends })}\n${this.log.join('')}`,
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  holds(epoch: number): Promise<void> {
    return this.until(`rest on ${epoch}`, (report) => report?.phase === 'idle' && report.current?.epoch === epoch)
  }

  /** Another agent on the same data, to its end. */
  second(): Promise<{ code: number; out: string; err: string }> {
    return this.holdfast(['agent', '--config', join(this.#root, 'agent.json')])
  }

  /** The operator's command line, to its end. */
  async holdfast(words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const env = { ...process.env, HOLDFAST_BROKER: this.#url }
    const child = spawn(process.execPath, [PROGRAM, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    for (const [name, stream] of [
      ['out', child.stdout],
      ['err', child.stderr],
    ] as const)
      stream.setEncoding('utf8').on('data', (text: string) => {
        said[name] += text
      })
    const [code] = (await once(child, 'close')) as [number]
    return { code, ...said }
  }

  /** Stops the agent in good order, and waits for its end. */
  async stop(): Promise<void> {
    this.#over = true
    this.#child?.kill('SIGTERM')
    await this.#supervising
  }

  async close(): Promise<void> {
    this.#over = true
    this.#child?.kill('SIGKILL')
    await this.#supervising
    this.#engine.close()
    await this.#served.close()
    await new Promise<void>((resolve) => this.#broker.close(resolve))
    this.#server.close()
    await rm(this.#root, { recursive: true, force: true })
  }

  get #url(): string {
    return `mqtt://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async #openWorld(): Promise<void> {
    const clock = systemClock()
    this.#engine = new SimulatedEngine({
      registry: this.#registry,
      latencyMs: { least: 1, most: 1 },
      clock: {
        now: () => clock.now(),
        sleep: async (ms, signal) => {
          await clock.sleep(ms, signal)
          while (this.engineHangs) await clock.sleep(50, signal)
        },
      },
    })
    const socket = join(this.#root, 'engine.sock')
    this.#served = await serveEngine(this.#engine, socket)
    this.#broker = await Aedes.createBroker()
    this.#broker.on('publish', ({ topic, payload }) => {
      if (topic === TOPICS.own.report) this.#report = decode(KINDS.Report, Buffer.from(payload))
    })
    this.#server = createServer(this.#broker.handle)
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const config = {
      ...IDENTITY,
      broker: { url: this.#url, protocol: '3.1.1' },
      trustedKeys: KEYS.map(formatPublicKey),
      dataDir: this.data,
      engine: { socket },
    }
    await writeFile(join(this.#root, 'agent.json'), JSON.stringify(config))
  }

  async #supervise(env: Record<string, string>): Promise<void> {
    while (!this.#over) {
      const words = ['--import', HANG, PROGRAM, 'agent', '--config', join(this.#root, 'agent.json')]
      const child = spawn(process.execPath, words, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => this.log.push(text))
      this.#child = child
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
      this.ends.push(signal ?? code ?? 'unknown')
    }
  }

  #retain(topic: string, payload: Uint8Array): void {
    const packet = {
      cmd: 'publish' as const,
      topic,
      payload: Buffer.from(payload),
      qos: 1 as const,
      retain: true,
      dup: false,
    }
    this.#broker.publish(packet, (error) => {
      if (error) this.log.push(`the broker: ${error.message}\n`)
    })
  }
}
