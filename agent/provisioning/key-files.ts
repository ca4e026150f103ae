/**
 * Small secret files of one directory, with names that the caller makes.
 *
 * Invariant: a file is there whole or not at all, after any cut, and only its owner can read it; what `write` and
 * `remove` have resolved for is on the disk.
 */
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { isMissing, listDirectory, makeDirectory, moveDurably, removeTree, syncDirectory } from '../../storage/files.ts'

/** Where keys are kept. Every method may fail with HF_STORE_UNWRITABLE, `read` with HF_FILE_UNREADABLE. */
export interface KeyFiles {
  /** Names, in any order; what a cut has left half-written is among them. */
  list(): Promise<string[]>
  /** Null when there is none. */
  read(name: string): Promise<string | null>
  /** Replaces one that is there. */
  write(name: string, text: string): Promise<void>
  /** Those that are gone are no error. */
  remove(names: readonly string[]): Promise<void>
}

const TEMPORARY = '.new'

/** @param directory is made when it is first written to */
export function keyFiles(directory: string): KeyFiles {
  return {
    list: () => listDirectory(directory),
    read: (name) => readText(join(directory, name)),
    async write(name, text) {
      await makeDirectory(directory)
      const path = join(directory, name)
      const temporary = `${path}${TEMPORARY}`
      // One that a cut has left behind.
      await removeTree(temporary)
      await writeSecret(temporary, text)
      await moveDurably(temporary, path)
    },
    async remove(names) {
      const present = (await listDirectory(directory)).filter((name) => names.includes(name))
      if (present.length === 0) return
      for (const name of present) await removeTree(join(directory, name))
      await syncDirectory(directory)
    },
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw new HoldfastError('HF_FILE_UNREADABLE', 'a key of the device cannot be read', { place: path, cause })
  }
}

async function writeSecret(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw new HoldfastError('HF_STORE_UNWRITABLE', 'a key of the device cannot be kept', { place: path, cause })
  }
}
