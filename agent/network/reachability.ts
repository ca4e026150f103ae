/**
 * When somebody looks whether the world beyond the link answers.
 *
 * Invariant: while the broker is connected nobody does, since that is the proof itself and costs nothing; else after each
 * change of the links, when the broker is lost, and again and again at the configured interval. One look at a time.
 */
import { EMPTY, Observable, switchMap } from 'rxjs'
import type { Reach, ReachPort } from '../../machines/link-port.ts'
import type { ClockPort } from '../../machines/ports.ts'

export interface ReachabilityOptions {
  port: ReachPort
  clock: ClockPort
  everyMs: number
  /** Whether the broker is connected: now, and at each change of it or of the links. */
  connected: Observable<boolean>
}

export function reachability({ port, clock, everyMs, connected }: ReachabilityOptions): Observable<Reach> {
  return connected.pipe(switchMap((isConnected) => (isConnected ? EMPTY : looks(port, clock, everyMs))))
}

function looks(port: ReachPort, clock: ClockPort, everyMs: number): Observable<Reach> {
  return new Observable((told) => {
    const stop = new AbortController()
    void (async () => {
      while (!stop.signal.aborted) {
        const reach = await port.probe(stop.signal).catch(() => null) // given up: something has changed
        if (reach === null || stop.signal.aborted) return
        told.next(reach)
        await clock.sleep(everyMs, stop.signal).catch(() => undefined) // likewise
      }
    })()
    return () => stop.abort()
  })
}
