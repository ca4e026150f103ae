/**
 * Traffic leaves by another link: the connection to the broker follows it.
 *
 * Invariant: a connection has the address of the link that it was made over, and nothing of it arrives by another one; so it is
 * made anew, at a moment by chance, since a whole site moves at once. One that has ended meanwhile is left alone, and so is
 * everything while a change of the network is under way.
 */
import {
  distinctUntilChanged,
  filter,
  finalize,
  from,
  map,
  type Observable,
  skip,
  switchMap,
  withLatestFrom,
} from 'rxjs'
import type { LinkFact } from '../../machines/link-port.ts'
import { mainLinkOf } from '../../machines/link-state.ts'
import type { ClockPort } from '../../machines/ports.ts'
import type { Connection } from '../broker-port.ts'

/** As long as an attempt may wait after a link has come back (docs/decisions/0037-a-link-that-comes-back-hurries.md). */
const SPREAD_MS = 5_000

export interface LinkMovesOptions {
  links: Observable<LinkFact[]>
  /** As it is, then each change. */
  connection: Observable<Connection>
  clock: ClockPort
  isSettled(): boolean
}

/** Each time that the connection is to be made anew. */
export function linkMoves({ links, connection, clock, isSettled }: LinkMovesOptions): Observable<void> {
  const numberOf = (state: Connection): number | null => (state.connected ? state.connection : null)
  return links.pipe(
    map((facts) => mainLinkOf(facts)?.name ?? null),
    // While none leads out there is nothing to follow.
    filter((name) => name !== null),
    distinctUntilChanged(),
    skip(1),
    withLatestFrom(connection),
    switchMap(([, state]) => {
      const stop = new AbortController()
      return from(clock.sleep(clock.random() * SPREAD_MS, stop.signal)).pipe(
        withLatestFrom(connection),
        filter(([, now]) => numberOf(state) !== null && numberOf(now) === numberOf(state) && isSettled()),
        finalize(() => stop.abort()),
      )
    }),
    map(() => undefined),
  )
}
