/**
 * Time limits by the agent's own clock.
 *
 * Invariant: no other clock is used, so that limits hold in virtual time too, and none is left running.
 */
import type { ClockPort } from '../machines/ports.ts'

/** A signal that aborts after so long, or with another one. `stop` leaves nothing waiting. */
export function deadline(clock: ClockPort, ms: number, outer: AbortSignal) {
  const inner = new AbortController()
  const abort = (): void => inner.abort()
  outer.addEventListener('abort', abort, { once: true })
  if (outer.aborted) abort()
  let spent = false
  const timer = clock.sleep(ms, inner.signal).then(
    () => {
      spent = true
      abort()
    },
    () => undefined,
  )
  return {
    signal: inner.signal,
    spent: () => spent,
    stop: async () => {
      abort()
      await timer
      outer.removeEventListener('abort', abort)
    },
  }
}

/** Does some work, and asks it to give up after so many milliseconds. */
export async function within<T>(clock: ClockPort, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = deadline(clock, ms, new AbortController().signal)
  try {
    return await work(limit.signal)
  } finally {
    await limit.stop()
  }
}
