/**
 * The broker port on a broker in memory.
 *
 * Invariant: as the real adapter: one connection at a time, again and again with full jitter, one delivery
 * at a time. Once its agent's process is dead nothing that waits ever settles, and nothing more comes.
 */
import { BehaviorSubject, Subject } from 'rxjs'
import { fullJitter, Pause } from '../../agent/backoff.ts'
import type { BrokerPort, Connection, Delivery, Fleeting, PublishOptions } from '../../agent/broker-port.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { type Sleeping, schedulerOf, type WorldClock } from '../world-clock.ts'
import { MAX_PACKET_BYTES, type MemoryBroker } from './memory-broker.ts'
import type { Message, Receiver, Will } from './session.ts'

export interface MemoryBrokerOptions {
  broker: MemoryBroker
  clientId: string
  subscriptions: readonly string[]
  fleeting?: Fleeting
  will(connection: number): Will
  nextConnection(): Promise<number>
  /** Of the device: once it is dead its sleeps never end. */
  clock: ClockPort & Sleeping
  /** One way. Default 0: no time passes. */
  latencyMs?: number
  /** Ceilings of the wait between attempts. Default 1,000 and 60,000. */
  backoff?: { baseMs: number; capMs: number }
}

/** A connection that lasted so long ends the growing of the waits. */
const STABLE_MS = 30_000

export interface BrokerAttachment {
  port: BrokerPort
  /** The process is killed: the connection breaks, and the broker publishes the will. */
  die(): void
}

export function attachBroker(options: MemoryBrokerOptions): BrokerAttachment {
  const port = new MemoryBrokerPort(options)
  return { port, die: () => port.die() }
}

class MemoryBrokerPort implements BrokerPort {
  readonly deliveries
  readonly connection
  readonly #options: MemoryBrokerOptions
  readonly #deliveries = new Subject<Delivery>()
  readonly #connection = new BehaviorSubject<Connection>({ connected: false, reason: null })
  readonly #waiting = new Set<{ fail(error: HoldfastError): void; forget(): void }>()
  readonly #stop = new AbortController()
  readonly #stopped: Promise<void>
  /** Aborted to connect anew without waiting. */
  #hurry = new AbortController()
  #receiver: Receiver | null = null
  #broke: (reason: HoldfastError) => void = () => {}
  #dead = false
  readonly #pause: Pause
  readonly #schedule: WorldClock['schedule']

  constructor(options: MemoryBrokerOptions) {
    this.#options = options
    this.#pause = new Pause(options.clock)
    this.#schedule = schedulerOf(options.clock)
    this.deliveries = this.#deliveries.asObservable()
    this.connection = this.#connection.asObservable()
    this.#stopped = this.#run()
  }

