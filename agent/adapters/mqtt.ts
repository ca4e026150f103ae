/**
 * The broker port on MQTT.js.
 *
 * Invariant: this loop alone reconnects, with full jitter; each connection is a new client of MQTT.js, so
 * that nothing is queued or replayed behind the outbox's back. At most one connection exists at a time.
 */
import { BehaviorSubject, distinctUntilChanged, Subject } from 'rxjs'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { fullJitter } from '../backoff.ts'
import type { BrokerPort, Connection, Delivery, PublishOptions } from '../broker-port.ts'
import { parseBrokerUrl } from '../broker-url.ts'
import { type End, MqttConnection } from './mqtt-connection.ts'
import { clientOptions, type MqttBrokerOptions } from './mqtt-options.ts'
import { brokerError, isTakeover, nextVersion, refusesVersion, type Version } from './mqtt-reasons.ts'

/**
 * Starts connecting at once and goes on until `close`.
 * @throws HF_CONFIG_INVALID when the URL is not one of a broker
 */
export function mqttBroker(options: MqttBrokerOptions): BrokerPort {
  const address = parseBrokerUrl(options.url)
  return new MqttBroker(options, address)
}

class MqttBroker implements BrokerPort {
  readonly deliveries
  readonly connection
  readonly #options: MqttBrokerOptions
  readonly #address: URL
  readonly #deliveries = new Subject<Delivery>()
  readonly #connection = new BehaviorSubject<Connection>({ connected: false, reason: null })
  readonly #stop = new AbortController()
  readonly #stopped: Promise<void>
  #current: MqttConnection | null = null
  /** Aborted to connect anew without waiting. */
  #hurry = new AbortController()
  #subscribed = false

  constructor(options: MqttBrokerOptions, address: URL) {
    this.#options = options
    this.#address = address
    this.deliveries = this.#deliveries.asObservable()
    this.connection = this.#connection.pipe(distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)))
    this.#stopped = this.#run()
  }

  async publish(topic: string, payload: Uint8Array, options: PublishOptions): Promise<void> {
    if (this.#current === null || !this.#connection.value.connected)
      throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'not connected', { place: this.#address.host })
    await this.#current.publish(topic, payload, options)
  }

  reconnect(): void {
    this.#hurry.abort()
    // What comes of it is seen by the loop, which waits for the end.
    void this.#current?.end(true)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#hurry.abort()
    await this.#current?.end(true)
    await this.#stopped
  }

  /** Connects again and again; the only place that decides when. */
  async #run(): Promise<void> {
    const { clock, backoff = { baseMs: 1000, capMs: 60_000 }, stableMs = 30_000, protocol = 'auto' } = this.#options
    let version: Version = protocol === '3.1.1' ? 4 : 5
    let number: number | null = null
    let failures = 0
    // The first version that was tried since one was accepted: after both, it is time to wait.
    let fellBack = false

    while (!this.#stop.signal.aborted) {
      let wait = true
      let reason: unknown
      try {
        number ??= await this.#options.nextConnection()
        const { end, lastedMs } = await this.#connectOnce(version, number)
        reason = end.error
        if (end.reached) number = null
        if (lastedMs >= stableMs) failures = 0
        // The other one would answer in kind: leave the place to it for as long as we may.
        if (isTakeover(end.error)) failures = Math.max(failures, Math.ceil(Math.log2(backoff.capMs / backoff.baseMs)))
        if (end.accepted) fellBack = false
        else if (protocol === 'auto' && end.reached) {
          const refused = refusesVersion(end.error)
          version = nextVersion(version, { refused, silent: closedSilently(end) })
          wait = !refused || fellBack
          fellBack = true
        }
      } catch (error) {
        reason = error
      }
      if (this.#stop.signal.aborted) break
      if (this.#hurry.signal.aborted) {
        this.#hurry = new AbortController()
        failures = 0
        this.#connection.next({ connected: false, reason: null })
        continue
      }
      if (!wait) continue
      this.#connection.next({ connected: false, reason: faultOf(brokerError(reason, this.#address.host)) })
      const delay = fullJitter(failures, backoff.baseMs, backoff.capMs, clock.random())
      failures += 1
      // Rejects only when we are closed, which the loop's condition sees, or in a hurry.
      await clock.sleep(delay, this.#hurry.signal).catch(() => undefined)
      if (!this.#hurry.signal.aborted || this.#stop.signal.aborted) continue
      this.#hurry = new AbortController()
      failures = 0
      this.#connection.next({ connected: false, reason: null })
    }
    this.#connection.next({ connected: false, reason: null })
    this.#connection.complete()
    this.#deliveries.complete()
  }

  async #connectOnce(version: Version, number: number): Promise<{ end: End; lastedMs: number }> {
    const { clock, subscriptions } = this.#options
    const options = await clientOptions(this.#options, this.#address, version, number)
    if (this.#hurry.signal.aborted) throw new HoldfastError('HF_CANCELLED', 'closed, or to be connected anew')
    const connection = new MqttConnection(options, this.#address.host, (delivery) => this.#deliveries.next(delivery))
    this.#current = connection
    let upAt: number | null = null
    let setupError: unknown = null
    try {
      const { sessionPresent } = await connection.accepted
      // The first time also when the session is there: the agent that made it may have wanted other topics,
      // and retained messages come again only with a subscription.
      const isNew = !sessionPresent || !this.#subscribed
      if (isNew) await this.#inTime(connection.subscribe(subscriptions, 1))
      this.#subscribed = true
      if (isNew) this.#subscribeFleeting(connection)
      upAt = clock.now().monoMs
      this.#connection.next({ connected: true, connection: number, sessionPresent })
    } catch (error) {
      setupError = error
      await connection.end(true)
    }
    const end = await connection.ended
    this.#current = null
    const error = end.accepted && setupError !== null ? setupError : end.error
    return { end: { ...end, error }, lastedMs: upAt === null ? 0 : clock.now().monoMs - upAt }
  }

  /** Nobody waits for it. */
  #subscribeFleeting(connection: MqttConnection): void {
    const { fleeting } = this.#options
    if (fleeting === undefined) return
    connection.subscribe(fleeting.filters, 0).catch((error: HoldfastError) => {
      // When the connection broke, the next one subscribes anew.
      if (error.code === 'HF_BROKER_REFUSED') fleeting.refused(error)
      else this.#subscribed = false
    })
  }

  /** @throws HF_BROKER_UNAVAILABLE when the broker lets us wait too long */
  async #inTime(work: Promise<void>): Promise<void> {
    const { clock, connectTimeoutMs = 20_000 } = this.#options
    const timer = new AbortController()
    const late = clock.sleep(connectTimeoutMs, timer.signal).then(() => {
      throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'no answer to the subscription', { place: this.#address.host })
    })
    late.catch(() => undefined)
    try {
      await Promise.race([work, late])
    } finally {
      timer.abort()
    }
  }
}

/** Closed after our CONNECT, without any answer to it. */
function closedSilently(end: End): boolean {
  if (!end.reached || end.accepted || !(end.error instanceof Error)) return false
  return !('code' in end.error) || end.error.code === 'ECONNRESET'
}
