/**
 * Live charts of devices, handed on to those who watch.
 *
 * Invariant: a device is asked to publish only while somebody watches, and told when nobody does any more; each
 * definition is asked for once and kept by its hash, which is checked.
 */
import { createHash } from 'node:crypto'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deviceTopics, parseTopic } from '../../protocol/topics.ts'
import type { Chart, ChartDefinition } from '../../protocol/types.ts'
import type { FleetFeed } from './fleet-feed.ts'

/** A watch outlives two renewals that are lost. */
const WATCH_MS = 90_000
const RENEW_MS = 30_000
/** Definitions that are kept, of whichever device: those not seen for longest go. */
const MOST_DEFINITIONS = 256
/** Asked for in one message. */
const MOST_ASKED = 32

export interface Watcher {
  /** Each definition comes before the first chart that names it. */
  definition(definition: ChartDefinition): void
  chart(chart: Chart): void
}

interface Watched {
  watchers: Map<Watcher, Set<string>>
  renewal: ReturnType<typeof setInterval>
  /** The last whole picture, for those who come later. */
  last: Chart | null
}

export class LiveRelay {
  readonly #feed: FleetFeed
  readonly #complain: (message: string) => void
  readonly #watched = new Map<string, Watched>()
  readonly #definitions = new Map<string, ChartDefinition>()

  constructor(feed: FleetFeed, complain: (message: string) => void) {
    this.#feed = feed
    this.#complain = complain
    feed.onMessage((topic, payload) => this.#receive(topic, payload))
  }

  /** Every definition that a device has told of since the start. */
  definitions(): ChartDefinition[] {
    return [...this.#definitions.values()]
  }

  /** Watches a device until the signal is aborted. @throws HF_TOPIC_INVALID, HF_BROKER_REFUSED */
  async watch(device: string, watcher: Watcher, signal: AbortSignal): Promise<void> {
    const topics = deviceTopics(device)
    let watched = this.#watched.get(device)
    if (watched === undefined) {
      const renewal = setInterval(() => this.#ask(device, []), RENEW_MS)
      watched = { watchers: new Map(), renewal, last: null }
      this.#watched.set(device, watched)
    }
    const { watchers } = watched
    watchers.set(watcher, new Set())
    signal.addEventListener('abort', () => this.#leave(device, watcher), { once: true })
    if (signal.aborted) this.#leave(device, watcher)
    else {
      await this.#feed.broker.subscribe([topics.chart])
      if (watched.last !== null) this.#hand(watched, watched.last)
      // Also for the second one, since a device says the whole of it to whoever begins to watch.
      this.#ask(device, [])
    }
  }

  close(): void {
    for (const [device, { renewal }] of this.#watched) {
      clearInterval(renewal)
      this.#send(device, 0, [])
    }
    this.#watched.clear()
  }

  #leave(device: string, watcher: Watcher): void {
    const watched = this.#watched.get(device)
    if (watched?.watchers.delete(watcher) !== true || watched.watchers.size > 0) return
    clearInterval(watched.renewal)
    this.#watched.delete(device)
    this.#send(device, 0, [])
    this.#feed.broker.unsubscribe([deviceTopics(device).chart]).catch((error: unknown) => this.#tell(device, error))
  }

  #ask(device: string, definitions: readonly string[]): void {
    this.#send(device, WATCH_MS, definitions)
  }

  #send(device: string, forMs: number, definitions: readonly string[]): void {
    const payload = encode(KINDS.Watch, { forMs, definitions: definitions.slice(0, MOST_ASKED) })
    this.#feed.broker
      .publish(deviceTopics(device).watch, payload, false)
      .catch((error: unknown) => this.#tell(device, error))
  }

  #receive(topic: string, payload: Uint8Array): void {
    const parsed = parseTopic(topic)
    if (parsed?.scope !== 'device') return
    const watched = this.#watched.get(parsed.name)
    if (watched === undefined) return
    try {
      if (parsed.leaf === 'chart') this.#take(parsed.name, watched, decode(KINDS.Chart, payload))
      // A new life of its agent does not know that somebody watches.
      else if (parsed.leaf === 'presence' && decode(KINDS.Presence, payload).online) this.#ask(parsed.name, [])
    } catch (error) {
      this.#tell(parsed.name, error)
    }
  }

  #take(device: string, watched: Watched, chart: Chart): void {
    if (chart.device !== device) throw new HoldfastError('HF_TARGET_MISDIRECTED', 'speaks for another device')
    for (const definition of chart.definitions) this.#keep(definition)
    const missing = chart.machines.map(({ definition }) => definition).filter((hash) => !this.#definitions.has(hash))
    if (missing.length > 0) this.#ask(device, [...new Set(missing)])
    watched.last = merged(watched.last, chart)
    this.#hand(watched, chart)
  }

  #hand(watched: Watched, chart: Chart): void {
    for (const [watcher, has] of watched.watchers) {
      for (const { definition: hash } of watched.last?.machines ?? []) {
        const definition = this.#definitions.get(hash)
        if (definition === undefined || has.has(hash)) continue
        has.add(hash)
        watcher.definition(definition)
      }
      watcher.chart(chart)
    }
  }

  #keep(definition: ChartDefinition): void {
    const { hash, json } = definition
    if (createHash('sha256').update(json).digest('hex') !== hash)
      throw new HoldfastError('HF_WIRE_INVALID', 'a definition is not what its hash says', { place: hash.slice(0, 16) })
    this.#definitions.delete(hash)
    this.#definitions.set(hash, definition)
    for (const oldest of this.#definitions.keys()) {
      if (this.#definitions.size <= MOST_DEFINITIONS) break
      this.#definitions.delete(oldest)
    }
  }

  #tell(device: string, error: unknown): void {
    if (!(error instanceof HoldfastError)) throw error
    this.#complain(`${device}: ${error.code} ${error.message}`)
  }
}

/** What is known of each machine after one more message: the last state of each. */
function merged(last: Chart | null, chart: Chart): Chart {
  const isSameLife = last?.bootId === chart.bootId && last.sequence < chart.sequence
  const machines = new Map((isSameLife ? last.machines : []).map((state) => [state.machine, state]))
  for (const state of chart.machines) machines.set(state.machine, state)
  return { ...chart, machines: [...machines.values()], transitions: [], definitions: [] }
}
