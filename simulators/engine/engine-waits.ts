/**
 * What the calls of one engine wait for.
 *
 * Invariant: a wait ends once: at its time, by its signal, or when the engine goes away, whichever is first. None costs
 * a signal of its own: a fleet waits a hundred times for each of its updates.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { type Sleeping, schedulerOf, type WorldClock } from '../world-clock.ts'

/** Nobody answers. */
export class Away extends Error {
  override readonly name = 'Away'
}

export class EngineWaits {
  readonly #schedule: WorldClock['schedule']
  readonly #waiting = new Set<(reason: Error) => void>()

  constructor(clock: Sleeping) {
    this.#schedule = schedulerOf(clock)
  }

  /** @throws Away when the engine goes away, HF_CANCELLED by `signal` */
  wait(ms: number, signal: AbortSignal | null): Promise<void> {
    return signal === null
      ? new Promise((resolve, reject) => this.after(ms, resolve, reject))
      : this.#waitFor(ms, signal)
  }

  /** The same for who needs no promise: calls one of both. */
  after(ms: number, done: () => void, failed: (reason: Error) => void): void {
    const fail = (reason: Error) => {
      giveUp()
      this.#waiting.delete(fail)
      failed(reason)
    }
    const giveUp = this.#schedule(ms, () => {
      this.#waiting.delete(fail)
      done()
    })
    this.#waiting.add(fail)
  }

  #waitFor(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        giveUp()
        this.#waiting.delete(fail)
        signal.removeEventListener('abort', cancel)
      }
      const fail = (reason: Error) => {
        end()
        reject(reason)
      }
      const cancel = () => fail(new HoldfastError('HF_CANCELLED', 'the wait was given up'))
      if (signal.aborted) return reject(new HoldfastError('HF_CANCELLED', 'the wait was given up'))
      const giveUp = this.#schedule(ms, () => {
        end()
        resolve()
      })
      this.#waiting.add(fail)
      signal.addEventListener('abort', cancel, { once: true })
    })
  }

  /** Calls once, after so many milliseconds, whether the engine answers or not. @returns gives it up */
  schedule(ms: number, wake: () => void): () => void {
    return this.#schedule(ms, wake)
  }

  /** The engine has gone away. */
  goAway(): void {
    for (const fail of this.#waiting) fail(new Away('the engine went away'))
  }
}
