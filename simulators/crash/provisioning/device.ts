/**
 * A device that claims, in memory: disk, key files, credential, engine, and the real agent on them.
 *
 * Invariant: as of every simulated device: what a real one keeps over a power cut is kept, and nothing else; an agent
 * whose process has ended never acts again.
 */
import type { Agent } from '../../../agent/agent-options.ts'
import { Counters } from '../../../agent/ingress/counters.ts'
import type { Log } from '../../../agent/log.ts'
import { startClaimedAgent } from '../../../agent/provisioning/claimed-agent.ts'
import type { KeyFiles } from '../../../agent/provisioning/key-files.ts'
import { Keys } from '../../../agent/provisioning/keys.ts'
import { MemoryKeyFiles } from '../../../agent/provisioning/memory-key-files.ts'
import type { Credential } from '../../../agent/provisioning/proofs.ts'
import type { IdentityFact } from '../../../machines/provision-intent.ts'
import { dropped, MemoryDisk, type Survives } from '../../../storage/memory-kv.ts'
import { openStore } from '../../../storage/open-store.ts'
import { type Doorkeeper, GuardedPort } from '../../broker/guarded-port.ts'
import type { MemoryBroker } from '../../broker/memory-broker.ts'
import { attachBroker } from '../../broker/memory-broker-port.ts'
import { type Boot, BootClock } from '../../device/boot-clock.ts'
import { MortalKv, NEVER } from '../../device/mortal-kv.ts'
import { attach } from '../../engine/engine-port.ts'
import type { SimulatedEngine } from '../../engine/simulated-engine.ts'
import { seededRandom } from '../../seeded-random.ts'
import type { VirtualClock } from '../../virtual-clock.ts'
import { brokerWithBoundaries, engineWithBoundaries, kvWithBoundaries, kvWithNotes, type Reach } from '../boundaries.ts'
import { credentialInMemory, keyFilesWithBoundaries } from './boundaries.ts'
import { seededKeys } from './seeded-keys.ts'
import { NAME } from './steps.ts'
import { keyFilesOn, type Troubles } from './troubles.ts'

/** Before every world's time. */
const BUILT_MS = Date.UTC(2025, 0, 1)

/** What stands between the agent and its ports, of agents that are wrong on purpose. */
export interface ProvisionSabotage {
  keyFiles?: (files: KeyFiles) => KeyFiles
}

export interface ProvisionDeviceOptions {
  sabotage: ProvisionSabotage
  seed: string
  clock: VirtualClock
  broker: MemoryBroker
  engine: SimulatedEngine
  credential: Credential
  /** Texts of what it was given, by path. */
  given: ReadonlyMap<string, string>
  /** PEM, given by hand. */
  authority: string
  /** Whom the broker takes. */
  doorkeeper: Doorkeeper
  reach: Reach
  troubles(): Troubles
  log: Log
  note(change: 'written' | 'synced'): void
  removingCredential(): Promise<void>
  removingKey(name: string): Promise<void>
  /** An agent's process has ended. */
  onEnd(): void
}

export class ProvisionDevice {
  readonly #options: ProvisionDeviceOptions
  readonly #make
  readonly given: Map<string, string>
  disk = new MemoryDisk()
  files = new MemoryKeyFiles()
  #boot: Boot | null = null
  #boots = 0
  #life: { deaths: (() => void)[]; agent: Agent | null } | null = null
  #lives = 0

  constructor(options: ProvisionDeviceOptions) {
    this.#options = options
    this.#make = seededKeys(options.seed)
    this.given = new Map(options.given)
  }

  get bootId(): string | null {
    return this.#boot?.id ?? null
  }

  /** The agent's, once one has started. */
  get agent(): Promise<Agent> | null {
    const agent = this.#life?.agent ?? null
    return agent === null ? null : Promise.resolve(agent)
  }

