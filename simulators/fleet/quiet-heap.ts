/**
 * A fleet that has become quiet gives back the memory that it has no use for any more.
 *
 * Invariant: once after each busy time, and never while messages go to and fro: it stops the process for as long as it
 * takes to look through the whole heap.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** After so long without a message. */
const QUIET_MS = 3_000

/**
 * Watches from now on.
 * @param messages how many there were until now
 * @returns stops that
 */
export function whenQuiet(messages: () => number, giveBack: () => void = giveBackHeap): () => void {
  let seen = messages()
  let isTidy = true
  const timer = setInterval(() => {
    const now = messages()
    if (now === seen && !isTidy) giveBack()
    isTidy = now === seen
    seen = now
  }, QUIET_MS)
  timer.unref()
  return () => clearInterval(timer)
}

type Collect = (how: { type: 'major'; flavor: 'last-resort' }) => void

/** Collects the garbage of the process. By itself V8 keeps the pages for the garbage to come; the last resort does not. */
export function giveBackHeap(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  collect({ type: 'major', flavor: 'last-resort' })
}
