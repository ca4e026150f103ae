/**
 * Who has a database open, without touching it.
 *
 * Invariant: nothing is opened, changed or locked: opening LevelDB's LOCK file in the process that holds it
 * would give the lock up. Where the kernel does not tell (not Linux), nobody holds it.
 */
import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './files.ts'

export interface LockHolder {
  /** Zero or less when it lives in another container. */
  pid: number
  /** Its command line; empty when it cannot be seen. */
  command: string
}

/** The process that holds the database in this data directory, or null. */
export async function lockHolder(directory: string): Promise<LockHolder | null> {
  const lock = join(directory, 'db', 'LOCK')
  try {
    const { ino } = await stat(lock)
    for (const pid of holdersOf(await readFile('/proc/locks', 'utf8'), ino))
      if (await mayHold(pid, await realpath(lock))) return { pid, command: await commandOf(pid) }
    return null
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/**
 * Process ids from the text of `/proc/locks` (proc(5)) that hold a lock on the inode. The device's number is
 * passed over, because on overlay and btrfs it is not the one that `stat` tells.
 */
export function holdersOf(locks: string, inode: number): number[] {
  return locks.split('\n').flatMap((line) => {
    const [, kind, , , pid, file] = line.trim().split(/\s+/)
    return kind !== '->' && file?.split(':')[2] === String(inode) ? [Number(pid)] : []
  })
}

/** Inodes of other disks may have the same number: then none of its files is this one. */
async function mayHold(pid: number, path: string): Promise<boolean> {
  try {
    const folder = `/proc/${pid}/fd`
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readlink(join(folder, name)).catch(() => '')), // closed meanwhile
    )
    return files.includes(path)
  } catch (error) {
    // One that has ended holds nothing; of another user's, or one out of sight, the lock is all that is known.
    return !isMissing(error)
  }
}

async function commandOf(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim()
  } catch {
    return '' // it has just ended, or is out of sight
  }
}
