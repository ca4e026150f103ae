/**
 * A clock that stands still until it is told to go on.
 *
 * Invariant: sleepers wake in the order of their time, and of their coming at equal times; between two
 * moments everything that can run has run. With the same seed and the same sleepers the history is the same.
 */
import type { ClockPort, Stamp } from '../machines/ports.ts'
import { HoldfastError } from '../protocol/errors.ts'
import { seededRandom } from './seeded-random.ts'

interface Sleeper {
  atMs: number
  wake(): void
}

export class VirtualClock implements ClockPort {
  readonly random: () => number
  #bootId: string
  #monoMs = 0
  #wallMs: number
  /** In the order in which they wake. */
  readonly #sleepers: Sleeper[] = []
  #running = false
  /** Wakes `runFreely` when there is somebody to wake. */
  #stir = () => {}

  constructor({ seed = 'clock', bootId = 'boot-1', wallMs = Date.UTC(2026, 0, 1) } = {}) {
    this.random = seededRandom(seed)
    this.#bootId = bootId
    this.#wallMs = wallMs
  }

  now(): Stamp {
    return { bootId: this.#bootId, monoMs: this.#monoMs, wallMs: this.#wallMs }
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancelled = () => {
        const at = this.#sleepers.indexOf(sleeper)
        if (at >= 0) this.#sleepers.splice(at, 1)
        reject(new HoldfastError('HF_CANCELLED', 'the wait was given up'))
      }
      const sleeper: Sleeper = {
        atMs: this.#monoMs + Math.max(0, ms),
        wake: () => {
          signal.removeEventListener('abort', cancelled)
          resolve()
        },
      }
      if (signal.aborted) return cancelled()
      signal.addEventListener('abort', cancelled, { once: true })
      insert(this.#sleepers, sleeper)
      this.#stir()
    })
  }

  /** Goes on by so many milliseconds, and lets everything run that is due on the way. */
  async advance(ms: number): Promise<void> {
    const until = this.#monoMs + ms
    await settle()
    while (this.#wakeNext(until)) await settle()
    this.#goTo(until)
  }

  /** Goes on as fast as it can, from one sleeper to the next, until stopped. */
  async runFreely(): Promise<void> {
    this.#running = true
    while (this.#running) {
      await settle()
      if (!this.#wakeNext(Number.POSITIVE_INFINITY) && this.#running)
        await new Promise<void>((resolve) => {
          this.#stir = resolve
        })
    }
  }

  /** Ends `runFreely`. */
  halt(): void {
    this.#running = false
    this.#stir()
  }

  /** The kernel starts anew: monotonic time begins at zero, and who slept never wakes. */
  reboot(bootId: string): void {
    this.#bootId = bootId
    this.#monoMs = 0
    this.#sleepers.length = 0
  }

  /** Somebody sets the wall clock. */
  setWall(wallMs: number): void {
    this.#wallMs = wallMs
  }

  #wakeNext(until: number): boolean {
    const next = this.#sleepers[0]
    if (next === undefined || next.atMs > until) return false
    this.#sleepers.shift()
    this.#goTo(next.atMs)
    next.wake()
    return true
  }

  #goTo(monoMs: number): void {
    this.#wallMs += Math.max(0, monoMs - this.#monoMs)
    this.#monoMs = Math.max(this.#monoMs, monoMs)
  }
}

/** Lets every promise run that can. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** After those of the same time. */
function insert(sleepers: Sleeper[], sleeper: Sleeper): void {
  let low = 0
  let high = sleepers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sleepers[middle]?.atMs ?? 0) <= sleeper.atMs) low = middle + 1
    else high = middle
  }
  sleepers.splice(low, 0, sleeper)
}
