/**
 * What the machines do, for whoever watches: published while a watch is in force, and only then.
 *
 * Invariant: while nobody watches nothing is heard, computed or kept; a watch ends by itself. However fast the
 * machines go, it is one bounded message in so many milliseconds; what was left out is counted. Nothing of it is
 * written to the disk, and nothing waits for a broker that is away.
 */
import type { ClockPort } from '../machines/ports.ts'
import { encode, KINDS } from '../protocol/codec.ts'
import { faultOf } from '../protocol/errors.ts'
import { deviceTopics } from '../protocol/topics.ts'
import type { Watch } from '../protocol/types.ts'
import type { BrokerPort } from './broker-port.ts'
import type { Log } from './log.ts'
import type { Runtime } from './runtime/runtime.ts'
import { type ChartParts, Watching } from './watching.ts'

export interface ChartStreamOptions {
  device: string
  broker: Pick<BrokerPort, 'publish'>
  clock: ClockPort
  log: Log
  runtime: Pick<Runtime, 'snapshots' | 'underWay' | 'steps'>
}

/** Between two messages. */
const PAUSE_MS = 250

/** One watch at a time: whoever else watches renews the same. */
interface InForce {
  watching: Watching
  untilMs: number
  isTelling: boolean
  ending: AbortController
}

export class ChartStream {
  readonly #options: ChartStreamOptions
  #inForce: InForce | null = null
  #sequence = 0

  constructor(options: ChartStreamOptions) {
    this.#options = options
  }

  /** Begins a watch or makes it longer, and tells how everything stands; zero milliseconds end it. */
  watch({ forMs, definitions }: Watch): void {
    if (forMs === 0) {
      this.close()
      return
    }
    const untilMs = this.#options.clock.now().monoMs + forMs
    const current = this.#inForce ?? this.#begin(untilMs)
    current.untilMs = Math.max(current.untilMs, untilMs)
    current.watching.askedForAll(definitions)
    this.#tell(current)
  }

  /** Ends what is in force. */
  close(): void {
    const current = this.#inForce
    this.#inForce = null
    current?.ending.abort()
  }

  #begin(untilMs: number): InForce {
    const { runtime } = this.#options
    const ending = new AbortController()
    const watching = new Watching(runtime)
    const current: InForce = { watching, untilMs, isTelling: false, ending }
    const subscription = runtime.steps.subscribe((transitions) => {
      watching.note(transitions)
      this.#tell(current)
    })
    ending.signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true })
    this.#inForce = current
    void this.#expire(current)
    return current
  }

  async #expire(current: InForce): Promise<void> {
    const { clock } = this.#options
    const { signal } = current.ending
    const left = (): number => current.untilMs - clock.now().monoMs
    // A failed sleep is one that was given up, with the watch.
    while (!signal.aborted && left() > 0) await clock.sleep(left(), signal).catch(() => undefined)
    if (!signal.aborted) this.close()
  }

  /** At once, or when the pause after the last message is over. */
  #tell(current: InForce): void {
    if (current.isTelling) return
    current.isTelling = true
    this.#tellAll(current).catch((error: unknown) => {
      // The pause is given up with the watch.
      if (current.ending.signal.aborted) return
      this.#options.log.warn('the charts could not be told', { ...faultOf(error) })
      this.close()
    })
  }

  async #tellAll(current: InForce): Promise<void> {
    const { watching, ending } = current
    for (let parts = watching.take(); parts !== null; parts = watching.take()) {
      await this.#publish(watching, parts, ending.signal)
      await this.#options.clock.sleep(PAUSE_MS, ending.signal)
    }
    current.isTelling = false
  }

  async #publish(watching: Watching, parts: ChartParts, signal: AbortSignal): Promise<void> {
    const { device, clock, broker, log } = this.#options
    const { bootId, monoMs } = clock.now()
    this.#sequence += 1
    const head = { device, sequence: this.#sequence, bootId, monoMs: Math.round(monoMs) }
    try {
      const payload = encode(KINDS.Chart, { ...head, ...parts })
      await broker.publish(deviceTopics(device).chart, payload, { retain: false, qos: 0, signal })
    } catch (error) {
      if (signal.aborted) return
      watching.lost(parts)
      log.debug('a chart could not be published', { ...faultOf(error) })
    }
  }
}
