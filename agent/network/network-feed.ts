/**
 * What happens on the network, into the network machine.
 *
 * Invariant: facts only, each told once; whoever configures the network is asked again only while a change waits for it.
 */
import {
  combineLatest,
  distinctUntilChanged,
  filter,
  map,
  NEVER,
  type Observable,
  pairwise,
  Subscription,
  shareReplay,
  startWith,
} from 'rxjs'
import type { FailoverRule } from '../../machines/link-choice.ts'
import type { LinkFact, LinksPort } from '../../machines/link-port.ts'
import { isPending } from '../../machines/network-intent.ts'
import type { NetworkContext, NetworkEvent } from '../../machines/network-setup.ts'
import type { ClockPort } from '../../machines/ports.ts'
import type { Connection } from '../broker-port.ts'
import { every } from '../every.ts'
import { hasGained } from './link-gain.ts'
import type { LinkLooksPort } from './link-looks.ts'
import { linkMoves } from './link-moves.ts'
import { stewardLinks } from './link-steward.ts'
import type { Reachability } from './network-parts.ts'
import { reachability } from './reachability.ts'

/** How often whoever configures the network is asked for, while a change waits for it. */
const CONFIGURER_MS = 60_000

export interface NetworkFeedOptions {
  connection: Observable<Connection>
  brokerUrl: string
  links: LinksPort | null
  reach: Reachability | null
  looks?: LinkLooksPort | null
  /** By which another of several links is chosen; null: none is. */
  rule: Observable<FailoverRule | null>
  /** Links that were to be set back, each time that it could not be done. */
  unsteered: Observable<readonly string[]>
  clock: ClockPort
  /** Each time that the machine may have moved. */
  steps: Observable<unknown>
  context(): NetworkContext | null
  tell(event: NetworkEvent): void
  /** The links lead further than before: whoever waits to connect need not wait long. */
  gained(): void
  /** Traffic leaves by another link than the connection was made over. */
  moved(): void
}

export function feedNetwork(options: NetworkFeedOptions): Subscription {
  const { connection, brokerUrl, reach, clock, steps, context, tell } = options
  const feed = new Subscription()
  feed.add(connection.subscribe((state) => tell(brokerEvent(state, brokerUrl))))

  const isSettled = (): boolean => context()?.intent.phase === 'settled'
  const links = options.links?.links().pipe(shareReplay({ bufferSize: 1, refCount: true })) ?? NEVER
  if (options.links !== null) {
    feed.add(links.subscribe((facts) => tell({ type: 'LINKS', links: facts })))
    feed.add(
      links
        .pipe(
          pairwise(),
          filter(([before, after]) => hasGained(before, after)),
        )
        .subscribe(() => options.gained()),
    )
    const settled = steps.pipe(startWith(null), map(isSettled), distinctUntilChanged())
    feed.add(linkMoves({ links, connection, clock, settled }).subscribe(() => options.moved()))
  }

  const isConnected = connection.pipe(
    map(({ connected }) => connected),
    distinctUntilChanged(),
  )
  if (options.looks) {
    const { rule, looks: port, unsteered } = options
    const chosen = stewardLinks({ links, isConnected, rule, port, clock, isSettled, unsteered })
    feed.add(
      chosen.subscribe((setBack) => {
        // What is on trial brings its own metrics.
        if (isSettled()) tell({ type: 'LINK_CHOSEN', setBack })
      }),
    )
  }
  if (reach !== null) {
    const connected = combineLatest([isConnected, links.pipe(startWith([] as LinkFact[]))]).pipe(map(([now]) => now))
    feed.add(reachability({ ...reach, clock, connected }).subscribe((found) => tell({ type: 'REACH', reach: found })))
  }

  let asking: Subscription | null = null
  const ask = (): void => {
    const waits = waitsForConfigurer(context())
    if (waits === (asking !== null)) return
    asking?.unsubscribe()
    asking = waits ? every(clock, CONFIGURER_MS).subscribe(() => tell({ type: 'CONFIGURER_CHANGED' })) : null
  }
  feed.add(steps.subscribe(ask))
  feed.add(() => asking?.unsubscribe())
  return feed
}

function brokerEvent(state: Connection, url: string): NetworkEvent {
  if (state.connected) return { type: 'BROKER_CONNECTED', url: state.broker ?? url, connection: state.connection }
  return state.reason === null ? { type: 'BROKER_CONNECTING', url } : { type: 'BROKER_LOST', fault: state.reason }
}

/** Something is wanted, and nobody is there who could bring it about. */
function waitsForConfigurer(context: NetworkContext | null): boolean {
  if (context === null || context.reading.canChange || context.intent.phase !== 'settled') return false
  return isPending(context.intent, context.reading.inForce)
}
