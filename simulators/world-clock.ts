/** The clock that simulated devices live on: virtual or real. */
import type { ClockPort, Stamp } from '../machines/ports.ts'

export interface WorldClock {
  now(): Stamp
  /** Calls once, after so many milliseconds. @returns gives it up */
  schedule(ms: number, wake: () => void): () => void
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** One that can at least sleep. */
export type Sleeping = Pick<ClockPort, 'sleep'> & Partial<Pick<WorldClock, 'schedule'>>

/** Its `schedule`, which costs no signal; of a clock that can only sleep, by sleeping. */
export function schedulerOf(clock: Sleeping): WorldClock['schedule'] {
  const { schedule } = clock
  if (schedule !== undefined) return (ms, wake) => schedule.call(clock, ms, wake)
  return (ms, wake) => {
    const off = new AbortController()
    clock.sleep(ms, off.signal).then(wake, () => {}) // given up by whoever scheduled it
    return () => off.abort()
  }
}
