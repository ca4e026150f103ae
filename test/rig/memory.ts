/**
 * Directories in memory.
 *
 * Invariant: how slow a machine's disk is does not decide a test, where there is plenty of memory. What tests of a disk
 * itself needs brings its own.
 */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What all rigs of a run need at once, several times over. */
const PLENTY_KB = 8_000_000

/** Whether a machine that says this of its memory has plenty. */
export function isPlenty(meminfo: string): boolean {
  return Number(/^MemAvailable: +(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) >= PLENTY_KB
}

/** What is put into this directory from now on is in memory, if there is plenty, and whoever asks may mount. */
export async function keepInMemory(dir: string): Promise<void> {
  if (process.getuid?.() === 0 && isPlenty(await readFile('/proc/meminfo', 'utf8')))
    await run('mount', ['-t', 'tmpfs', '-o', 'size=75%,mode=0700', 'holdfast-rig', dir])
}

/** Ends {@link keepInMemory}, where it was begun: what was in there is gone. */
export async function forget(dir: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').map((line) => line.split(' ')[4])
  if (mounts.includes(dir)) await run('umount', ['--lazy', dir])
}
