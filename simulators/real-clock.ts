/**
 * Real time for many: one heap of moments, and one timer of the process for the first of them.
 *
 * Invariant: sleepers wake in the order of their time, never early; however many wait, the process has one timer.
 */
// The global of this name is a getter, and a fleet asks for the time a million times a second.
import { performance } from 'node:perf_hooks'
import type { Stamp } from '../machines/ports.ts'
import { sleepOn } from './sleep.ts'
import { Timers } from './timers.ts'
import type { WorldClock } from './world-clock.ts'

/** The longest that a timer of the process takes. */
const LONGEST_MS = 2 ** 31 - 1

export class RealClock implements WorldClock {
  readonly #timers = new Timers()
  #timer: NodeJS.Timeout | null = null
  #timerAtMs = Number.POSITIVE_INFINITY

  now(): Stamp {
    return { bootId: 'world', monoMs: performance.now(), wallMs: Date.now() }
  }

  schedule(ms: number, wake: () => void): () => void {
    const timer = this.#timers.add(performance.now() + Math.max(0, ms), wake)
    this.#aim()
    return () => this.#timers.giveUp(timer)
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal)
  }

  /** Nobody wakes any more. */
  close(): void {
    this.#timers.clear()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #aim(): void {
    const atMs = this.#timers.nextAtMs
    if (atMs === null || (this.#timer !== null && this.#timerAtMs <= atMs)) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timerAtMs = atMs
    const inMs = Math.min(LONGEST_MS, Math.max(0, Math.ceil(atMs - performance.now())))
    this.#timer = setTimeout(() => this.#wake(), inMs)
  }

  #wake(): void {
    this.#timer = null
    for (let next = this.#timers.take(performance.now()); next !== null; next = this.#timers.take(performance.now()))
      next.wake()
    this.#aim()
  }
}
