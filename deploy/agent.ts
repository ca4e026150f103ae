/**
 * The agent as a program of its own: what is bundled for devices.
 *
 * Invariant: the code that was compiled at the first start is kept for the next ones although a device is
 * seldom stopped in order: it is written down while the agent runs, not when it ends.
 */
import { flushCompileCache } from 'node:module'
import { main } from '../agent/main.ts'

/** By then everything that an agent needs to be connected has been compiled. */
const SETTLED_MS = 20_000

// Node has it from 22.10 on.
if (flushCompileCache as unknown) setTimeout(flushCompileCache, SETTLED_MS).unref()

// What it does not expect ends the process, and the next life resumes from the disk.
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status
})
