/**
 * The simulated engine as one agent sees it.
 *
 * Invariant: when the agent dies, nothing that it waits for ever settles and nothing more reaches it, but
 * what it has asked for and the engine does on its own behalf goes on, as with a real process and a socket.
 */
import { loadsOf } from '../../agent/adapters/docker-file-loads.ts'
import { LABELS } from '../../agent/labels.ts'
import type { EngineInfo, EnginePort } from '../../machines/ports.ts'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import { configOfSpec, containerOf, isRun, policyOf, runOf } from './container-of-spec.ts'
import type { EngineModel } from './engine-model.ts'
import { type ContainerRecord, Refusal } from './engine-types.ts'
import { isHalfMade, isLeftOver, putFiles, readFile } from './files.ts'
import { dropImage, findImage } from './held-images.ts'
import { dropNetwork, findNetwork, makeNetwork } from './networks.ts'
import { portError } from './port-errors.ts'
import { loadWhole } from './port-load.ts'
import { eventsOf, execOf, logsOf, pullWhole } from './port-streams.ts'
import type { SimulatedEngine } from './simulated-engine.ts'
import { dropVolume, makeVolume } from './volumes.ts'

/** An agent's connection to the engine. */
export interface Attachment {
  port: EnginePort
  /** The agent's process is killed. */
  die(): void
}

export function attach(engine: SimulatedEngine): Attachment {
  const death = new AbortController()
  return { port: portOf(engine, death.signal), die: () => death.abort() }
}

