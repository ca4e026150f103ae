/** The clock that simulated devices live on: virtual or real. */
import type { Stamp } from '../machines/ports.ts'

export interface WorldClock {
  now(): Stamp
  /** Calls once, after so many milliseconds. @returns gives it up */
  schedule(ms: number, wake: () => void): () => void
  sleep(ms: number, signal: AbortSignal): Promise<void>
}
