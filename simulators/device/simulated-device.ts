/**
 * A whole device in memory: disk, engine, clock, broker, and the real agent on them.
 *
 * Invariant: what a real device keeps over a power cut is kept (disk, engine), and nothing else. An agent
 * whose process has ended never acts again: all its ports are dead.
 */
import { startAgent } from '../../agent/agent.ts'
import type { Agent } from '../../agent/agent-options.ts'
import { bundleParts } from '../../agent/bundle/parts.ts'
import { Counters } from '../../agent/ingress/counters.ts'
import type { Log } from '../../agent/log.ts'
import type { HostPort } from '../../machines/host-port.ts'
import { faultOf } from '../../protocol/errors.ts'
import { MemoryDisk, type Survives } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import { attachBroker } from '../broker/memory-broker-port.ts'
import { attach } from '../engine/engine-port.ts'
import { seededRandom } from '../seeded-random.ts'
import { type Boot, BootClock } from './boot-clock.ts'
import type { DeviceOptions } from './device-options.ts'
import { MemorySecretFiles } from './memory-secret-files.ts'
import { MortalKv } from './mortal-kv.ts'

interface Life {
  clock: BootClock
  agent: Promise<Agent>
  end(): void
}

/** As the service manager's unit says. */
const RESTART_MS = 5_000
const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Of the simulation alone. */
export const DEVICE_SECRET = new Uint8Array(32).fill(7)

export class SimulatedDevice {
  readonly #options: DeviceOptions
  #disk: MemoryDisk
  #boots: number
  /** By the world's clock; null while it is off. */
  #boot: Boot | null = null
  #startedMs = 0
  #life: Life | null = null
  /** Of the agent, in this boot: what is by chance in one follows from these two numbers. */
  #lives = 0
  #giveUpReboot: (() => void) | null = null
  /** What of the host's memory a power cut takes. */
  readonly secretFiles = new MemorySecretFiles()
  /** How often the agent ended by itself. */
  failures = 0

  constructor(options: DeviceOptions) {
    this.#options = options
    this.#disk = options.disk ?? new MemoryDisk()
    this.#boots = options.boots ?? 0
  }

  get disk(): MemoryDisk {
    return this.#disk
  }

  get boots(): number {
    return this.#boots
  }

  get bootId(): string | null {
    return this.#boot?.id ?? null
  }

  /** When the last life of the agent began, on the world's clock; 0: none has. */
  get startedMs(): number {
    return this.#startedMs
  }

  /** The agent's, while one runs. */
  get agent(): Promise<Agent> | null {
    return this.#life?.agent ?? null
  }

