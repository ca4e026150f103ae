/**
 * A device on a bench: the true agent on a true LevelDB, a simulated engine and a broker in memory, in real time.
 *
 * Invariant: the engine and the broker outlive every life of the agent, so what a life does to the containers is
 * seen; a cut is a copy of the data directory taken while the agent runs, which is what a killed one leaves.
 */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { filter, firstValueFrom, tap } from 'rxjs'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { startAgent } from '../../agent/agent.ts'
import type { Agent } from '../../agent/agent-options.ts'
import { Counters } from '../../agent/ingress/counters.ts'
import type { Log } from '../../agent/log.ts'
import type { Watched } from '../../agent/runtime/watched.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { documentId } from '../../protocol/spec-hash.ts'
import type { Command, FlightEntry, Report, Result } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { attachBroker } from '../../simulators/broker/memory-broker-port.ts'
import { attach } from '../../simulators/engine/engine-port.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { openLevel } from '../../storage/open-level.ts'
import { openStore } from '../../storage/open-store.ts'
import { IDENTITY, KEYS, type Kind, signedRollout, signedTarget, TOPICS } from './shop.ts'

/** Longer than the longest wait of an agent whose disk is full. */
const PATIENCE_MS = 100_000

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** What counts of a container that must not be touched. */
export interface Seen {
  id: string
  service: string
  state: string
  startedAt: string
}

export class BenchDevice {
  readonly broker = new MemoryBroker()
  readonly engine: SimulatedEngine
  readonly #registry = new SimulatedRegistry()
  readonly #root: string
  #data: string
  #life: { agent: Agent; end(): void } | null = null
  #report: Report | null = null
  readonly results = new Map<string, Result>()
  #copies = 0

  private constructor(root: string, data: string) {
    this.#root = root
    this.#data = data
    this.engine = new SimulatedEngine({ clock: systemClock(), registry: this.#registry })
    this.broker.watch(({ topic, payload }) => {
      if (topic === TOPICS.own.report) this.#report = decode(KINDS.Report, payload)
      if (topic !== TOPICS.own.result) return
      const result = decode(KINDS.Result, payload)
      this.results.set(result.id, result)
    })
  }

  /** @param data its data directory; default: one of its own */
  static async open(data?: string): Promise<BenchDevice> {
    const root = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
    return new BenchDevice(root, data ?? join(root, 'data'))
  }

  /** The data directory of the next life, or of this one. */
  get data(): string {
    return this.#data
  }

  /** The next life runs on this directory. */
  use(data: string): void {
    this.#data = data
  }

  /** A copy of the data directory as it is now. */
  async copy(from = this.#data): Promise<string> {
    this.#copies += 1
    const to = join(this.#root, `copy-${this.#copies}`)
    // A database that is alive may make and remove files meanwhile: then it is copied again.
    while (!(await copied(from, to))) await rm(to, { recursive: true, force: true })
    return to
  }

  /** An operator publishes a release of these services, and opens its rollout. */
  deploy(epoch: number, services: Record<string, Kind>): void {
    this.broker.publish(TOPICS.fleet.rollout, signedRollout(epoch, 'go'), { retain: true })
    this.broker.publish(TOPICS.fleet.target, signedTarget(epoch, services, this.#registry), { retain: true })
  }

  /** The rollout of this epoch is paused from now on. */
  pauseRollout(epoch: number): void {
    this.broker.publish(TOPICS.fleet.rollout, signedRollout(epoch, 'paused'), { retain: true })
  }

  command(id: string, action: Loose<Command>): void {
    this.broker.publish(TOPICS.own.command, encode(KINDS.Command, { id, budgetMs: 30_000, ...action }))
  }

  /** A life of the agent begins. @throws as `openLevel` and `startAgent` */
  async start(): Promise<void> {
    this.#report = null
    const clock = systemClock()
    const { port, die } = attach(this.engine)
    const store = await openStore(await openLevel(this.#data))
    const agent = await startAgent({
      identity: IDENTITY,
      trusted: KEYS,
      store,
      engine: port,
      host: {
        deviceType: () => '',
        exists: async () => true,
        reboot: async () => {},
        shutdown: async () => {},
        endProcesses: async () => 0,
      },
      clock,
      counters: new Counters(),
      log: QUIET,
      localApi: null,
      connect: (wires) => attachBroker({ broker: this.broker, clientId: 'd1', clock, ...wires }).port,
    })
    this.#life = { agent, end: die }
  }

  /** In good order. */
  async stop(): Promise<void> {
    await this.#life?.agent.stop()
    this.#life?.end()
    this.#life = null
  }

  /** In this instant everything that is not on the disk is lost; the engine goes on. */
  async cut(): Promise<void> {
    const left = await this.copy()
    await this.stop()
    this.#data = left
  }

  get lastReport(): Report | null {
    return this.#report
  }

  /** The last report of this life that says so. */
  async reports(what: string, isIt: (report: Report) => boolean): Promise<Report> {
    const until = Date.now() + PATIENCE_MS
    while (this.#report === null || !isIt(this.#report)) {
      if (Date.now() > until) {
        const { phase, current, blockers, refused, recovered, services } = this.#report ?? {}
        throw new Error(
          `never: ${what}; the last report: ${JSON.stringify({ phase, current, blockers, refused, recovered, services })}`,
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return this.#report
  }

  /**
   * A copy of the data directory as it is when the update enters this phase. From that instant on the agent hears no more of
   * the engine: the update goes no further, however long the copy takes.
   */
  async leftIn(phase: string): Promise<string> {
    const { agent, end } = this.#life!
    const isEntered = filter(({ machine, to }: Watched) => machine === 'update' && to.startsWith(phase))
    await firstValueFrom(agent.transitions.pipe(isEntered, tap(end)))
    return this.copy()
  }

  /** Name of the target that was published last, as the device keeps it. */
  async newestDocument(): Promise<string> {
    return documentId(this.broker.retained(TOPICS.fleet.target)!)
  }

  /** At rest with this epoch. */
  holds(epoch: number): Promise<Report> {
    return this.reports(`rest on epoch ${epoch}`, ({ phase, current }) => phase === 'idle' && current?.epoch === epoch)
  }

  /** This device's containers, by service. */
  async containers(): Promise<Seen[]> {
    const all = await attach(this.engine).port.listContainers('d1')
    return all
      .map(({ id, service, state, startedAt }) => ({ id, service, state, startedAt }))
      .sort((x, y) => (x.service < y.service ? -1 : 1))
  }

  /** Those that run. */
  async running(): Promise<Seen[]> {
    return (await this.containers()).filter(({ state }) => state === 'running')
  }

  async flight(): Promise<FlightEntry[]> {
    const store = await openStore(await openLevel(this.#data))
    try {
      return await store.flight(512)
    } finally {
      await store.close()
    }
  }

  async close(): Promise<void> {
    await this.stop()
    this.engine.close()
    await rm(this.#root, { recursive: true, force: true })
  }
}

/** Whether no file came or went while the directory was copied. */
async function copied(from: string, to: string): Promise<boolean> {
  const before = await readdir(from, { recursive: true })
  try {
    await cp(from, to, { recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  return isDeepStrictEqual(before.toSorted(), (await readdir(from, { recursive: true })).toSorted())
}