  publish(topic: string, payload: Uint8Array, { qos, retain, signal }: PublishOptions): Promise<void> {
    const { broker, clientId } = this.#options
    return new Promise((resolve, reject) => {
      if (this.#dead) return
      const receiver = this.#receiver
      if (receiver === null || !this.#connection.value.connected) return reject(unavailable('not connected'))
      if (payload.byteLength > MAX_PACKET_BYTES)
        return reject(new HoldfastError('HF_WIRE_TOO_LARGE', 'the broker takes no such packet', { place: topic }))
      const abort = () => wait.fail(new HoldfastError('HF_CANCELLED', 'the publish was given up', { place: topic }))
      if (signal.aborted) return reject(new HoldfastError('HF_CANCELLED', 'the publish was given up', { place: topic }))
      const wait = {
        fail: (error: HoldfastError) => {
          wait.forget()
          reject(error)
        },
        forget: () => {
          this.#waiting.delete(wait)
          signal.removeEventListener('abort', abort)
        },
      }
      this.#waiting.add(wait)
      signal.addEventListener('abort', abort, { once: true })
      const bytes = new Uint8Array(payload)
      const acknowledged = () => {
        if (this.#dead || !this.#waiting.has(wait)) return
        wait.forget()
        resolve()
      }
      this.#onTheWay(() => {
        if (this.#dead) return
        const taken = broker.take(clientId, receiver, { topic, payload: bytes, retain })
        if (taken || qos === 0) this.#onTheWay(acknowledged)
      })
    })
  }

  reconnect(): void {
    this.#hurry.abort()
    this.#end('good')
  }

  hasten(): void {
    this.#pause.hasten()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#hurry.abort()
    this.#end('good')
    await this.#stopped
  }

  die(): void {
    this.#dead = true
    for (const wait of this.#waiting) wait.forget()
    this.#end('cut')
  }

  async #run(): Promise<void> {
    const { clock, backoff = { baseMs: 1000, capMs: 60_000 } } = this.#options
    let failures = 0
    while (!this.#stop.signal.aborted) {
      const beganMs = clock.now().monoMs
      const reason = await this.#connectOnce()
      if (this.#stop.signal.aborted) break
      if (clock.now().monoMs - beganMs >= STABLE_MS) {
        failures = 0
        this.#pause.stood()
      }
      const state = this.#connection.value
      if (state.connected || state.reason === null) this.#connection.next({ connected: false, reason: faultOf(reason) })
      const delay = fullJitter(failures, backoff.baseMs, backoff.capMs, clock.random())
      failures += 1
      await this.#pause.wait(delay, this.#hurry.signal)
      if (!this.#hurry.signal.aborted) continue
      this.#hurry = new AbortController()
      failures = 0
    }
    this.#connection.next({ connected: false, reason: null })
    this.#connection.complete()
    this.#deliveries.complete()
  }

  /** From the attempt to its end, and why it ended. */
  async #connectOnce(): Promise<HoldfastError> {
    const { broker, clientId, subscriptions, fleeting, clock, latencyMs = 0 } = this.#options
    const number = await this.#options.nextConnection()
    if (latencyMs > 0) await clock.sleep(2 * latencyMs, this.#stop.signal).catch(() => undefined)
    if (this.#dead || this.#stop.signal.aborted) return unavailable('closed')
    const end = new Promise<HoldfastError>((resolve) => {
      this.#broke = resolve
    })
    const receiver: Receiver = {
      deliver: (message) => this.#onTheWay(() => this.#deliver(receiver, message)),
      broken: (reason) => {
        if (!this.#dead) this.#break(reason)
      },
    }
    const accepted = broker.connect(clientId, this.#options.will(number), receiver)
    if (accepted === null) return unavailable('nobody answers')
    this.#receiver = receiver
    broker.subscribe(clientId, [...subscriptions, ...(fleeting?.filters ?? [])])
    this.#connection.next({ connected: true, connection: number, ...accepted })
    broker.listen(clientId)
    return end
  }

  #deliver(receiver: Receiver, { topic, payload, retained }: Message): void {
    const { broker, clientId } = this.#options
    if (this.#dead || this.#receiver !== receiver) return
    let open = true
    this.#deliveries.next({
      topic,
      payload,
      retained,
      ack: () => {
        if (this.#dead || !open) return
        open = false
        this.#onTheWay(() => this.#dead || broker.acknowledge(clientId, receiver))
      },
      // The broker hands over nothing else before.
      leave: () => {
        open = false
      },
    })
  }

  #end(how: 'good' | 'cut'): void {
    const receiver = this.#receiver
    if (receiver === null) return
    this.#options.broker.disconnect(this.#options.clientId, receiver, how)
    if (!this.#dead) this.#break('cut')
    this.#receiver = null
  }

  #break(reason: 'cut' | 'taken over'): void {
    this.#receiver = null
    const error = unavailable(`the connection was ${reason}`)
    this.#connection.next({ connected: false, reason: faultOf(error) })
    for (const wait of this.#waiting) wait.fail(error)
    this.#broke(error)
  }

  /** After the latency; without one, at once: a broker in the same process has no way between. */
  #onTheWay(arrive: () => void): void {
    const { latencyMs = 0 } = this.#options
    if (latencyMs === 0) arrive()
    else this.#schedule(latencyMs, arrive)
  }
}

function unavailable(message: string): HoldfastError {
  return new HoldfastError('HF_BROKER_UNAVAILABLE', message)
}
