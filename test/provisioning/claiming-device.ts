import type { Agent } from '../../agent/agent-options.ts'
import { around } from '../../agent/around.ts'
import { Counters } from '../../agent/ingress/counters.ts'
import { NO_NETWORK } from '../../agent/network/network-parts.ts'
import type { ProxyInForce } from '../../agent/network/proxy-in-force.ts'
import { startClaimedAgent } from '../../agent/provisioning/claimed-agent.ts'
import { credentialFiles } from '../../agent/provisioning/credential-files.ts'
import { Keys } from '../../agent/provisioning/keys.ts'
import { MemoryKeyFiles } from '../../agent/provisioning/memory-key-files.ts'
import type { Credential } from '../../agent/provisioning/proofs.ts'
import type { EnginePort } from '../../machines/ports.ts'
import type { IdentityFact, ProvisionIntent } from '../../machines/provision-intent.ts'
import { type Doorkeeper, GuardedPort } from '../../simulators/broker/guarded-port.ts'
import { attachBroker } from '../../simulators/broker/memory-broker-port.ts'
import { MortalKv } from '../../simulators/device/mortal-kv.ts'
import { attach } from '../../simulators/engine/engine-port.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped, kept, MemoryDisk, type Survives } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import { type Site, until } from './site.ts'
import { TestClock } from './test-clock.ts'

export interface DeviceOptions {
  site: Site
  credential: Credential
  name?: string
  /** What the wall clock says at each boot; default: the true time. */
  wallMs?: () => number
  pinned?: string | null
  /** What its network configuration leads by. */
  proxy?: ProxyInForce
}

export class ClaimingDevice {
  readonly #options: DeviceOptions
  readonly engine = new SimulatedEngine({ clock: new VirtualClock(), registry: new SimulatedRegistry() })
  disk = new MemoryDisk()
  files = new MemoryKeyFiles()
  clock: TestClock
  agent: Agent | null = null
  fingerprint = ''
  /** Who it is, as others may know; it outlives cuts. */
  noted: IdentityFact | null = null
  onRemoved: () => void = () => {}
  /** Why the broker does not take a certificate. */
  doorkeeper: Doorkeeper = () => null
  readonly lines: string[] = []
  #boots = 0
  #deaths: (() => void)[] = []

  constructor(options: DeviceOptions) {
    this.#options = options
    this.clock = new TestClock(0, 0)
  }

  get name(): string {
    return this.#options.name ?? 'press-7'
  }

