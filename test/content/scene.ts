/**
 * A device's fetching, in a test: a directory, a registry that fails, an engine that loads.
 *
 * Invariant: waits between attempts pass at once and are written down; a new life shares nothing but the directory.
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { Content } from '../../agent/content/content.ts'
import { type ContentConfig, USUAL_CONTENT } from '../../agent/content/content-config.ts'
import type { ContentDisk } from '../../agent/content/content-disk.ts'
import { directoryDisk } from '../../agent/content/directory-disk.ts'
import { JOIN_AFTER_MS } from '../../agent/content/part-rule.ts'
import { type PlanningEngine, storedEngine } from '../../agent/content/stored-engine.ts'
import { createLog } from '../../agent/log.ts'
import type { ClockPort, PullProgress } from '../../machines/ports.ts'
import type { FetchPlan } from '../../protocol/fetch-plan.ts'
import type { Built } from '../rig/images.ts'
import { FaultyRegistry, PASSWORD, USER } from './faulty-registry.ts'
import { LoadingEngine } from './loading-engine.ts'

const NEVER = new AbortController().signal

export class Scene {
  readonly registry: FaultyRegistry
  readonly engine = new LoadingEngine()
  readonly folder: string
  readonly log: string[] = []
  readonly waits: number[] = []
  readonly plans: FetchPlan[] = []
  memoryFree = 1e9
  /** Of the device, by name. */
  readonly secrets = new Map<string, string>()
  /** What a life finds in the place of its disk. */
  diskAs: (disk: ContentDisk) => ContentDisk = (disk) => disk
  /** How a life waits: between attempts, and with more layers at a time. */
  sleep: (ms: number) => Promise<void> = async (ms) => {
    if (ms !== JOIN_AFTER_MS) this.waits.push(ms)
  }
  /** So much later it is than it is. */
  aheadMs = 0
  port: PlanningEngine

  private constructor(registry: FaultyRegistry, folder: string) {
    this.registry = registry
    this.folder = folder
    this.port = this.life()
  }

  static async of(...images: Built[]): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-content-'))
    await writeFile(join(folder, 'password'), `${PASSWORD}\n`)
    return new Scene(await FaultyRegistry.start(images), folder)
  }

  get directory(): string {
    return join(this.folder, 'content')
  }

  /** An agent's life. */
  life(given: Partial<ContentConfig> = {}, silentMs = 10_000, paceMs = 120_000): PlanningEngine {
    const system = systemClock()
    const clock: ClockPort = {
      ...system,
      now: () => ({ ...system.now(), monoMs: system.now().monoMs + this.aheadMs }),
      sleep: (ms) => this.sleep(ms),
    }
    const log = createLog({ level: 'debug', format: 'text', write: (line) => void this.log.push(line) })
    const config = { ...USUAL_CONTENT, ...given }
    const disk = this.diskAs(directoryDisk(this.directory))
    this.port = storedEngine({
      engine: this.engine.port,
      clock,
      log,
      open: async () =>
        new Content({
          disk,
          clock,
          log,
          config,
          silentMs,
          paceMs,
          secret: (name) => this.secrets.get(name) ?? null,
          engine: this.engine.port,
          memoryFree: () => this.memoryFree,
          onPlan: (_, plan) => void this.plans.push(plan),
        }),
      isUsed: async () => (await disk.list()).length > 0,
    })
    return this.port
  }

  /** What a device has that knows the registry's password. */
  knowing(host = this.registry.address): Partial<ContentConfig> {
    const passwordFile = join(this.folder, 'password')
    return { registries: [{ host, username: USER, passwordFile, caFile: undefined, mirrors: [] }] }
  }

  reference({ digest }: Pick<Built, 'digest'>): string {
    return `${this.registry.address}/app@${digest}`
  }

  async pull(image: Pick<Built, 'digest'>, signal = NEVER): Promise<PullProgress[]> {
    const seen: PullProgress[] = []
    await this.port.pull(this.reference(image), (progress) => seen.push({ ...progress }), signal)
    return seen
  }

  files(): Promise<string[]> {
    return readdir(this.directory).catch(() => [])
  }

  async close(): Promise<void> {
    await this.registry.stop()
    await rm(this.folder, { recursive: true })
  }
}
