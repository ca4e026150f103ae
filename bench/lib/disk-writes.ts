/** What a process has had written to disks, as Linux counts it. */
import { readFileSync } from 'node:fs'

/**
 * Bytes since its start, in whole pages: what was dirtied, which is never less than what reached the disk.
 * @throws Error when the process is gone
 */
export function diskWritesOf(pid: number | 'self'): number {
  const bytes = /^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]
  if (bytes === undefined) throw new Error('this kernel does not count what a process writes')
  return Number(bytes)
}
