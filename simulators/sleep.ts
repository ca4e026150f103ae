/**
 * Sleep on a clock that can schedule.
 *
 * Invariant: it ends once, by its time or by being given up, and leaves nothing behind with the signal or the clock.
 */
import { GIVEN_UP } from '../agent/given-up.ts'
import type { WorldClock } from './world-clock.ts'

/** @throws GIVEN_UP when the signal comes first */
export function sleepOn(clock: Pick<WorldClock, 'schedule'>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = () => {
      giveUp()
      reject(GIVEN_UP)
    }
    if (signal.aborted) return reject(GIVEN_UP)
    const giveUp = clock.schedule(ms, () => {
      signal.removeEventListener('abort', cancelled)
      resolve()
    })
    signal.addEventListener('abort', cancelled, { once: true })
  })
}
