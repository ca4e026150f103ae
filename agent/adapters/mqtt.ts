/**
 * The broker port on MQTT.js.
 *
 * Invariant: this loop alone reconnects, with full jitter, to the broker that `broker-choice.ts` says; each connection
 * is a new client of MQTT.js, so that nothing is queued or replayed behind the outbox's back. At most one connection
 * exists at a time.
 */
import { type Observable, Subject } from 'rxjs'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { fullJitter, Pause } from '../backoff.ts'
import { afresh, afterEnd, FIRST_CHOICE, returnAfterMs, STABLE_MS, toBetter } from '../broker-choice.ts'
import type { BrokerPort, Connection, Delivery, PublishOptions } from '../broker-port.ts'
import { ON_FREE_LINKS } from '../keepalive-rule.ts'
import { ToldLast } from '../told.ts'
import { type End, MqttConnection } from './mqtt-connection.ts'
import { LinkMemory } from './mqtt-liveness.ts'
import { clientOptions, type MqttBrokerOptions } from './mqtt-options.ts'
import { brokerError, isTakeover } from './mqtt-reasons.ts'
import { betterBroker } from './mqtt-return.ts'
import { Route } from './mqtt-route.ts'

/** For the last word to a broker that is left for a better one. */
const FAREWELL_MS = 5_000
/** A better one has to be there twice, so far apart. */
const AGAIN_MS = 30_000

/** A port whose connection can be made to break, for those who simulate links. */
export interface MqttPort extends BrokerPort {
  /** As when the link is lost: without a word, so that the broker publishes the will. It connects anew as ever. */
  cut(): void
}

/**
 * Starts connecting at once and goes on until `close`.
 * @throws HF_CONFIG_INVALID when a URL is not one of a broker
 */
export function mqttBroker(options: MqttBrokerOptions): MqttPort {
  return new MqttBroker(
    options,
    [options, ...(options.others ?? [])].map((endpoint) => new Route(endpoint)),
  )
}

interface Outcome {
  end: End
  /** Since the broker let us in; null: it did not. */
  lastedMs: number | null
  /** Ended by us, for that one. */
  better: number | null
}

class MqttBroker implements MqttPort {
  readonly deliveries
  readonly connection: Observable<Connection>
  readonly #options: MqttBrokerOptions
  readonly #routes: readonly Route[]
  readonly #memory = new LinkMemory()
  readonly #deliveries = new Subject<Delivery>()
  readonly #connection = new ToldLast<Connection>({ connected: false, reason: null })
  readonly #stop = new AbortController()
  readonly #stopped: Promise<void>
  #current: MqttConnection | null = null
  /** Aborted to connect anew without waiting. */
  #hurry = new AbortController()
  #choice = FIRST_CHOICE
  readonly #pause: Pause

  constructor(options: MqttBrokerOptions, routes: readonly Route[]) {
    this.#options = options
    this.#routes = routes
    this.#pause = new Pause(options.clock)
    this.deliveries = this.#deliveries.asObservable()
    this.connection = this.#connection
    this.#stopped = this.#run()
  }

