/**
 * A clock port that moves only when a test moves it: only for tests.
 *
 * Invariant: sleepers wake in the order of their moments, each with everything done that the one before
 * it set off.
 */
import type { ClockPort, Stamp } from '../machines/ports.ts'
import { HoldfastError } from '../protocol/errors.ts'

export class VirtualClock implements ClockPort {
  /** Every duration that anybody slept, in order. */
  readonly slept: number[] = []
  #nowMs = 1000
  readonly #sleepers = new Set<{ at: number; wake: () => void }>()
  readonly #random: () => number

  constructor(random: () => number = () => 0.5) {
    this.#random = random
  }

  now = (): Stamp => ({ bootId: 'boot-1', monoMs: this.#nowMs, wallMs: 1_700_000_000_000 + this.#nowMs })

  random = (): number => this.#random()

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancelled = (): void => {
        this.#sleepers.delete(sleeper)
        reject(new HoldfastError('HF_CANCELLED', 'the wait was given up'))
      }
      const sleeper = {
        at: this.#nowMs + ms,
        wake: () => {
          signal.removeEventListener('abort', cancelled)
          this.#sleepers.delete(sleeper)
          resolve()
        },
      }
      if (signal.aborted) return cancelled()
      this.slept.push(ms)
      this.#sleepers.add(sleeper)
      signal.addEventListener('abort', cancelled, { once: true })
    })

  /** How many wait at this moment. */
  get sleepers(): number {
    return this.#sleepers.size
  }

  /** Lets so much time pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#nowMs + ms
    await settle()
    for (;;) {
      const next = [...this.#sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#nowMs = Math.max(this.#nowMs, next.at)
      next.wake()
      await settle()
    }
    this.#nowMs = end
  }
}

/** Lets everything that is ready run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
