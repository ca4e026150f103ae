/**
 * Where rigs keep their files.
 *
 * Invariant: in memory where there is plenty of it, so that how slow a machine's disk is does not decide a test.
 * What tests of a disk itself needs brings its own.
 */
import { readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const MEMORY = '/dev/shm'
/** What all rigs of a run need at once, several times over. */
const PLENTY_BYTES = 8e9

/** A directory for what is gone when its user is. */
export function placeForRigs(mounts = readFileSync('/proc/mounts', 'utf8'), free = freeBytes): string {
  const mount = mounts.split('\n').find((line) => line.split(' ')[1] === MEMORY)
  const [, , kind, options = ''] = mount?.split(' ') ?? []
  // Engines run programs from there.
  const usable = kind === 'tmpfs' && !options.split(',').includes('noexec')
  return usable && free(MEMORY) >= PLENTY_BYTES ? MEMORY : tmpdir()
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}
