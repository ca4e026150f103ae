/**
 * What runs on the engine, as a stream of facts.
 *
 * Invariant: facts are what the engine listed after its last event, never what events say; a storm of
 * events costs a bounded number of lists, and an engine that is away is said once.
 */
import { Observable, Subscription } from 'rxjs'
import type { ClockPort, Container, EnginePort } from '../../machines/ports.ts'
import { type Fault, faultOf } from '../../protocol/errors.ts'
import { fullJitter } from '../backoff.ts'
import { every } from '../every.ts'
import { GIVEN_UP } from '../given-up.ts'
import { Coalesced } from './coalesce.ts'
import type { Counters } from './counters.ts'

export type EngineFacts =
  | {
      available: true
      /** Of this device, by name. */
      containers: Container[]
    }
  | { available: false; fault: Fault }

interface EngineIngressOptions {
  engine: Pick<EnginePort, 'events' | 'listContainers'>
  device: string
  clock: ClockPort
  /** Counts `engine.events`, `engine.lists` and `engine.cuts`. */
  counters: Counters
  /** The least time between two lists, which cost the engine more than what they tell of. Default 200. */
  debounceMs?: number | undefined
  /** A list is made so often also without any event, for those that the engine forgot. Default 60,000. */
  relistMs?: number | undefined
}

const BACKOFF = { baseMs: 500, capMs: 30_000 }
/** An engine that stayed so long ends the growing of the waits. */
const STABLE_MS = 30_000

/** Never ends and never fails. Unsubscribing closes the engine's stream and every wait. */
export function engineIngress(options: EngineIngressOptions): Observable<EngineFacts> {
  const { engine, device, clock, counters, debounceMs = 200, relistMs = 60_000 } = options

  async function list(): Promise<EngineFacts> {
    counters.add('engine.lists')
    const containers = await engine.listContainers(device)
    return { available: true, containers: containers.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
  }

  /** One connection to the engine: what happens there, and once the error that ends it. */
  function connection(next: (facts: EngineFacts) => void, failed: (error: unknown) => void): Subscription {
    const all = new Subscription()
    const error = (error: unknown): void => {
      if (all.closed) return
      all.unsubscribe()
      failed(error)
    }
    const rest = (signal: AbortSignal): Promise<void> => clock.sleep(debounceMs, signal)
    const lists = new Coalesced({ work: list, rest, next, error })
    all.add(lists)
    // `opened` is the first event, so that what happens while the list is made is not missed.
    const heard = (): void => {
      counters.add('engine.events')
      lists.trigger()
    }
    all.add(engine.events(device).subscribe({ next: heard, error }))
    all.add(every(clock, relistMs).subscribe({ next: () => lists.trigger(), error }))
    return all
  }

  return new Observable((subscriber) => {
    const end = new AbortController()
    let current = Subscription.EMPTY
    let failures = 0
    let last: EngineFacts | null = null

    const tell = (facts: EngineFacts): void => {
      // Whoever listens keeps the facts, too; their text would be memory of its own.
      if (last !== null && factsAsText(facts) === factsAsText(last)) return
      last = facts
      subscriber.next(facts)
    }
    const connect = (): void => {
      let listedAt: number | null = null
      const listed = (facts: EngineFacts): void => {
        listedAt ??= clock.now().monoMs
        tell(facts)
      }
      current = connection(listed, (error) => {
        counters.add('engine.cuts')
        if (listedAt !== null && clock.now().monoMs - listedAt >= STABLE_MS) failures = 0
        const delay = fullJitter(failures, BACKOFF.baseMs, BACKOFF.capMs, clock.random())
        failures += 1
        tell({ available: false, fault: faultOf(error, 'HF_ENGINE_UNAVAILABLE') })
        clock.sleep(delay, end.signal).then(connect, () => {}) // nobody listens any more
      })
    }
    connect()
    return () => {
      end.abort(GIVEN_UP)
      current.unsubscribe()
    }
  })
}

/** The same for facts that tell the same. */
function factsAsText(facts: EngineFacts): string {
  return facts.available ? JSON.stringify(facts.containers) : facts.fault.code
}