  /** The power is there: engine and agent start. */
  boot(): void {
    if (this.#boot !== null) return
    this.#boots += 1
    this.#lives = 0
    this.#boot = {
      id: `boot-${this.#boots}`,
      beganMs: this.#options.clock.now().monoMs,
      wallErrorMs: this.#options.wallErrorMs?.() ?? 0,
    }
    if (this.#options.engine.isAway) this.#options.engine.comeBack()
    this.startAgent()
  }

  /** In this instant everything stops. `survives` says which writes that no sync covered the disk has kept. */
  powerCut(survives: Survives): void {
    this.#goDown('power')
    this.#disk = this.#disk.cut(survives)
  }

  /** The agent's process is killed; the kernel and the engine go on, and what was written is there. */
  kill(): void {
    if (this.#life === null) return
    this.#endLife()
    this.#disk = this.#disk.cut(() => true)
  }

  /** Its supervisor starts the agent again. */
  startAgent(): void {
    if (this.#boot === null || this.#life !== null) return
    const {
      identity,
      trusted,
      broker,
      engine,
      link,
      seed = identity.device,
      secretsKey,
      dressing = {},
      log = QUIET,
      operatorSocket = null,
      network,
      applications,
      opening,
      steps,
      relistMs,
      medium,
    } = this.#options
    this.#lives += 1
    this.#startedMs = this.#options.clock.now().monoMs
    const chance = seededRandom(`${seed}/${this.#boots}/${this.#lives}`)
    const clock = new BootClock(this.#options.clock, this.#boot, chance)
    const kv = new MortalKv(this.#disk.open())
    const attachment = attach(engine)
    let dieConnection = () => {}
    const start = async (): Promise<Agent> => {
      const dressed = dressing.kv?.(kv) ?? kv
      const store = await openStore(dressed, this.#options.store)
      return startAgent({
        identity,
        trusted,
        store: dressing.store?.(store, clock) ?? store,
        engine: dressing.engine?.(attachment.port, engine) ?? attachment.port,
        host: this.#hostOf(() => life === this.#life),
        clock,
        counters: new Counters(),
        log,
        localApi: null,
        operatorSocket,
        applications,
        secrets:
          secretsKey === undefined
            ? undefined
            : { key: secretsKey, deviceSecret: DEVICE_SECRET, files: this.secretFiles },
        ...(medium === undefined
          ? {}
          : { bundles: { load: async () => bundleParts(medium), isWatched: true, upload: null } }),
        ...(network === undefined ? {} : { network: await network(clock) }),
        ...(opening === undefined ? {} : { opening }),
        steps,
        ...(relistMs === undefined ? {} : { relistMs }),
        connect: (wires) => {
          const { port, die } =
            typeof broker === 'function'
              ? broker(wires, clock)
              : attachBroker({ broker, clientId: identity.device, clock, ...wires, ...link })
          dieConnection = die
          return dressing.broker?.(port) ?? port
        },
      })
    }
    const life: Life = {
      clock,
      agent: start(),
      end: () => {
        clock.die()
        kv.die()
        attachment.die()
        dieConnection()
      },
    }
    this.#life = life
    void this.#supervise(life, log)
  }

  /** An agent that cannot go on ends, and is started again after a while. */
  async #supervise(life: Life, log: Log): Promise<void> {
    try {
      log.error('the agent cannot go on', { ...faultOf(await (await life.agent).failed) })
    } catch (error) {
      log.error('the agent did not start', { ...faultOf(error) })
    }
    if (this.#life !== life) return
    this.failures += 1
    this.kill()
    const boot = this.#boot
    this.#options.clock.schedule(RESTART_MS, () => {
      if (this.#boot === boot) this.startAgent()
    })
  }

  #goDown(fall: 'power' | 'graceful'): void {
    this.#giveUpReboot?.()
    this.#giveUpReboot = null
    this.#endLife()
    this.#boot = null
    this.#options.engine.goAway(fall)
    this.secretFiles.lose()
  }

  #endLife(): void {
    const life = this.#life
    this.#life = null
    if (life === null) return
    this.#options.onEnd?.(this.bootId ?? '')
    life.end()
  }

  #hostOf(isAlive: () => boolean): HostPort {
    const { clock, deviceType = '', rebootMs = { down: 1_000, dark: 20_000 } } = this.#options
    return {
      deviceType: () => deviceType,
      exists: async () => true,
      reboot: async () => {
        if (!isAlive()) return
        this.#options.onReboot?.()
        this.#goDownLater(rebootMs.down, () => {
          this.#giveUpReboot = clock.schedule(rebootMs.dark, () => {
            this.#giveUpReboot = null
            this.boot()
          })
        })
      },
      shutdown: async () => {
        if (!isAlive()) return
        this.#options.onShutdown?.()
        this.#goDownLater(rebootMs.down, () => {})
      },
      endProcesses: async () => 0,
    }
  }

  /** In good order. A second order changes nothing. */
  #goDownLater(ms: number, then: () => void): void {
    this.#giveUpReboot ??= this.#options.clock.schedule(ms, () => {
      this.#goDown('graceful')
      this.#disk = this.#disk.cut(() => true)
      then()
    })
  }
}
