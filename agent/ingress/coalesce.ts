/**
 * Many causes, few runs.
 *
 * Invariant: every trigger is followed by a run that began after it; at most one run is under way and at
 * most one more is owed, whatever the number of triggers.
 */
import { Observable, type OperatorFunction } from 'rxjs'

/**
 * Runs `work` at the first trigger at once; triggers during the run, and during the `rest` after it, cost
 * one more run at the end of the rest. An error of `work`, `rest` or the source ends the stream.
 */
export function coalesce<T>(
  work: () => Promise<T>,
  rest: (signal: AbortSignal) => Promise<void>,
): OperatorFunction<unknown, T> {
  return (triggers) =>
    new Observable((subscriber) => {
      const stop = new AbortController()
      let busy = false
      let owed = false

      async function run(): Promise<void> {
        busy = true
        do {
          owed = false
          const result = await work()
          if (stop.signal.aborted) return
          subscriber.next(result)
          await rest(stop.signal)
        } while (owed)
        busy = false
      }

      subscriber.add(
        triggers.subscribe({
          next: () => {
            owed = true
            // After an unsubscribe nobody hears the error.
            if (!busy) run().catch((error: unknown) => subscriber.error(error))
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      )
      subscriber.add(() => stop.abort())
    })
}
