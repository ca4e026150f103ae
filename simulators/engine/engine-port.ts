/**
 * The simulated engine as one agent sees it.
 *
 * Invariant: when the agent dies, nothing that it waits for ever settles and nothing more reaches it, but
 * what it has asked for and the engine does on its own behalf goes on, as with a real process and a socket.
 */
import type { Observable } from 'rxjs'
import { loadsOf } from '../../agent/adapters/docker-file-loads.ts'
import { LABELS } from '../../agent/labels.ts'
import type { ImageSource } from '../../machines/image-source.ts'
import type {
  Container,
  ContainerSpec,
  EngineEvent,
  EngineInfo,
  EnginePort,
  LogEntry,
  LogOptions,
  NetworkSpec,
  ProgramEnd,
  PullProgress,
  RunFact,
  VolumeFact,
  VolumeSpec,
} from '../../machines/ports.ts'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import type { Restart } from '../../protocol/types.ts'
import { configOfSpec, containerOf, isRun, policyOf, runOf } from './container-of-spec.ts'
import type { EngineModel } from './engine-model.ts'
import type { ContainerRecord } from './engine-types.ts'
import { isHalfMade, isLeftOver, putFiles, readFile } from './files.ts'
import { dropImage, findImage } from './held-images.ts'
import { dropNetwork } from './networks.ts'
import { portError } from './port-errors.ts'
import { loadWhole } from './port-load.ts'
import { ensureNetwork, ensureVolume, infoOf, networksOf, volumesOf } from './port-objects.ts'
import { eventsOf, execOf, logsOf, pullWhole } from './port-streams.ts'
import type { SimulatedEngine } from './simulated-engine.ts'
import { unlessGone, unlessInUse } from './unless-refused.ts'
import { dropVolume } from './volumes.ts'

/** An agent's connection to the engine. */
export interface Attachment {
  port: EnginePort
  /** The agent's process is killed. */
  die(): void
}

export function attach(engine: SimulatedEngine): Attachment {
  const death = new AbortController()
  return { port: new AttachedPort(engine, death.signal), die: () => death.abort() }
}

/** Its methods stand once: thousands of agents may be attached in a process. */
class AttachedPort implements EnginePort {
  readonly #engine: SimulatedEngine
  readonly #death: AbortSignal

  constructor(engine: SimulatedEngine, death: AbortSignal) {
    this.#engine = engine
    this.#death = death
  }

  info(): Promise<EngineInfo> {
    return this.#ask('info', () => infoOf(this.#engine))
  }

