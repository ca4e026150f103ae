/**
 * A beat.
 *
 * Invariant: by the device's own clock; nothing beats, and nothing is waited for, once nobody listens.
 */
import { Observable } from 'rxjs'
import type { ClockPort } from '../machines/ports.ts'
import { GIVEN_UP } from './given-up.ts'

/** A value each so many milliseconds, the first after so many. */
export function every(clock: Pick<ClockPort, 'sleep'>, ms: number): Observable<null> {
  return new Observable((listener) => {
    const stop = new AbortController()
    const wait = (): void => {
      clock.sleep(ms, stop.signal).then(
        () => {
          listener.next(null)
          if (!stop.signal.aborted) wait()
        },
        (error: unknown) => listener.error(error), // heard by nobody when it was given up
      )
    }
    wait()
    return () => stop.abort(GIVEN_UP)
  })
}
