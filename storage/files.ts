/**
 * Files and directories that survive a power cut.
 *
 * Invariant: a function here that has resolved has its effect on disk: content by fsync, names by an
 * fsync of the directory that holds them. Faults of the file system are HF_STORE_UNWRITABLE.
 */
import { constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'

/** The directory and those above it that are missing. */
export async function makeDirectory(path: string): Promise<void> {
  // One by one: with `recursive`, Node never comes back where even the first cannot be made (below /proc).
  const missing: string[] = []
  for (let above = path; !(await isDirectory(above)); above = dirname(above)) missing.unshift(above)
  for (const directory of missing) {
    await guarded(directory, async () => {
      try {
        await mkdir(directory, { mode: 0o700 })
      } catch (error) {
        // Somebody else has just made it: two that start at once.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await isDirectory(directory))) throw error
      }
    })
    await syncDirectory(dirname(directory))
  }
}

async function isDirectory(path: string): Promise<boolean> {
  if (path === dirname(path)) return true
  return guarded(path, async () => {
    try {
      return (await stat(path)).isDirectory()
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  })
}

/** Makes the directory's own files and their names durable. */
export async function syncTree(path: string): Promise<void> {
  for (const name of await listDirectory(path)) await syncOne(join(path, name), constants.O_RDONLY)
  await syncDirectory(path)
}

export async function syncDirectory(path: string): Promise<void> {
  await syncOne(path, constants.O_RDONLY | constants.O_DIRECTORY)
}

/** Renames within one directory. */
export async function moveDurably(from: string, to: string): Promise<void> {
  await guarded(from, () => rename(from, to))
  await syncDirectory(dirname(to))
}

/** @param length in bytes */
export async function truncateDurably(path: string, length: number): Promise<void> {
  await guarded(path, async () => {
    const file = await open(path, 'r+')
    try {
      await file.truncate(length)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

export async function removeTree(path: string): Promise<void> {
  await guarded(path, () => rm(path, { recursive: true, force: true }))
}

/** The names in it; none if it is not there. */
export async function listDirectory(path: string): Promise<string[]> {
  return guarded(path, async () => {
    try {
      return await readdir(path)
    } catch (error) {
      if (isMissing(error)) return []
      throw error
    }
  })
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function syncOne(path: string, flags: number): Promise<void> {
  await guarded(path, async () => {
    const file = await open(path, flags)
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

async function guarded<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new HoldfastError('HF_STORE_UNWRITABLE', cause instanceof Error ? cause.message : String(cause), {
      place,
      cause,
    })
  }
}