  async boot(): Promise<void> {
    const { site, credential, wallMs = () => site.nowMs, pinned = site.authority, proxy } = this.#options
    this.#boots += 1
    const clock = new TestClock(wallMs(), this.#boots)
    this.clock = clock
    const kv = new MortalKv(this.disk.open())
    const { port: attached, die } = attach(this.engine)
    const engine = this.#told(attached)
    this.#deaths = [() => clock.die(), () => kv.die(), die]
    const { broker } = site
    let connection = this.#boots * 1000
    const wires = { clock, nextConnection: async () => (connection += 1), broker }
    const say = (level: string) => (message: string, facts?: object) =>
      void this.lines.push(`${level}: ${message} ${JSON.stringify(facts ?? {})}`)
    this.agent = await startClaimedAgent({
      clock,
      engine,
      store: await openStore(kv),
      trusted: [],
      counters: new Counters(),
      localApi: null,
      ...(proxy !== undefined && { network: { ...NO_NETWORK, proxy } }),
      log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
      host: {
        deviceType: () => 'press',
        exists: async () => true,
        reboot: async () => {},
        shutdown: async () => {},
        endProcesses: async () => 0,
      },
      keys: new Keys(this.files),
      credential,
      credentialFiles,
      wishes: { device: this.name, fleet: '' },
      deviceType: 'press',
      pinned: async () => pinned,
      builtMs: Date.UTC(2026, 0, 1),
      showFingerprint: (fingerprint) => {
        this.fingerprint = fingerprint
      },
      doors: {
        claims: (clientId, subscriptions) => {
          const will = () => ({ topic: `test/gone/${clientId}`, payload: new Uint8Array([1]), retain: false })
          const attachment = attachBroker({ ...wires, clientId, subscriptions, will })
          this.#deaths.push(() => attachment.die())
          return attachment.port
        },
        devices: (identity, subscriptions) => {
          const will = () => ({ topic: 'test/gone', payload: new Uint8Array([1]), retain: false })
          return this.#guarded({ ...wires, clientId: identity.device, subscriptions, will }, identity)
        },
      },
      forgetNoted: async () => {
        this.noted = null
      },
      connectAgent: (identity, its) => {
        this.noted = identity
        const port = this.#guarded({ ...wires, ...its, clientId: identity.device }, identity)
        return { port, use: (next) => port.use(next) }
      },
    })
  }

  /** The port, which tells of everything that is removed, before that is acknowledged. */
  #told(port: EnginePort): EnginePort {
    const removing = ['stopContainer', 'removeContainer', 'removeVolume', 'removeNetwork'] as const
    const told = removing.map((name) => [
      name,
      async (...of: Parameters<EnginePort[typeof name]>) => {
        await (port[name] as (...of: unknown[]) => Promise<void>).apply(port, of)
        this.onRemoved()
      },
    ])
    return around(port, Object.fromEntries(told) as Partial<EnginePort>)
  }

  #guarded(...[options, identity]: [ConstructorParameters<typeof GuardedPort>[0], Parameters<Doorkeeper>[0]]) {
    const port = new GuardedPort(options, (candidate) => this.doorkeeper(candidate), identity)
    this.#deaths.push(() => port.die())
    return port
  }

  /**
   * The power is cut at the n-th durable change from now on, of the database, of a key or of what the engine holds.
   * @param survives whether that write has reached the disk
   * @returns whether it was, and how many there have been
   */
  cutAt(write: number, survives: boolean): { happened: boolean; writes: number } {
    const count = { happened: false, writes: 0 }
    const hear = (isCovered: boolean) => {
      count.writes += 1
      if (count.writes !== write) return
      count.happened = true
      this.powerCut(survives || isCovered ? kept : dropped)
    }
    this.disk.onSync = () => hear(false)
    this.files.onWrite = () => hear(true)
    this.onRemoved = () => hear(true)
    return count
  }

  cutNever(): void {
    this.disk.onSync = () => {}
    this.files.onWrite = () => {}
    this.onRemoved = () => {}
  }

  /** In this instant everything stops; by default what no sync covered is gone. */
  powerCut(survives: Survives = dropped): void {
    for (const die of this.#deaths) die()
    this.#deaths = []
    this.agent = null
    this.disk = this.disk.cut(survives)
    this.files = this.files.cut()
  }

  /** The database is lost; the key files are not. */
  forgetDisk(): void {
    this.disk = new MemoryDisk()
  }

  async stop(): Promise<void> {
    await this.agent?.stop('test')
    this.agent = null
  }

  /** What stands on its disk. */
  async intent(): Promise<ProvisionIntent | null> {
    const store = await openStore(this.disk.clone().open())
    const body = (await store.load()).checkpoints.get('provision')?.body
    return body === undefined ? null : (JSON.parse(new TextDecoder().decode(body)) as ProvisionIntent)
  }

  /** Until it is so, whoever sleeps for long wakes again and again. */
  async passUntil(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const goOn = async () => {
      this.clock.wakeLong()
      return isSo()
    }
    await until(goOn, what, this.lines)
  }

  async rests(): Promise<ProvisionIntent> {
    await until(
      async () => {
        const intent = await this.intent()
        return intent?.phase === 'provisioned' && intent.credentialDropped
      },
      `${this.name} is provisioned`,
      this.lines,
    )
    return (await this.intent())!
  }
}
