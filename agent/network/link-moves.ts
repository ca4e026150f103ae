/**
 * Traffic leaves by another link: the connection to the broker follows it.
 *
 * Invariant: a connection has the address of the link that it was made over, and nothing of it arrives by another one; so it is
 * made anew, at a moment by chance, since a whole site moves at once. It is left alone once it has ended, once traffic leaves
 * as it did, and while a change of the network is under way; after that it is looked at again.
 *
 * The kernel goes on sending over a link without a carrier until its route is withdrawn, which NetworkManager does after
 * seconds and others never (Node tells no address of it meanwhile); its tables do not tell such a route from another. Where it is told to pass those over
 * (`ignore_routes_with_linkdown`, off by default), the keepalive notices.
 */
import {
  combineLatest,
  distinctUntilChanged,
  EMPTY,
  finalize,
  from,
  map,
  type Observable,
  scan,
  startWith,
  switchMap,
} from 'rxjs'
import type { LinkFact } from '../../machines/link-port.ts'
import { wayOutOf } from '../../machines/link-state.ts'
import type { ClockPort } from '../../machines/ports.ts'
import type { Connection } from '../broker-port.ts'

/** As long as an attempt may wait after a link has come back (docs/decisions/0037-a-link-that-comes-back-hurries.md). */
const SPREAD_MS = 5_000
/** What is read of the kernel is so old at most: a connection that has just been made may be over a link not yet told of. */
const LAG_MS = 1_000

export interface LinkMovesOptions {
  links: Observable<LinkFact[]>
  /** As it is, then each change. */
  connection: Observable<Connection>
  clock: ClockPort
  /** Whether no change of the network is under way: as it is, then each change. */
  settled: Observable<boolean>
}

/** What is known of the connection. */
interface Made {
  connection: number | null
  atMs: number
  /** The link that traffic left by when it was made; null: none was told of yet. */
  over: string | null
  /** Its number, once it is to be made anew. */
  follows: number | null
}

const NOTHING: Made = { connection: null, atMs: 0, over: null, follows: null }

/** Each time that the connection is to be made anew. */
export function linkMoves({ links, connection, clock, settled }: LinkMovesOptions): Observable<void> {
  const way = links.pipe(
    map((facts) => wayOutOf(facts)?.name ?? null),
    startWith(null),
    distinctUntilChanged(),
  )
  return combineLatest([way, connection, settled]).pipe(
    scan((made, [name, state, isSettled]) => {
      const number = state.connected ? state.connection : null
      return noted(made, name, number, isSettled, clock.now().monoMs)
    }, NOTHING),
    map(({ follows }) => follows),
    distinctUntilChanged(),
    switchMap((number) => {
      if (number === null) return EMPTY
      const stop = new AbortController()
      return from(clock.sleep(clock.random() * SPREAD_MS, stop.signal)).pipe(finalize(() => stop.abort()))
    }),
  )
}

function noted(before: Made, way: string | null, connection: number | null, isSettled: boolean, nowMs: number): Made {
  const isNew = connection !== before.connection
  const atMs = isNew ? nowMs : before.atMs
  const known = isNew ? null : before.over
  const over = known === null || nowMs - atMs < LAG_MS ? (way ?? known) : known
  // While none leads out there is nothing to follow.
  const isLeft = way !== null && over !== null && way !== over
  return { connection, atMs, over, follows: isLeft && isSettled ? connection : null }
}
