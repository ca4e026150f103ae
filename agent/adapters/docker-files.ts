/**
 * A service's files (secrets and configs) on their way into its container.
 *
 * Invariant: a container that has not all of its files never starts. What belongs into it stands in a label,
 * by path and size, so that one that was cut off between its creation and the copy is known as such later.
 */
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import type { File, Service } from '../../protocol/types.ts'
import { LABELS } from '../labels.ts'
import { sizeInContainer } from './docker-archive.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { loadsOf } from './docker-file-loads.ts'
import { tarOf } from './docker-tar.ts'

/** As holdfast.proto, message File, field mode. */
const DEFAULT_MODE = 0o444

/** What `GET /containers/ID/json` says of where a container's files are on the host. */
export interface Storage {
  Mounts?: { Type?: string; Destination?: string; Source?: string }[] | null
  /** `UpperDir` is where overlay2 keeps what the container has written. */
  GraphDriver?: { Data?: { UpperDir?: string } | null }
}

/** The label's value: paths and sizes. Written without files, too: an image made of a container has its labels. */
export function filesLabelOf(files: readonly File[]): string {
  return JSON.stringify(Object.fromEntries(files.map(({ path, content }) => [path, content.length])))
}

/** Puts the files into a container that has never run; as often as one likes. */
export async function putFiles(connection: Connection, id: string, service: Service, storage: Storage): Promise<void> {
  for (const { at, files } of loadsOf(service)) {
    const archive = tarOf(
      files.map(({ path, content, mode, uid, gid }) => ({
        path: inside(at, path),
        content,
        mode: mode || DEFAULT_MODE,
        uid,
        gid,
      })),
    )
    const refuse = (words: string): never => {
      const why = /mounted volume is marked read-only/.test(words) ? `the mount at ${at} is read-only` : words
      const message = `files could not be put into the container: ${why}`
      throw new HoldfastError('HF_ENGINE_FAILED', message, { place: `services.${service.name}` })
    }
    await connection.act<unknown>(
      `put files into the container of ${service.name}`,
      ({ docker }, signal) => docker.getContainer(id).putArchive(archive, withSignal(signal, { path: at })),
      { 400: refuse, 403: refuse, 404: refuse, 500: refuse },
    )
    const directory = hostDirectoryOf(storage, at)
    if (directory !== undefined) await syncAll(files.map(({ path }) => join(directory, inside(at, path))))
  }
}

function inside(at: string, path: string): string {
  return path.slice(at === '/' ? 1 : at.length + 1)
}

function hostDirectoryOf({ Mounts, GraphDriver }: Storage, at: string): string | undefined {
  return at === '/' ? GraphDriver?.Data?.UpperDir : Mounts?.find(({ Destination }) => Destination === at)?.Source
}

/** From memory to the disk, where we can see the engine's files, so that a power cut leaves none of them empty. */
async function syncAll(paths: readonly string[]): Promise<void> {
  for (const path of new Set([...paths, ...paths.map(dirname)])) {
    const handle = await open(path).catch(() => null) // not where we can look
    if (handle === null) continue
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}

/** Whether all that the label names is in the container. */
export async function hasItsFiles(
  connection: Connection,
  id: string,
  labels: Record<string, string>,
): Promise<boolean> {
  const sizes = JSON.parse(labels[LABELS.files] ?? '{}') as Record<string, number>
  for (const [path, size] of Object.entries(sizes))
    if ((await sizeInContainer(connection, id, path)) !== size) return false
  return true
}
