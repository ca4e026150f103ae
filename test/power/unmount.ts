/**
 * Unmounting what an agent has worked on.
 *
 * Invariant: it waits for whoever still has a file open there. What an agent started, such as `ip monitor`, has the files of
 * its database, and ends a moment after the agent that was killed.
 */
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PATIENCE_MS = 60_000

/** @throws what `umount` says at last */
export async function unmountWhenFree(directory: string, patienceMs = PATIENCE_MS): Promise<void> {
  const end = performance.now() + patienceMs
  for (;;) {
    try {
      await run('umount', [directory])
      return
    } catch (error) {
      if (performance.now() > end) throw error
    }
    await sleep(20)
  }
}
