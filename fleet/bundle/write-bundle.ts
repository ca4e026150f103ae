/**
 * A bundle as a file.
 *
 * Invariant: whoever finds the path finds a whole bundle: it is written beside it, synced and then given its name;
 * of a failure nothing is left. The same messages and images give the same bytes. No blob is held in memory.
 */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { bundleArchive } from '../../protocol/bundle-writer.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Gathered, Wanted } from './gather.ts'

/** A message of the broker's: what would be retained on the topic. */
export interface Message {
  topic: string
  payload: Uint8Array
}

export interface BundleParts {
  messages: readonly Message[]
  images: Gathered
  blob(wanted: Wanted): AsyncIterable<Uint8Array>
}

/**
 * @param signal gives it up
 * @returns its size in bytes
 * @throws HF_FILE_UNREADABLE; HF_CANCELLED; what the blobs throw
 */
export async function writeBundle(path: string, parts: BundleParts, signal: AbortSignal): Promise<number> {
  const temporary = `${path}.${process.pid}.new`
  let file: FileHandle | null = null
  try {
    file = await open(temporary, 'wx', 0o644).catch(unwritable(path))
    let size = 0
    const content = { ...parts.images, messages: parts.messages, blobs: parts.images.blobs.values() }
    for await (const piece of bundleArchive(content, parts.blob)) {
      if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the bundle was given up', { place: path })
      await file.writeFile(piece).catch(unwritable(path))
      size += piece.byteLength
    }
    await file.sync().catch(unwritable(path))
    await file.close()
    file = null
    await rename(temporary, path).catch(unwritable(path))
    await syncFolder(dirname(path)).catch(unwritable(path))
    return size
  } catch (error) {
    await file?.close().catch(() => {}) // the first failure is told
    await rm(temporary, { force: true })
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function unwritable(path: string) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new HoldfastError('HF_FILE_UNREADABLE', `cannot be written (${cause.code ?? 'unknown'})`, {
      place: path,
      cause,
    })
  }
}