  async publish(topic: string, payload: Uint8Array, options: PublishOptions): Promise<void> {
    if (this.#current === null || !this.#connection.value.connected)
      throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'not connected', { place: this.#route.host })
    await this.#current.publish(topic, payload, options)
  }

  reconnect(): void {
    this.#hurry.abort()
    // What comes of it is seen by the loop, which waits for the end.
    void this.#current?.end(true)
  }

  hasten(): void {
    this.#pause.hasten()
  }

  cut(): void {
    void this.#current?.end(false)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#hurry.abort()
    await this.#current?.end(true)
    await this.#stopped
  }

  /** Each change, once. */
  #tell(state: Connection): void {
    if (JSON.stringify(state) !== JSON.stringify(this.#connection.value)) this.#connection.next(state)
  }

  get #route(): Route {
    return this.#routes[this.#choice.next]!
  }

  /** Connects again and again; the only place that decides when. */
  async #run(): Promise<void> {
    const { clock, backoff = { baseMs: 1000, capMs: 60_000 }, stableMs = STABLE_MS } = this.#options
    const count = this.#routes.length
    let number: number | null = null

    while (!this.#stop.signal.aborted) {
      const index = this.#choice.next
      const route = this.#route
      let wait = true
      let reason: unknown
      try {
        number ??= await this.#options.nextConnection()
        const { end, lastedMs, better } = await this.#connectOnce(route, number, () => {
          number = null
        })
        reason = end.error
        if ((lastedMs ?? 0) >= stableMs) this.#pause.stood()
        wait = !route.learn(end)
        if (this.#hurry.signal.aborted) {
          // Ended by us: nobody has failed.
        } else if (better !== null) {
          this.#choice = toBetter(this.#choice, better)
          wait = false
        } else if (wait) this.#choice = afterEnd(this.#choice, { index, lastedMs, silent: end.silent }, count, stableMs)
        // The other one would answer in kind: leave the place to it for as long as we may.
        if (isTakeover(end.error)) {
          const most = Math.ceil(Math.log2(backoff.capMs / backoff.baseMs))
          this.#choice = { ...this.#choice, failures: Math.max(this.#choice.failures, most + 1) }
        }
      } catch (error) {
        reason = error
        if (!this.#hurry.signal.aborted)
          this.#choice = afterEnd(this.#choice, { index, lastedMs: null, silent: false }, count, stableMs)
      }
      if (this.#stop.signal.aborted) break
      if (this.#isHurried()) continue
      if (!wait) {
        if (this.#connection.value.connected) this.#tell({ connected: false, reason: null })
        continue
      }
      this.#tell({ connected: false, reason: faultOf(brokerError(reason, route.host)) })
      // None has failed since the last one stood: then the shortest.
      const failed = Math.max(0, this.#choice.failures - 1)
      const delay = fullJitter(failed, backoff.baseMs, backoff.capMs, clock.random())
      await this.#pause.wait(delay, this.#hurry.signal)
      if (!this.#stop.signal.aborted) this.#isHurried()
    }
    this.#tell({ connected: false, reason: null })
    this.#connection.complete()
    this.#deliveries.complete()
  }

  /** Whether it is to be connected anew at once: then it is as if nothing had failed. */
  #isHurried(): boolean {
    if (!this.#hurry.signal.aborted) return false
    this.#hurry = new AbortController()
    this.#choice = afresh(this.#choice)
    this.#tell({ connected: false, reason: null })
    return true
  }

  /** @param used told when the broker may see this number, and our will */
  async #connectOnce(route: Route, number: number, used: () => void): Promise<Outcome> {
    const {
      clock,
      subscriptions,
      isDeaf = false,
      keepalive,
      connectTimeoutMs = 20_000,
      answerMs = 20_000,
    } = this.#options
    const bounds = keepalive?.() ?? ON_FREE_LINKS
    this.#memory.use(bounds)
    const client = await clientOptions(this.#options, route.endpoint, {
      version: route.version,
      number,
      promisedMs: bounds.mostMs,
    })
    const hurry = this.#hurry.signal
    const open = await route.open(connectTimeoutMs, hurry, this.#options)
    if (hurry.aborted) {
      open.stream.destroy()
      open.socket.destroy()
      throw new HoldfastError('HF_CANCELLED', 'closed, or to be connected anew')
    }
    used()
    const connection = new MqttConnection({
      client,
      open,
      place: route.host,
      memory: this.#memory,
      acceptMs: connectTimeoutMs,
      answerMs,
      onDelivery: isDeaf ? null : (delivery) => this.#deliveries.next(delivery),
    })
    this.#current = connection
    let upAt: number | null = null
    let setupError: unknown = null
    let leaving: Promise<number | null> | null = null
    const over = new AbortController()
    try {
      const { sessionPresent, mostQos } = await connection.accepted
      // The first time also when the session is there: the agent that made it may have wanted other topics,
      // and retained messages come again only with a subscription.
      const isNew = !isDeaf && (!sessionPresent || !route.isSubscribed)
      if (isNew) await connection.subscribe(subscriptions, 1)
      route.isSubscribed = !isDeaf
      if (isNew) this.#subscribeFleeting(route, connection, mostQos)
      upAt = clock.now().monoMs
      this.#tell({ connected: true, connection: number, sessionPresent, broker: route.address.href })
      leaving = this.#leaveForBetter(connection, number, over.signal)
    } catch (error) {
      setupError = error
      await connection.end(true)
    }
    const end = await connection.ended
    over.abort()
    this.#current = null
    const better = await leaving
    const error = end.accepted && !end.silent && setupError !== null ? setupError : end.error
    return { end: { ...end, error }, lastedMs: upAt === null ? null : clock.now().monoMs - upAt, better }
  }

  /** Ends the connection when a better broker is there again. @returns its index; null when the connection is over */
  async #leaveForBetter(connection: MqttConnection, number: number, signal: AbortSignal): Promise<number | null> {
    const { clock, connectTimeoutMs: limitMs = 20_000, returning } = this.#options
    const better = this.#routes.slice(0, this.#choice.next)
    if (better.length === 0) return null
    const afterMs = returning?.afterMs(this.#choice) ?? returnAfterMs(this.#choice, clock.random())
    const againMs = returning?.againMs ?? AGAIN_MS
    const index = await betterBroker({ better, clock, afterMs, againMs, limitMs, sources: this.#options, signal })
    if (index === null) return null
    // This broker keeps a birth of ours, and will not hear of us again.
    const death = this.#options.will(number)
    if (death !== null) {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(FAREWELL_MS)])
      const { topic, payload, retain } = death
      // What does not arrive is told by the number of the next birth to whoever compares.
      await connection.publish(topic, payload, { retain, qos: 1, signal: patience }).catch(() => undefined)
    }
    await connection.end(true)
    return index
  }

  /** Nobody waits for it. */
  #subscribeFleeting(route: Route, connection: MqttConnection, mostQos: number): void {
    const { fleeting } = this.#options
    if (fleeting === undefined) return
    // A broker of queues (RabbitMQ says 1 at the most) would make a second one for QoS 0, on one node: when that node
    // dies, it lets the whole session in nowhere else.
    connection.subscribe(fleeting.filters, mostQos === 1 ? 1 : 0).catch((error: HoldfastError) => {
      // When the connection broke, the next one subscribes anew.
      if (error.code === 'HF_BROKER_REFUSED') fleeting.refused(error)
      else route.isSubscribed = false
    })
  }
}
