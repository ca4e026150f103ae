/**
 * Many causes, few runs.
 *
 * Invariant: every trigger is followed by a run that began after it; at most one run is under way and at
 * most one more is owed, whatever the number of triggers.
 */
import { Observable, type OperatorFunction } from 'rxjs'

export interface CoalescedOptions<T> {
  work: () => Promise<T>
  /** After each run. */
  rest: (signal: AbortSignal) => Promise<void>
  next: (result: T) => void
  /** Told of an error of `work` or `rest`; nothing runs any more. */
  error: (error: unknown) => void
}

/**
 * Runs `work` at the first trigger at once; triggers during the run, and during the `rest` after it, cost one more run at
 * the end of the rest.
 */
export class Coalesced<T> {
  readonly #options: CoalescedOptions<T>
  readonly #stop = new AbortController()
  #busy = false
  #owed = false

  constructor(options: CoalescedOptions<T>) {
    this.#options = options
  }

  trigger(): void {
    this.#owed = true
    // After an unsubscribe nobody hears the error.
    if (!this.#busy) this.#run().catch((error: unknown) => this.#options.error(error))
  }

  unsubscribe(): void {
    this.#stop.abort()
  }

  async #run(): Promise<void> {
    const { work, rest, next } = this.#options
    this.#busy = true
    do {
      this.#owed = false
      const result = await work()
      if (this.#stop.signal.aborted) return
      next(result)
      await rest(this.#stop.signal)
    } while (this.#owed)
    this.#busy = false
  }
}

/** The same for a stream of triggers. An error of `work`, `rest` or the source ends the stream. */
export function coalesce<T>(
  work: () => Promise<T>,
  rest: (signal: AbortSignal) => Promise<void>,
): OperatorFunction<unknown, T> {
  return (triggers) =>
    new Observable((subscriber) => {
      const error = (error: unknown): void => subscriber.error(error)
      const runs = new Coalesced({ work, rest, next: (result) => subscriber.next(result), error })
      subscriber.add(triggers.subscribe({ next: () => runs.trigger(), error, complete: () => subscriber.complete() }))
      subscriber.add(runs)
    })
}
