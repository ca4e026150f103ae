/**
 * The world of the effects over a simulated engine, with releases that are really signed.
 *
 * Invariant: engine and disk outlive the agent: `nextLife` is another agent on the same ones.
 */
import { DEFERRALS, Deferrals } from '../../agent/deferrals.ts'
import { createService, ensureSurroundings, startService } from '../../agent/effects/bring-about.ts'
import { commandEffectsOn } from '../../agent/effects/command-effects.ts'
import type { CommandWorld } from '../../agent/effects/command-world.ts'
import { Releases } from '../../agent/effects/releases.ts'
import type { World } from '../../agent/effects/world.ts'
import { FAILED_LOGS, FailedLogs } from '../../agent/failed-logs.ts'
import { FileTerms } from '../../agent/lock-files.ts'
import { READY_WORDS, ReadyWords } from '../../agent/ready-words.ts'
import { NO_SECRETS } from '../../agent/secrets/secrets-for.ts'
import { type CommandAction, type CommandFact, type Done, heedsLocks } from '../../machines/commands.ts'
import type { Desired } from '../../machines/desired.ts'
import { FRESH_INTENT, type ReleaseRef } from '../../machines/intent.ts'
import type { Lock } from '../../machines/locks.ts'
import { currentOf } from '../../machines/situation.ts'
import { tidyingOf } from '../../machines/update-context.ts'
import { KINDS, type Loose } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { generateKey } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import { documentId } from '../../protocol/spec-hash.ts'
import type { Release } from '../../protocol/types.ts'
import { attach } from '../../simulators/engine/engine-port.ts'
import { SimulatedRegistry, simulatedImage } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { findVolume } from '../../simulators/engine/volumes.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { MemoryDisk } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import type { Checkpoint, Store } from '../../storage/store.ts'

export const DEVICE = 'box'
const NEVER = new AbortController().signal