  /** The power is there: engine and agent start. */
  boot(): void {
    if (this.#boot !== null) return
    this.#boots += 1
    const { monoMs: beganMs, wallMs } = this.#options.clock.now()
    const wallErrorMs = (this.#options.troubles().clockBeginsMs ?? wallMs) - wallMs
    this.#boot = { id: `boot-${this.#boots}`, beganMs, wallErrorMs }
    if (this.#options.engine.isAway) this.#options.engine.comeBack()
    this.startAgent()
  }

  /** In this instant everything stops. */
  powerCut(survives: Survives): void {
    this.#endLife()
    this.#boot = null
    this.#options.engine.goAway('power')
    this.disk = this.disk.cut(survives)
    this.files = this.files.cut()
  }

  /** Another board is in its place, which was given the same. */
  exchange(): void {
    this.powerCut(dropped)
    this.disk = new MemoryDisk()
    this.files = new MemoryKeyFiles()
    for (const [path, text] of this.#options.given) this.given.set(path, text)
  }

  /** The agent's process is killed; what was written is there. */
  kill(): void {
    if (this.#life === null) return
    this.#endLife()
    this.disk = this.disk.cut(() => true)
    this.files = this.files.cut()
  }

  startAgent(): void {
    if (this.#boot === null || this.#life !== null) return
    const { seed, engine, credential, authority, broker, doorkeeper, log } = this.#options
    this.#lives += 1
    const life: { deaths: (() => void)[]; agent: Agent | null } = { deaths: [], agent: null }
    this.#life = life
    const isOver = (): boolean => this.#life !== life
    const reach: Reach = (what) => isOver() || this.#options.reach(what) || isOver()
    const clock = new BootClock(this.#options.clock, this.#boot, seededRandom(`${seed}/${this.#lives}`))
    const kv = new MortalKv(this.disk.open())
    const { port, die } = attach(engine)
    life.deaths.push(
      () => clock.die(),
      () => kv.die(),
      die,
    )
    this.disk.onSync = () => (reach('after the write, before it is acknowledged') ? NEVER : undefined)
    const { sabotage } = this.#options
    const bounded = kvWithBoundaries(kvWithNotes(kv, this.#options.note), reach)
    const disk = (): Troubles['disk'] => this.#options.troubles().disk
    const files = keyFilesWithBoundaries(keyFilesOn(this.files, disk), reach, this.#options.removingKey)
    let connection = this.#lives * 1000
    const wires = { clock, broker, nextConnection: async () => (connection += 1), will: gone }
    const guarded = (options: ConstructorParameters<typeof GuardedPort>[0], identity: IdentityFact) => {
      const made = new GuardedPort(options, doorkeeper, identity)
      life.deaths.push(() => made.die())
      return made
    }
    const start = async (): Promise<void> => {
      const agent = await startClaimedAgent({
        clock,
        engine: engineWithBoundaries(port, reach, () => {}),
        store: await openStore(bounded),
        trusted: [],
        counters: new Counters(),
        localApi: null,
        log,
        host: {
          deviceType: () => 'press',
          exists: async () => true,
          reboot: async () => {},
          shutdown: async () => {},
          endProcesses: async () => 0,
        },
        keys: new Keys(sabotage.keyFiles?.(files) ?? files, this.#make),
        credential,
        credentialFiles: credentialInMemory(this.given, reach, disk, this.#options.removingCredential),
        wishes: { device: NAME, fleet: '' },
        deviceType: 'press',
        pinned: async () => authority,
        builtMs: BUILT_MS,
        showFingerprint: () => {},
        doors: {
          claims: (clientId, subscriptions) => {
            const attachment = attachBroker({ ...wires, clientId, subscriptions })
            life.deaths.push(() => attachment.die())
            return brokerWithBoundaries(attachment.port, reach)
          },
          devices: (identity, subscriptions) =>
            brokerWithBoundaries(guarded({ ...wires, clientId: identity.device, subscriptions }, identity), reach),
        },
        forgetNoted: async () => {},
        connectAgent: (identity, its) => {
          const made = guarded({ ...wires, ...its, clientId: identity.device }, identity)
          return { port: brokerWithBoundaries(made, reach), use: (next) => made.use(next) }
        },
      })
      life.agent = agent
      const error = await agent.failed
      if (!isOver()) log.error('the agent cannot go on', { code: 'HF_INTERNAL', why: error.message })
    }
    start().catch((error: unknown) => {
      if (!isOver()) log.error('the agent did not start', { code: 'HF_INTERNAL', why: String(error) })
    })
  }

  #endLife(): void {
    const life = this.#life
    this.#life = null
    if (life === null) return
    this.#options.onEnd()
    for (const die of life.deaths) die()
  }
}

/** Of a conversation, which nobody misses. */
const gone = () => ({ topic: 'simulated/gone', payload: new Uint8Array([1]), retain: false })