function portOf(engine: SimulatedEngine, death: AbortSignal): EnginePort {
  const alive = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      promise.then(
        (value) => death.aborted || resolve(value),
        (error: unknown) => death.aborted || reject(error as Error),
      )
    })

  function ask<T>(
    operation: string,
    act: (model: EngineModel) => T | Promise<T>,
    statuses: Record<number, ErrorCode> = {},
  ): Promise<T> {
    return alive(
      engine.call(operation, act).catch((error: unknown) => {
        throw portError(error, statuses)
      }),
    )
  }

  return {
    info: () => ask('info', () => infoOf(engine)),

    listContainers: (device) =>
      ask('listContainers', (model) =>
        [...model.look().containers.values()]
          .filter((record) => record.config.labels[LABELS.device] === device && !isRun(record))
          .map(containerOf),
      ),
    listRuns: (device) =>
      ask('listContainers', (model) =>
        [...model.look().containers.values()]
          .filter((record) => record.config.labels[LABELS.device] === device && isRun(record))
          .map(runOf),
      ),

    async createContainer(spec) {
      loadsOf(spec.service)
      const id = await ask(
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
        await ask('putFiles', (model) => {
          const record = model.container(id)
          if (record.state === 'created') putFiles(record, files)
        })
      return id
    },

    async startContainer(id, restart, maxRetries) {
      await ask('startContainer', (model) => {
        if (isHalfMade(model.container(id)))
          throw new HoldfastError('HF_ENGINE_CONFLICT', `the container ${id} was cut off before it had its files`)
        model.start(id)
      })
      const policy = policyOf(restart, maxRetries)
      await ask('updateContainer', (model) => model.update(id, policy))
      // One that ended before it had its policy would stay down: the engine looks only when one ends.
      await ask('startContainer', (model) => {
        const { state, exitCode } = model.container(id)
        const wanted = policy.name === 'on-failure' ? exitCode !== 0 : policy.name !== 'no'
        if (state === 'exited' && wanted) model.start(id)
      })
    },

    async stopContainer(id, graceMs) {
      const there = await ask('updateContainer', (model) =>
        unlessGone(() => model.update(id, { name: 'no', maxRetries: 0 })),
      )
      if (there) await ask('stopContainer', () => unlessGone(() => engine.stopAndWait(id, graceMs)))
    },

    removeContainer: async (id) => {
      await ask('removeContainer', (model) => unlessGone(() => model.remove(id, { force: true, volumes: true })))
    },

    logs: (id, options, signal) => logsOf(engine, id, options, signal, death),
    readFile: (id, path, maxBytes) =>
      ask('readFile', (model) => {
        const record = model.look().containers.get(id)
        return record === undefined ? null : readFile(record, path, maxBytes)
      }),
    isLeftOver: (id, path) =>
      ask('readFile', (model) => {
        const record = model.look().containers.get(id)
        return record !== undefined && isLeftOver(record, path, model.world.now().wallMs)
      }),
    exec: (id, command, signal) => alive(execOf(engine, id, command, signal, death)),

    hasImage: (image) => ask('hasImage', (model) => findImage(model.world, image) !== null),
    listLayers: () =>
      ask('listLayers', ({ world }) =>
        [...world.state.images.values()].map(({ layers }) => layers.map(({ digest }) => digest)),
      ),
    pull: (image, onProgress, signal) => alive(pullWhole(engine, image, onProgress, signal, death)),
    loadImage: (image, source, onProgress, signal) =>
      alive(loadWhole(engine, image, source, onProgress, signal, death)),
    removeImage: async (image) => {
      await ask('removeImage', async ({ world }) => {
        if (image.startsWith('sha256:') && findImage(world, image)?.references.length !== 0) return
        await unlessGone(() => unlessInUse(() => dropImage(world, image, false)))
      })
    },

    listVolumes: (device) =>
      ask('listVolumes', (model) =>
        [...model.look().volumes.values()]
          .filter(({ labels }) => labels[LABELS.device] === device)
          .map(({ name, labels }) => ({ name, operation: labels[LABELS.operation] ?? '' })),
      ),
    ensureVolume: ({ name, device, volume, operation }) =>
      ask('ensureVolume', (model) => {
        if (volume.externalName !== '') return requireExternal(model.look().volumes.has(name), 'volume', name)
        const labels = {
          ...volume.labels,
          [LABELS.device]: device,
          [LABELS.volume]: volume.name,
          ...(operation === undefined ? {} : { [LABELS.operation]: operation }),
        }
        makeVolume(model.world, { name, labels, driver: volume.driver || 'local', options: volume.driverOptions })
      }),
    removeVolume: async (name) => {
      await ask('removeVolume', (model) => unlessGone(() => dropVolume(model.world, name)), {
        409: 'HF_ENGINE_CONFLICT',
      })
    },

    listNetworks: (device) =>
      ask('listNetworks', (model) =>
        [...model.look().networks.values()]
          .filter(({ labels }) => labels[LABELS.device] === device)
          .map(({ name }) => name),
      ),
    ensureNetwork: ({ name, device, network, specHash }) =>
      ask('ensureNetwork', (model) => {
        const held = findNetwork(model.world, name)
        if (network.externalName !== '') return requireExternal(held !== null, 'network', name)
        const labels = {
          ...network.labels,
          [LABELS.device]: device,
          [LABELS.network]: network.name,
          [LABELS.spec]: specHash,
        }
        if (held !== null) return
        makeNetwork(model.world, {
          name,
          labels,
          driver: network.driver || 'bridge',
          options: network.driverOptions,
          internal: network.internal,
          ipv6: network.ipv6,
          attachable: network.attachable,
          subnets: network.subnets,
        })
      }),
    removeNetwork: async (name) => {
      await ask('removeNetwork', (model) => unlessGone(() => dropNetwork(model.world, name)), {
        403: 'HF_ENGINE_CONFLICT',
      })
    },

    events: (device) => eventsOf(engine, device, death),
  }
}

function infoOf(engine: SimulatedEngine): EngineInfo {
  const { seed, version, architecture, memoryBytes, diskBytes } = engine.options
  return {
    id: seed,
    version,
    architecture,
    os: 'linux',
    memoryBytes,
    diskFreeBytes: engine.freeBytes(),
    diskTotalBytes: diskBytes,
  }
}

function isSame({ config }: ContainerRecord, labels: Record<string, string>): boolean {
  return [LABELS.device, LABELS.spec, LABELS.run].every((label) => config.labels[label] === labels[label])
}

function requireExternal(there: boolean, kind: string, name: string): void {
  if (!there) throw new HoldfastError('HF_ENGINE_FAILED', `the external ${kind} ${name} does not exist`)
}

/** Whether it was there to be done. */
function unlessGone<T>(act: () => T | Promise<T>): Promise<boolean> {
  return unless(404, act)
}

function unlessInUse<T>(act: () => T | Promise<T>): Promise<boolean> {
  return unless(409, act)
}

async function unless<T>(status: number, act: () => T | Promise<T>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (error instanceof Refusal && error.status === status) return false
    throw error
  }
}