export class EffectWorld {
  readonly clock = new VirtualClock()
  readonly registry = new SimulatedRegistry()
  readonly engine: SimulatedEngine
  readonly documents = new Set<string>()
  readonly reboots: string[] = []
  readonly shutdowns: string[] = []
  /** Locks that applications hold by the local API. */
  leases: Lock[] = []
  /** As the commands' records keep them. */
  readonly notes = new Map<string, string>()
  staleness: World['staleness'] | null = null
  stopped: string[] = []
  isUpdating = false
  /** From which call on the engine answers no more; counted from the last `cutAfter`. */
  #callsLeft = Number.POSITIVE_INFINITY
  #epoch = 0
  readonly #key = generateKey('release')
  readonly #running: Promise<void>
  #bootId = 'boot-1'
  #boot = { metMs: 0 }
  current: ReleaseRef | null = null
  /** See `World.purging`. */
  purging: { volume: string; id: string } | null = null
  world: World
  /** Of this life. */
  readyWords: ReadyWords
  failedLogs: FailedLogs
  deferrals: Deferrals

  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
    this.engine = new SimulatedEngine({
      clock: this.clock,
      registry: this.registry,
      intercept: () => {
        this.#callsLeft -= 1
        return this.#callsLeft < 0 ? 'away' : null
      },
    })
    this.#running = this.clock.runFreely()
    this.readyWords = new ReadyWords({ store, saved: undefined })
    this.failedLogs = new FailedLogs({ store, saved: undefined })
    this.deferrals = this.#deferralsOf(undefined)
    this.world = this.#worldOf()
  }

  static async open(): Promise<EffectWorld> {
    return new EffectWorld(await openStore(new MemoryDisk().open()))
  }

  #worldOf(): World {
    return {
      device: DEVICE,
      engine: attach(this.engine).port,
      clock: {
        now: () => ({ ...this.clock.now(), bootId: this.#bootId }),
        sleep: (ms, signal) => this.clock.sleep(ms, signal),
        random: () => 0.5,
      },
      host: {
        deviceType: () => '',
        exists: () => Promise.resolve(true),
        reboot: () => {
          this.reboots.push(this.#bootId)
          return Promise.resolve()
        },
        shutdown: () => {
          this.shutdowns.push(this.#bootId)
          return Promise.resolve()
        },
        endProcesses: () => Promise.resolve(0),
      },
      store: this.#store,
      releases: new Releases(this.#store, () => [[this.#key]], DEVICE),
      documents: this.documents,
      startedHere: new Set(),
      waitedFor: new Map(),
      leases: () => this.leases,
      endLease: async (lock) => {
        this.leases = this.leases.filter((other) => other !== lock)
      },
      current: () => this.current,
      stopped: () => this.stopped,
      purging: (volume) => (this.purging?.volume === volume ? this.purging.id : ''),
      deferrals: this.deferrals,
      fileTerms: new FileTerms(),
      readyWords: this.readyWords,
      failedLogs: this.failedLogs,
      extrasFor: () => undefined,
      staleness: (gate) => this.staleness?.(gate) ?? null,
      secrets: NO_SECRETS,
      progress: () => {},
      noteFetch: () => {},
      reachBroker: () => Promise.resolve(),
      contentLeft: async () => null,
      heldDocuments: () => [],
    }
  }

  /** An image that the registry holds. */
  image(name: string): string {
    return this.registry.push(simulatedImage({ repository: `registry.test/${name}` }))
  }

  /** A signed target whose document is on the disk. */
  async release(release: Loose<Release>, fallback?: Loose<Release>): Promise<ReleaseRef> {
    this.#epoch += 1
    const whole = withReleaseId(release)
    const target = {
      fleet: 'f',
      epoch: this.#epoch,
      release: whole,
      ...(fallback === undefined ? {} : { fallback: withReleaseId(fallback) }),
    }
    const bytes = seal(KINDS.Target, target, [this.#key])
    const document = documentId(bytes)
    await this.#store.commit([{ op: 'document', id: document, bytes }])
    this.documents.add(document)
    return {
      document,
      arm: 'release',
      epoch: this.#epoch,
      releaseId: whole.id,
      name: whole.name,
      version: whole.version,
    }
  }

  async desired(ref: ReleaseRef): Promise<Desired> {
    return (await this.world.releases.load(ref)).desired
  }

  /** The agent dies after so many calls of the engine from now. */
  cutAfter(calls: number): void {
    this.#callsLeft = calls
  }

  /** How many calls the engine has answered since `cutAfter`. */
  callsLeft(): number {
    return this.#callsLeft
  }

  #deferralsOf(saved: Checkpoint | undefined): Deferrals {
    return new Deferrals({ store: this.#store, saved, clock: { now: () => this.world.clock.now() } })
  }

  /** The next life, with what is on the disk. */
  async nextLifeFromDisk({ reboots = false } = {}): Promise<void> {
    const { checkpoints } = await this.#store.load()
    this.readyWords = new ReadyWords({ store: this.#store, saved: checkpoints.get(READY_WORDS) })
    this.failedLogs = new FailedLogs({ store: this.#store, saved: checkpoints.get(FAILED_LOGS) })
    this.deferrals = this.#deferralsOf(checkpoints.get(DEFERRALS))
    this.nextLife({ reboots })
  }

  nextLife({ reboots = false } = {}): void {
    this.#callsLeft = Number.POSITIVE_INFINITY
    if (reboots) {
      this.#bootId = `${this.#bootId}+1`
      this.#boot = { metMs: this.clock.now().monoMs }
    }
    this.world = this.#worldOf()
  }

  command(action: CommandAction, args: CommandFact['args'] = {}, budgetMs = 3_600_000): CommandFact {
    const { bootId, monoMs } = this.world.clock.now()
    return { id: `c-${action}`, action, args, budgetMs, bootId, monoMs, note: '' }
  }

  /** As the next life finds it in its record. */
  again(command: CommandFact): CommandFact {
    return { ...command, note: this.notes.get(command.id) ?? '' }
  }

  async run(command: CommandFact, signal = NEVER): Promise<Done> {
    const effects = this.effects()
    const answer = heedsLocks(command) ? await effects.unlock({ command }, signal) : null
    return answer ?? effects.runCommand({ command }, signal)
  }

  /** Of this life. */
  effects(): ReturnType<typeof commandEffectsOn> {
    const commands: CommandWorld = {
      ...this.world,
      boot: this.#boot,
      isUpdating: () => this.isUpdating,
      tidying: () => tidyingOf({ intent: { ...FRESH_INTENT, current: this.current } }),
      note: (id, note) => {
        if (this.#callsLeft <= 0) return Promise.reject(new HoldfastError('HF_ENGINE_UNAVAILABLE', 'cut off'))
        this.notes.set(id, note)
        return Promise.resolve()
      },
      identify: () => '{}',
      streamLogs: () => Promise.reject(new Error('not here')),
    }
    return commandEffectsOn(commands)
  }

  /** "web running", in the order of names. */
  async containers(): Promise<string[]> {
    const all = await attach(this.engine).port.listContainers(DEVICE)
    return all.map(({ service, state }) => `${service} ${state}`).sort()
  }

  /** Makes and starts a service whose image is there. @returns the container's id */
  async start(ref: ReleaseRef, name: string): Promise<string> {
    const desired = await this.desired(ref)
    await ensureSurroundings(this.world, desired)
    await createService(this.world, desired, name)
    const wanted = desired.services.find((service) => service.name === name)!
    const { id } = currentOf(wanted, await this.world.engine.listContainers(DEVICE))!
    await startService(this.world, desired, name, id)
    return id
  }

  /** Puts a file into the container of a service. */
  async put(service: string, path: string, text: string): Promise<void> {
    const all = await attach(this.engine).port.listContainers(DEVICE)
    const { id } = all.find((container) => container.service === service)!
    this.engine.model.putFile(id, path, { content: Buffer.from(text), mode: 0o644, uid: 0, gid: 0 })
  }

  contentOf(volume: string): string {
    return findVolume(this.engine.model.world, `${DEVICE}_${volume}`).content
  }

  write(volume: string, text: string): void {
    findVolume(this.engine.model.world, `${DEVICE}_${volume}`).content = text
  }

  async close(): Promise<void> {
    this.engine.close()
    this.clock.halt()
    await this.#running
  }
}
