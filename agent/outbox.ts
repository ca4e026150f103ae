/**
 * The outbox: results on their way to the broker.
 *
 * Invariant: a message is on the disk before it is here, is sent in the order of writing (one too large for
 * the broker goes to the end), and leaves the disk only once the broker has acknowledged it, or once it has given way
 * by `outbox-rule.ts`, which is counted and told; so it may arrive twice, and is never lost in silence. A backlog goes
 * out at a pace.
 */
import type { Subscription } from 'rxjs'
import type { ClockPort } from '../machines/ports.ts'
import { faultOf } from '../protocol/errors.ts'
import type { Outgoing } from '../protocol/types.ts'
import { SparseMap } from '../storage/sparse-map.ts'
import type { Store } from '../storage/store.ts'
import type { BrokerPort } from './broker-port.ts'
import type { Counters } from './ingress/counters.ts'
import type { Log } from './log.ts'
import { type Paced, paced } from './outbox-rule.ts'

const RETRY_MS = 5_000

export class Outbox {
  readonly #waiting: SparseMap<string, Outgoing>
  readonly #broker: BrokerPort
  readonly #store: Store
  readonly #clock: ClockPort
  readonly #log: Log
  readonly #counters: Counters
  readonly #added: (message: Outgoing) => void
  readonly #stop = new AbortController()
  readonly #following: Subscription
  #connected = false
  #pace: Paced = { wholeAtMs: 0 }
  #sending: Promise<void> | null = null

  constructor(options: {
    broker: BrokerPort
    store: Store
    clock: ClockPort
    log: Log
    /** Counts `outbox.dropped`. */
    counters: Counters
    unsent: { key: string; message: Outgoing }[]
    /** Told of each message that comes to wait here. */
    added?(message: Outgoing): void
  }) {
    this.#broker = options.broker
    this.#store = options.store
    this.#clock = options.clock
    this.#log = options.log
    this.#counters = options.counters
    this.#added = (message) => options.added?.(message)
    this.#waiting = new SparseMap(options.unsent.map(({ key, message }) => [key, message] as const))
    this.#following = this.#broker.connection.subscribe(({ connected }) => {
      this.#connected = connected
      this.#kick()
    })
  }

  /** Takes a message that has just been written to the store under this key. */
  add(key: string, message: Outgoing): void {
    this.#waiting.set(key, message)
    this.#added(message)
    this.#kick()
  }

  /** Gives up a message, if it still waits, that has just been dropped from the store. */
  drop(key: string): void {
    if (!this.#waiting.delete(key)) return
    this.#counters.add('outbox.dropped')
    this.#log.warn('what an application was answered is not told to the broker: too much waits', { key })
  }

  has(key: string): boolean {
    return this.#waiting.has(key)
  }

  /** Of the message under this key; zero when none waits. */
  bytesOf(key: string): number {
    return this.#waiting.get(key)?.payload.byteLength ?? 0
  }

  /** Stops sending; what is left is on the disk. */
  async close(): Promise<void> {
    this.#stop.abort()
    this.#following.unsubscribe()
    await this.#sending
  }

  #kick(): void {
    if (!this.#connected || this.#stop.signal.aborted || this.#waiting.size === 0) return
    this.#sending ??= this.#send()
  }

  /** Ends in the very tick in which it finds nothing more, so that nothing is added behind its back. */
  async #send(): Promise<void> {
    const { signal } = this.#stop
    for (let next = this.#first(); next !== undefined && this.#connected && !signal.aborted; next = this.#first()) {
      const [key, { topic, payload, retain }] = next
      try {
        await this.#takeTurn(signal)
        if (!this.#connected || !this.#waiting.has(key)) continue
        await this.#broker.publish(topic, payload, { retain, qos: 1, signal })
        await this.#store.commit([{ op: 'drop-outgoing', key }])
        this.#waiting.delete(key)
      } catch (error) {
        if (signal.aborted) break
        this.#log.warn('a message could not be sent and waits in the outbox', { key, ...faultOf(error) })
        if (!this.#connected) break
        // One that this broker never takes must not hold up the others.
        if (faultOf(error).code === 'HF_WIRE_TOO_LARGE' && this.#waiting.delete(key)) this.#waiting.set(key, next[1])
        await this.#clock.sleep(RETRY_MS, signal).catch(() => {
          // Only closing ends the wait early, and the loop's condition sees that.
        })
      }
    }
    this.#sending = null
  }

  async #takeTurn(signal: AbortSignal): Promise<void> {
    const { waitMs, next } = paced(this.#pace, this.#clock.now().monoMs)
    this.#pace = next
    if (waitMs > 0) await this.#clock.sleep(waitMs, signal)
  }

  #first(): [string, Outgoing] | undefined {
    const [first] = this.#waiting
    return first
  }
}
