/**
 * Secrets as files of a tmpfs of the host, for containers to be given.
 *
 * Invariant: nothing is written where it could reach a disk by itself; a file is there whole or not at all, in folders
 * for the agent's user alone. A file that a container may have is never changed, only made again where it is gone.
 */
import { randomUUID } from 'node:crypto'
import { chmod, chown, lstat, mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

export interface SecretFile {
  content: Uint8Array
  mode: number
  uid: number
  gid: number
}

/** Where the files are, in groups: one for what a container is made from. */
export interface SecretFiles {
  /**
   * In the end they are all there.
   * @returns where, on the host, in the same order
   * @throws HF_SECRET_UNPLACED
   */
  put(group: string, files: readonly SecretFile[]): Promise<string[]>
  /** Removes every other group. @throws HF_SECRET_UNPLACED */
  keepOnly(groups: readonly string[]): Promise<void>
}

/** `f_type` of statfs(2). */
const IN_MEMORY = new Set([0x01021994, 0x858458f6])
const GROUP_DIGITS = 32

/** @param directory is made when it is first written to */
export function secretFiles(directory: string): SecretFiles {
  /** By this life of the agent: without a right to read what it has given away it could not tell what another has. */
  const put = new Set<string>()
  return {
    put: (group, files) =>
      failingAt(directory, async () => {
        const folder = join(directory, group.slice(0, GROUP_DIGITS))
        await mkdir(folder, { recursive: true, mode: 0o700 })
        if (!IN_MEMORY.has((await statfs(folder)).type)) throw new Error('it is not on a tmpfs')
        const paths = files.map((_, index) => join(folder, String(index)))
        for (const [index, file] of files.entries()) {
          const path = paths[index]!
          if (!(await isThere(path)) || !put.has(path)) await write(path, file)
          put.add(path)
        }
        return paths
      }),
    keepOnly: (groups) =>
      failingAt(directory, async () => {
        const kept = new Set(groups.map((group) => group.slice(0, GROUP_DIGITS)))
        const there = await readdir(directory).catch(() => []) // none was ever put
        for (const name of there) if (!kept.has(name)) await rm(join(directory, name), { recursive: true, force: true })
      }),
  }
}

/** An engine may have made a folder of what it did not find. */
async function isThere(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null) // the usual case after a reboot
  if (found?.isDirectory()) await rm(path, { recursive: true })
  return found?.isFile() === true
}

async function write(path: string, { content, mode, uid, gid }: SecretFile): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, content, { mode: 0o600, flag: 'wx' })
  // In this order: what belongs to others the agent may not change.
  await chmod(temporary, mode)
  if (process.getuid?.() === 0) await chown(temporary, uid, gid)
  else if ((mode & 0o004) === 0) throw new Error('only an agent that runs as root can give a file to somebody else')
  await rename(temporary, path)
}

async function failingAt<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new HoldfastError('HF_SECRET_UNPLACED', `secrets cannot be put there: ${message}`, { place, cause })
  }
}
