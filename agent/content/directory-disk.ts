/**
 * The content store's directory on a real disk.
 *
 * Invariant: that of `content-disk.ts`; the directory is made by the first write, and its entries are on the disk before
 * what was written in it is said to be.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Appending, ContentDisk, Reading } from './content-disk.ts'

/** @param directory absolute */
export function directoryDisk(directory: string): ContentDisk {
  const at = (name: string): string => join(directory, name)
  return {
    list: () => guarded(directory, () => list(directory)),
    append: (name, bytes) => guarded(at(name), () => append(directory, at(name), bytes)),
    read: (name, bytes) => read(at(name), bytes),
    open: (name) => guarded(at(name), () => reading(at(name))),
    rename: (from, to) =>
      guarded(at(to), async () => {
        await rename(at(from), at(to))
        await syncDirectory(directory)
      }),
    remove: (name) =>
      guarded(at(name), async () => {
        await rm(at(name), { force: true })
        await syncDirectory(directory).catch(ifThere)
      }),
    async room() {
      try {
        const { bavail, blocks, bsize } = await statfs(dirname(directory))
        return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
      } catch {
        return { freeBytes: 0, totalBytes: 0 }
      }
    },
  }
}

async function list(directory: string): Promise<{ name: string; bytes: number }[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    ifThere(error)
    return []
  })
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(directory, name)).catch((error: NodeJS.ErrnoException) => {
        // It goes while we look.
        ifThere(error)
        return null
      }),
    ),
  )
  return names.flatMap((name, index) => {
    const size = sizes[index]?.size
    return size === undefined ? [] : [{ name, bytes: size }]
  })
}

async function append(directory: string, path: string, bytes: number): Promise<Appending> {
  await mkdir(directory, { recursive: true })
  await syncDirectory(dirname(directory))
  const file = await open(path, bytes === 0 ? 'w' : 'r+')
  try {
    await file.truncate(bytes)
    await syncDirectory(directory)
  } catch (error) {
    await file.close()
    throw error
  }
  let position = bytes
  return {
    write: (piece) =>
      guarded(path, async () => {
        for (let done = 0; done < piece.length; ) {
          const { bytesWritten } = await file.write(piece, done, piece.length - done, position)
          done += bytesWritten
          position += bytesWritten
        }
      }),
    sync: () => guarded(path, () => file.datasync()),
    close: () => guarded(path, () => file.close()),
  }
}

async function* read(path: string, bytes: number): AsyncIterable<Uint8Array> {
  if (bytes === 0) return
  try {
    yield* createReadStream(path, { end: bytes - 1, highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>
  } catch (error) {
    throw diskError(path, error)
  }
}

async function reading(path: string): Promise<Reading> {
  const file = await open(path, 'r')
  return {
    read: (position, length) =>
      guarded(path, async () => {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(length), 0, length, position)
        if (bytesRead < length)
          throw new HoldfastError('HF_CONTENT_DAMAGED', 'the disk gives back less', { place: path })
        return buffer
      }),
    close: () => guarded(path, () => file.close()),
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ifThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

async function guarded<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw diskError(path, error)
  }
}

function diskError(place: string, cause: unknown): HoldfastError {
  if (cause instanceof HoldfastError) return cause
  const { code = '' } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new HoldfastError('HF_SPACE_LOW', 'there is no room for what is fetched', { place, cause })
  return new HoldfastError('HF_CONTENT_UNWRITABLE', `what is fetched cannot be kept: ${code || String(cause)}`, {
    place,
    cause,
  })
}
