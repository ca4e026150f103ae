/**
 * How much memory the agent can still have.
 *
 * Invariant: no more than the machine has free, and no more than its own limit leaves, of a container or a unit: whoever
 * takes more is killed, in each life anew.
 */
import { freemem } from 'node:os'

/** In bytes. */
export function memoryFree(): number {
  return leastFree(freemem(), process.constrainedMemory(), process.memoryUsage.rss())
}

/** Pure. @param limit zero: there is none; where there is none it may also be more than any machine has */
export function leastFree(machine: number, limit: number, own: number): number {
  return limit > 0 ? Math.min(machine, Math.max(0, limit - own)) : machine
}
