/**
 * The engine port on a real Docker engine.
 *
 * Invariant: each method does what `machines/ports.ts` says of it; how is said in the files beside.
 */
import { statfs } from 'node:fs/promises'
import type { EngineInfo, EnginePort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { isLeftOver, readFile } from './docker-archive.ts'
import { type Connection, type ConnectionOptions, dockerConnection, selfOf, withSignal } from './docker-connection.ts'
import { removeContainer, startContainer, stopContainer } from './docker-containers.ts'
import { createContainer } from './docker-create.ts'
import { engineEvents } from './docker-events.ts'
import { exec } from './docker-exec.ts'
import { listImages } from './docker-image-list.ts'
import { listContainers, listRuns } from './docker-inspect.ts'
import { knows, loadImage } from './docker-load.ts'
import { containerLogs } from './docker-logs.ts'
import { removeNameless } from './docker-nameless.ts'
import { ensureNetwork, listNetworks, removeNetwork } from './docker-networks.ts'
import { pullImage } from './docker-pull.ts'
import { givesLayers, saveImage } from './docker-save.ts'
import { ociArchitecture } from './docker-version.ts'
import { ensureVolume, listVolumes, removeVolume } from './docker-volumes.ts'
import { engineNames } from './loaded-name.ts'

interface DockerEngineOptions extends ConnectionOptions {
  /** How long a pull may be silent while it fetches. Default 120,000. */
  stallMs?: number | undefined
  /** How long a pull may be silent while it unpacks. Default 900,000. */
  unpackMs?: number | undefined
}

export interface DockerEngine extends EnginePort {
  /** Whether what it saves has the layers as they were. @throws HF_ENGINE_… */
  givesLayers(): Promise<boolean>
}

/** A Docker engine, 20.10 or newer. Nothing is asked of it before the first call. */
export function dockerEngine(options: DockerEngineOptions): DockerEngine {
  const connection = dockerConnection(options)
  const pulls = { stallMs: options.stallMs ?? 120_000, unpackMs: options.unpackMs ?? 900_000 }
  return {
    info: () => engineInfo(connection),
    listContainers: (device) => listContainers(connection, device),
    createContainer: (spec) => createContainer(connection, spec),
    startContainer: (id, restart, maxRetries) => startContainer(connection, id, restart, maxRetries),
    stopContainer: (id, graceMs) => stopContainer(connection, id, graceMs),
    removeContainer: (id) => removeContainer(connection, id),
    logs: (id, logOptions, signal) => containerLogs(connection, id, logOptions, signal),
    readFile: (id, path, maxBytes) => readFile(connection, id, path, maxBytes),
    isLeftOver: (id, path) => isLeftOver(connection, id, path),
    exec: (id, command, signal) => exec(connection, id, command, signal),
    listRuns: (device) => listRuns(connection, device),
    hasImage: (image) => hasImage(connection, image),
    listLayers: () => listLayers(connection),
    async pull(image, onProgress, signal) {
      await pullImage(connection, image, onProgress, signal, pulls)
      if (await hasImage(connection, image)) return
      throw new HoldfastError('HF_ENGINE_FAILED', 'the engine said that it was pulled, but does not have it', {
        place: image,
      })
    },
    async loadImage(image, source, onProgress, signal) {
      if (!(await hasImage(connection, image))) await loadImage(connection, image, source, onProgress, signal, pulls)
    },
    saveImage: (layers, signal) => saveImage(connection, layers, signal, pulls.unpackMs),
    givesLayers: () => givesLayers(connection),
    removeImage: (image) => removeImage(connection, image),
    listVolumes: (device) => listVolumes(connection, device),
    ensureVolume: (spec) => ensureVolume(connection, spec),
    removeVolume: (name) => removeVolume(connection, name),
    listNetworks: (device) => listNetworks(connection, device),
    ensureNetwork: (spec) => ensureNetwork(connection, spec),
    removeNetwork: (name) => removeNetwork(connection, name),
    events: (device) => engineEvents(connection, device),
  }
}

async function engineInfo(connection: Connection): Promise<EngineInfo> {
  const { info, arch } = await connection.ask('tell of itself', async ({ docker, version }, signal) => ({
    info: await selfOf(docker).info(withSignal(signal)),
    arch: version.Arch,
  }))
  return {
    id: info.ID ?? '',
    version: info.ServerVersion ?? '',
    architecture: ociArchitecture(info.Architecture ?? '', arch),
    os: info.OSType ?? '',
    memoryBytes: info.MemTotal ?? 0,
    ...(await diskOf(info.DockerRootDir ?? '')),
  }
}

/** Of the file system that holds the directory; zero when the engine keeps it where we cannot see it. */
async function diskOf(directory: string): Promise<Pick<EngineInfo, 'diskFreeBytes' | 'diskTotalBytes'>> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory)
    return { diskFreeBytes: bavail * bsize, diskTotalBytes: blocks * bsize }
  } catch {
    return { diskFreeBytes: 0, diskTotalBytes: 0 }
  }
}

async function hasImage(connection: Connection, image: string): Promise<boolean> {
  for (const name of engineNames(image)) if (await knows(connection, name)) return true
  return false
}

/** Images that go meanwhile are left out. */
async function listLayers(connection: Connection): Promise<string[][]> {
  const images = await listImages(connection)
  const all: string[][] = []
  for (const { Id } of images)
    all.push(
      await connection.ask<string[]>(
        `look at the image ${Id}`,
        async ({ docker }, signal) => {
          const { RootFS } = await docker.getImage(Id).inspect(withSignal(signal) as object)
          return RootFS.Layers ?? []
        },
        { 404: () => [] },
      ),
    )
  return all
}

async function removeImage(connection: Connection, image: string): Promise<void> {
  const nothing = () => undefined
  if (image.startsWith('sha256:')) return removeNameless(connection, image)
  for (const name of engineNames(image))
    await connection.act(
      `remove the image ${image}`,
      ({ docker }, signal) => docker.getImage(name).remove(withSignal(signal)),
      { 404: nothing, 409: nothing },
    )
}