  listContainers(device: string): Promise<Container[]> {
    return this.#ask('listContainers', (model) =>
      [...model.look().containers.values()]
        .filter((record) => record.config.labels[LABELS.device] === device && !isRun(record))
        .map(containerOf),
    )
  }

  listRuns(device: string): Promise<RunFact[]> {
    return this.#ask('listContainers', (model) =>
      [...model.look().containers.values()]
        .filter((record) => record.config.labels[LABELS.device] === device && isRun(record))
        .map(runOf),
    )
  }

  async createContainer(spec: ContainerSpec): Promise<string> {
    loadsOf(spec.service)
    const id = await this.#ask(
      'createContainer',
      (model) => {
        const config = configOfSpec(spec)
        const held = [...model.look().containers.values()].find(({ config: other }) => other.name === config.name)
        return held !== undefined && isSame(held, config.labels) ? held.id : model.create(config).id
      },
      { 404: 'HF_IMAGE_NOT_FOUND', 409: 'HF_ENGINE_CONFLICT' },
    )
    const { files } = spec.service
    if (files.length > 0)
      await this.#ask('putFiles', (model) => {
        const record = model.container(id)
        if (record.state === 'created') putFiles(record, files)
      })
    return id
  }

  async startContainer(id: string, restart: Restart, maxRetries: number): Promise<void> {
    await this.#ask('startContainer', (model) => {
      if (isHalfMade(model.container(id)))
        throw new HoldfastError('HF_ENGINE_CONFLICT', `the container ${id} was cut off before it had its files`)
      model.start(id)
    })
    const policy = policyOf(restart, maxRetries)
    await this.#ask('updateContainer', (model) => model.update(id, policy))
    // One that ended before it had its policy would stay down: the engine looks only when one ends.
    await this.#ask('startContainer', (model) => {
      const { state, exitCode } = model.container(id)
      const wanted = policy.name === 'on-failure' ? exitCode !== 0 : policy.name !== 'no'
      if (state === 'exited' && wanted) model.start(id)
    })
  }

  async stopContainer(id: string, graceMs: number): Promise<void> {
    const there = await this.#ask('updateContainer', (model) =>
      unlessGone(() => model.update(id, { name: 'no', maxRetries: 0 })),
    )
    if (there) await this.#ask('stopContainer', () => unlessGone(() => this.#engine.stopAndWait(id, graceMs)))
  }

  async removeContainer(id: string): Promise<void> {
    await this.#ask('removeContainer', (model) => unlessGone(() => model.remove(id, { force: true, volumes: true })))
  }

  logs(id: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogEntry> {
    return logsOf(this.#engine, id, options, signal, this.#death)
  }

  readFile(id: string, path: string, maxBytes: number): Promise<Uint8Array | null> {
    return this.#ask('readFile', (model) => {
      const record = model.look().containers.get(id)
      return record === undefined ? null : readFile(record, path, maxBytes)
    })
  }

  isLeftOver(id: string, path: string): Promise<boolean> {
    return this.#ask('readFile', (model) => {
      const record = model.look().containers.get(id)
      return record !== undefined && isLeftOver(record, path, model.world.now().wallMs)
    })
  }

  exec(id: string, command: readonly string[], signal: AbortSignal): Promise<ProgramEnd> {
    return this.#alive(execOf(this.#engine, id, command, signal, this.#death))
  }

  hasImage(image: string): Promise<boolean> {
    return this.#ask('hasImage', (model) => findImage(model.world, image) !== null)
  }

  listLayers(): Promise<string[][]> {
    return this.#ask('listLayers', ({ world }) =>
      [...world.state.images.values()].map(({ layers }) => layers.map(({ digest }) => digest)),
    )
  }

  pull(image: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void> {
    return this.#alive(pullWhole(this.#engine, image, onProgress, signal, this.#death))
  }

  loadImage(
    image: string,
    source: ImageSource,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return this.#alive(loadWhole(this.#engine, image, source, onProgress, signal, this.#death))
  }

  async removeImage(image: string): Promise<void> {
    await this.#ask('removeImage', async ({ world }) => {
      if (image.startsWith('sha256:') && findImage(world, image)?.references.length !== 0) return
      await unlessGone(() => unlessInUse(() => dropImage(world, image, false)))
    })
  }

  listVolumes(device: string): Promise<VolumeFact[]> {
    return this.#ask('listVolumes', (model) => volumesOf(model, device))
  }

  ensureVolume(spec: VolumeSpec): Promise<void> {
    return this.#ask('ensureVolume', (model) => ensureVolume(model, spec))
  }

  async removeVolume(name: string): Promise<void> {
    await this.#ask('removeVolume', (model) => unlessGone(() => dropVolume(model.world, name)), {
      409: 'HF_ENGINE_CONFLICT',
    })
  }

  listNetworks(device: string): Promise<string[]> {
    return this.#ask('listNetworks', (model) => networksOf(model, device))
  }

  ensureNetwork(spec: NetworkSpec): Promise<void> {
    return this.#ask('ensureNetwork', (model) => ensureNetwork(model, spec))
  }

  async removeNetwork(name: string): Promise<void> {
    await this.#ask('removeNetwork', (model) => unlessGone(() => dropNetwork(model.world, name)), {
      403: 'HF_ENGINE_CONFLICT',
    })
  }

  events(device: string): Observable<EngineEvent> {
    return eventsOf(this.#engine, device, this.#death)
  }

  #alive<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => this.#death.aborted || resolve(value),
        (error: unknown) => this.#death.aborted || reject(error as Error),
      )
    })
  }

  #ask<T>(
    operation: string,
    act: (model: EngineModel) => T | Promise<T>,
    statuses: Record<number, ErrorCode> = {},
  ): Promise<T> {
    return this.#engine.call(operation, act).then(
      (value) => (this.#death.aborted ? unheard() : value),
      (error: unknown) => {
        if (this.#death.aborted) return unheard()
        throw portError(error, statuses)
      },
    )
  }
}

/** Whoever asked is dead. */
function unheard(): Promise<never> {
  return new Promise(() => {})
}

function isSame({ config }: ContainerRecord, labels: Record<string, string>): boolean {
  return [LABELS.device, LABELS.spec, LABELS.run].every((label) => config.labels[label] === labels[label])
}
