/**
 * A clock that stands still until it is told to go on.
 *
 * Invariant: sleepers wake in the order of their time, and of their coming at equal times; between two
 * moments everything that can run has run. With the same seed and the same sleepers the history is the same.
 */
import type { ClockPort, Stamp } from '../machines/ports.ts'
import { seededRandom } from './seeded-random.ts'
import { sleepOn } from './sleep.ts'
import { Timers } from './timers.ts'

/** Each turn of the loop asks the kernel for what has happened outside, which is nothing. */
const IN_A_TURN = 64

export class VirtualClock implements ClockPort {
  readonly random: () => number
  #bootId: string
  #monoMs = 0
  #wallMs: number
  readonly #timers = new Timers()
  #running = false
  /** Wakes `runFreely` when there is somebody to wake. */
  #stir = () => {}

  constructor({ seed = 'clock', bootId = 'boot-1', wallMs = Date.UTC(2026, 0, 1), monoMs = 0 } = {}) {
    this.random = seededRandom(seed)
    this.#bootId = bootId
    this.#wallMs = wallMs
    this.#monoMs = monoMs
  }

  now(): Stamp {
    return { bootId: this.#bootId, monoMs: this.#monoMs, wallMs: this.#wallMs }
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal)
  }

  /** Calls once, after so many milliseconds. @returns gives it up */
  schedule(ms: number, wake: () => void): () => void {
    const timer = this.#timers.add(this.#monoMs + Math.max(0, ms), wake)
    this.#stir()
    return () => this.#timers.giveUp(timer)
  }

  /** When somebody wakes next, or null. */
  get nextAtMs(): number | null {
    return this.#timers.nextAtMs
  }

  /** Goes on to the next moment at which somebody wakes, but not beyond `untilMs`. @returns whether there is one */
  async step(untilMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    const woken = this.#wakeNext(untilMs)
    await settle()
    return woken
  }

  /** Goes on by so many milliseconds, and lets everything run that is due on the way. */
  async advance(ms: number): Promise<void> {
    const until = this.#monoMs + ms
    await settle()
    while (this.#wakeNext(until)) await settle()
    this.#goTo(until)
  }

  /**
   * As `advance` to a moment, for worlds in which nothing runs but promises: many are woken in one turn of the
   * process's loop, with every promise run between two of them.
   * @param isOver asked before each; it stays where it is then
   */
  runTo(untilMs: number, isOver: () => boolean = () => false): Promise<void> {
    return new Promise((resolve, reject) => {
      let ended = false
      const next = () => {
        if (ended) return
        try {
          if (isOver()) ended = true
          else if (!this.#wakeNext(untilMs)) {
            ended = true
            this.#goTo(untilMs)
          }
        } catch (error) {
          ended = true
          reject(error)
        }
      }
      const turn = () => {
        if (ended) return resolve()
        for (let woken = 0; woken < IN_A_TURN; woken += 1) setImmediate(next)
        setImmediate(turn)
      }
      setImmediate(turn)
    })
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
    this.#timers.clear()
  }

  /** Somebody sets the wall clock. */
  setWall(wallMs: number): void {
    this.#wallMs = wallMs
  }

  #wakeNext(until: number): boolean {
    const next = this.#timers.take(until)
    if (next === null) return false
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
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
