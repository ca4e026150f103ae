/**
 * A clock whose wall a test sets, and whose long sleeps a test ends: short ones pass in real time, because keys and
 * certificates are made in real time too.
 */
import type { ClockPort, Stamp } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'

/** Longer than any deadline of a conversation. */
const LONG_MS = 59_000

export class TestClock implements ClockPort {
  wallMs: number
  readonly #sleepers = new Map<() => void, number>()
  readonly #boot: string
  #dead = false

  constructor(wallMs: number, boot: number) {
    this.wallMs = wallMs
    this.#boot = `boot-${boot}`
  }

  now = (): Stamp => ({ bootId: this.#boot, monoMs: Math.round(performance.now()), wallMs: this.wallMs })

  /** No jitter: who waits for a retry waits no longer than it must. */
  random = (): number => 0

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (this.#dead) return
      const cancelled = (): void => {
        done()
        if (!this.#dead) reject(new HoldfastError('HF_CANCELLED', 'the wait was given up'))
      }
      const wake = (): void => {
        done()
        if (!this.#dead) resolve()
      }
      const timer = setTimeout(wake, Math.min(Math.max(ms, 2), 2 ** 30))
      const done = (): void => {
        clearTimeout(timer)
        this.#sleepers.delete(wake)
        signal.removeEventListener('abort', cancelled)
      }
      if (signal.aborted) return cancelled()
      this.#sleepers.set(wake, ms)
      signal.addEventListener('abort', cancelled, { once: true })
    })

  /** Whoever sleeps for so long wakes. */
  wakeLong(longMs = LONG_MS): void {
    const now = [...this.#sleepers]
    for (const [wake, ms] of now) if (ms >= longMs) wake()
  }

  /** The process is gone: who sleeps never wakes. */
  die(): void {
    this.#dead = true
    const now = [...this.#sleepers.keys()]
    for (const wake of now) wake()
  }
}
