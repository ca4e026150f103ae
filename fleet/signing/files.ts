/**
 * Files that are written whole or not at all.
 *
 * Invariant: whoever reads the path, also after a power cut, finds the old content or the new one.
 */
import { lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

/**
 * Writes to a new file beside it, syncs, renames, and syncs the directory. Who owns the file that is there, as a broker
 * does, owns the new one.
 * @param mode whatever the mask of the process is; absent: as that has it
 * @throws HF_FILE_UNREADABLE
 */
export async function writeAtomic(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const temporary = `${path}.${process.pid}.new`
  try {
    await writeSynced(temporary, content, mode, await ownerOf(path))
    await rename(temporary, path)
    const directory = await open(dirname(path), 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {}) // the first fault is the one to tell
    throw unwritable(path, cause)
  }
}

/**
 * Writes a file that does not exist yet.
 * @throws HF_FILE_UNREADABLE, also when it exists
 */
export async function writeNew(path: string, content: string, mode: number): Promise<void> {
  try {
    await writeSynced(path, content, mode)
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    throw exists
      ? new HoldfastError('HF_FILE_UNREADABLE', 'exists already and is not written over', { place: path, cause })
      : unwritable(path, cause)
  }
}

/**
 * The folder, and those above it that are missing.
 * @returns the uppermost that was made; undefined when all were there
 * @throws HF_FILE_UNREADABLE
 */
export async function makeFolder(path: string, mode = 0o755): Promise<string | undefined> {
  try {
    return await mkdir(path, { recursive: true, mode })
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    throw new HoldfastError('HF_FILE_UNREADABLE', `is no folder that can be written to (${code})`, {
      place: path,
      cause,
    })
  }
}

/** @throws HF_FILE_UNREADABLE */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown'})`
    throw new HoldfastError('HF_FILE_UNREADABLE', why, { place: path, cause })
  }
}

/**
 * What is read out of a file, whose faults name it.
 * @throws HF_… of `read`, with the path in the place
 */
export function inFile<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof HoldfastError) || cause.place?.startsWith(path) === true) throw cause
    throw new HoldfastError(cause.code, cause.message, { place: path, cause })
  }
}

interface Owner {
  uid: number
  gid: number
}

/** Null: whoever writes. Only root can give files away. */
async function ownerOf(path: string): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null
  const found = await lstat(path).catch(() => null) // none is there yet
  return found?.isFile() === true ? found : null
}

async function writeSynced(
  path: string,
  content: string | Uint8Array,
  mode: number | undefined,
  owner: Owner | null = null,
): Promise<void> {
  const file = await open(path, 'wx', mode ?? 0o644)
  try {
    if (owner !== null) await file.chown(owner.uid, owner.gid)
    if (mode !== undefined) await file.chmod(mode)
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

function unwritable(path: string, cause: unknown): HoldfastError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
  return new HoldfastError('HF_FILE_UNREADABLE', `cannot be written (${code})`, { place: path, cause })
}
