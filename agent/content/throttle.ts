/**
 * So many bytes a second and no more, over all that share it.
 *
 * Invariant: over any time the bytes taken are at most the rate's, and one second's in advance.
 */
import type { ClockPort } from '../../machines/ports.ts'

export class Throttle {
  readonly #rate: number
  readonly #clock: ClockPort
  /** When all that was taken will have been due: monotonic, milliseconds. */
  #dueMs = 0

  /** @param rate bytes a second; zero is without limit */
  constructor(rate: number, clock: ClockPort) {
    this.#rate = rate
    this.#clock = clock
  }

  /** Resolves when the next may be taken. @throws HF_CANCELLED */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#rate === 0) return
    const now = this.#clock.now().monoMs
    const { dueMs, waitMs } = nextDue(this.#dueMs, now, bytes, this.#rate)
    this.#dueMs = dueMs
    if (waitMs > 0) await this.#clock.sleep(waitMs, signal)
  }
}

const AHEAD_MS = 1000

/** Pure. @param rate bytes a second */
export function nextDue(dueMs: number, nowMs: number, bytes: number, rate: number): { dueMs: number; waitMs: number } {
  const next = Math.max(dueMs, nowMs) + (bytes / rate) * 1000
  return { dueMs: next, waitMs: Math.max(0, Math.ceil(next - nowMs - AHEAD_MS)) }
}
