/**
 * Files out of a container, running or not.
 *
 * Invariant: links are resolved by the engine, within the container; no more is read than was asked for.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerArchive
 */
import type { IncomingMessage } from 'node:http'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { engineError } from './docker-errors.ts'
import { inspect } from './docker-inspect.ts'
import { memoryFile } from './docker-memory-file.ts'
import { firstFileOf } from './docker-tar.ts'

/** What the engine says of a path, as far as it is read. */
interface FileStat {
  size: number
  /** Go's os.FileMode. */
  mode: number
  /** RFC 3339. */
  mtime: string
  /** Where a link leads in the end. */
  linkTarget: string
}

/** Of Go's os.FileMode. */
const IS_LINK = 0x08000000
/** Links come resolved: more than this is somebody who changes them while we look. */
const MOST_LINKS = 4

/** What the engine says when one of the path's directories is none. */
const NO_DIRECTORY = /not a directory/

/** The size of what is at the path, links not followed; null when nothing is. */
export async function sizeInContainer(connection: Connection, id: string, path: string): Promise<number | null> {
  return (await statInContainer(connection, id, path))?.size ?? null
}

function statInContainer(connection: Connection, id: string, path: string): Promise<FileStat | null> {
  return connection.ask<FileStat | null>(
    `look at the file ${path}`,
    async ({ docker }, signal) => {
      const answer = (await docker.getContainer(id).infoArchive(withSignal(signal, { path }))) as IncomingMessage
      answer.resume()
      return statOf(answer)
    },
    { 404: () => null },
  )
}

/** See EnginePort.isLeftOver. A tmpfs, which the engine does not look into, is new with each start. */
export async function isLeftOver(connection: Connection, id: string, path: string): Promise<boolean> {
  const [stat, container] = await Promise.all([statInContainer(connection, id, path), inspect(connection, id)])
  if (stat === null || container === null) return false
  return isOfEarlierRun(Date.parse(stat.mtime), Date.parse(container.State.StartedAt ?? ''), Date.now())
}

/**
 * Whether a file was last written before the container started, all by the same wall clock in ms. False when that cannot
 * be told: of times that cannot be read, and of a start that is yet to come, because the clock has been set back since.
 */
export function isOfEarlierRun(writtenMs: number, startedMs: number, nowMs: number): boolean {
  // Times of files are in seconds.
  return startedMs <= nowMs && writtenMs < Math.floor(startedMs / 1000) * 1000
}

/** See EnginePort.readFile. */
export async function readFile(
  connection: Connection,
  id: string,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  let at: string = path
  for (let links = 0; links <= MOST_LINKS; links++) {
    const found = await fileOrLink(connection, id, at, maxBytes)
    if (found === null) return memoryFile(connection, id, at, maxBytes)
    if (typeof found !== 'string') return found
    at = found
  }
  throw new HoldfastError('HF_ENGINE_FAILED', 'the file could not be read: its links have no end', { place: path })
}

/** The file, or where its link leads; null when there is none. */
function fileOrLink(
  connection: Connection,
  id: string,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | string | null> {
  const what = `read the file ${path}`
  return connection.ask<Uint8Array | string | null>(
    what,
    async ({ docker }, signal) => {
      const archive = (await docker.getContainer(id).getArchive(withSignal(signal, { path }))) as IncomingMessage
      try {
        const { mode, linkTarget } = statOf(archive)
        if ((mode & IS_LINK) !== 0) return linkTarget
        const content = await firstFileOf(archive, maxBytes)
        if (content === null) throw new HoldfastError('HF_ENGINE_FAILED', 'it is no plain file', { place: path })
        return content
      } catch (error) {
        throw engineError(error, what)
      } finally {
        archive.destroy()
      }
    },
    {
      404: () => null,
      500: (words) => {
        if (NO_DIRECTORY.test(words)) return null
        throw new HoldfastError('HF_ENGINE_FAILED', `the engine did not ${what}: ${words}`)
      },
    },
  )
}

function statOf({ headers }: IncomingMessage): FileStat {
  const stat = String(headers['x-docker-container-path-stat'] ?? '')
  try {
    return JSON.parse(Buffer.from(stat, 'base64').toString()) as FileStat
  } catch (cause) {
    throw new HoldfastError('HF_ENGINE_FAILED', 'the engine gave a file and did not say what it is', { cause })
  }
}
