/**
 * What runs on the engine, as a stream of facts.
 *
 * Invariant: facts are what the engine listed after its last event, never what events say; a storm of
 * events costs a bounded number of lists, and an engine that is away is said once.
 */
import { catchError, concat, defer, distinctUntilChanged, merge, Observable, of, repeat, tap } from 'rxjs'
import type { ClockPort, Container, EnginePort } from '../../machines/ports.ts'
import { type Fault, faultOf } from '../../protocol/errors.ts'
import { fullJitter } from '../backoff.ts'
import { coalesce } from './coalesce.ts'
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

  /** One connection to the engine: what happens there, then the error that ends it. */
  function connection(): Observable<EngineFacts> {
    // `opened` is the first event, so that what happens while the list is made is not missed.
    const events = engine.events(device).pipe(tap(() => counters.add('engine.events')))
    return merge(events, every(clock, relistMs)).pipe(coalesce(list, (signal) => clock.sleep(debounceMs, signal)))
  }

  return defer(() => {
    let failures = 0
    let listedAt: number | null = null
    return defer(() => {
      listedAt = null
      return connection()
    }).pipe(
      tap(() => {
        listedAt ??= clock.now().monoMs
      }),
      catchError((error: unknown) => {
        counters.add('engine.cuts')
        if (listedAt !== null && clock.now().monoMs - listedAt >= STABLE_MS) failures = 0
        const delay = fullJitter(failures, BACKOFF.baseMs, BACKOFF.capMs, clock.random())
        failures += 1
        return concat(
          of<EngineFacts>({ available: false, fault: faultOf(error, 'HF_ENGINE_UNAVAILABLE') }),
          wait(clock, delay),
        )
      }),
      repeat(),
      distinctUntilChanged(same),
    )
  })
}

function same(a: EngineFacts, b: EngineFacts): boolean {
  if (a.available && b.available) return JSON.stringify(a.containers) === JSON.stringify(b.containers)
  return !a.available && !b.available && a.fault.code === b.fault.code
}

/** Completes after so long, without a value. */
function wait(clock: ClockPort, ms: number): Observable<never> {
  return new Observable((subscriber) => {
    const stop = new AbortController()
    let over = false
    clock.sleep(ms, stop.signal).then(
      () => {
        over = true
        subscriber.complete()
      },
      (error: unknown) => subscriber.error(error),
    )
    return () => over || stop.abort()
  })
}

/** A value each so many milliseconds. */
function every(clock: ClockPort, ms: number): Observable<null> {
  return concat(wait(clock, ms), of(null)).pipe(repeat())
}
