/**
 * Waiting in tests.
 *
 * Invariant: a wait ends as soon as what it waits for is there, or with an error that says what was missing
 * and shows what was known.
 */
import { setTimeout as sleep } from 'node:timers/promises'

/** Long enough for a busy machine with two cores and a slow disk. */
export const PATIENCE_MS = 150_000
const LOOK_MS = 25

/**
 * The first value of `look` that is neither null, undefined nor false.
 * @param shown what to add to the error
 */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  shown: () => string = () => '',
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const seen = await look()
    if (seen !== null && seen !== undefined && seen !== false) return seen
    if (performance.now() > deadline)
      throw new Error(`not within ${patienceMs / 1000} s: ${what}\n${shown()}`.trimEnd())
    await sleep(LOOK_MS)
  }
}
