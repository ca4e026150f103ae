/**
 * The broker port on MQTT.js.
 *
 * Invariant: this loop alone reconnects, with full jitter; each connection is a new client of MQTT.js, so
 * that nothing is queued or replayed behind the outbox's back. At most one connection exists at a time.
 */
import { readFile } from 'node:fs/promises'
import type { IClientOptions } from 'mqtt'
import { BehaviorSubject, distinctUntilChanged, Subject } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { fullJitter } from '../backoff.ts'
import type { BrokerPort, Connection, Delivery, Fleeting, PublishOptions } from '../broker-port.ts'
import { parseBrokerUrl } from '../broker-url.ts'
import { type End, MqttConnection } from './mqtt-connection.ts'
import { brokerError, isTakeover, nextVersion, refusesVersion, type Version } from './mqtt-reasons.ts'

export interface MqttBrokerOptions {
  /** `mqtt://host:port` or `mqtts://host:port`, without user and password. */
  url: string
  /** Stable: the broker keeps the session under it. */
  clientId: string
  username?: string | undefined
  /** Read at each attempt, so that it can be changed; a line end at its end does not count. */
  passwordFile?: string | undefined
  /** Certificates to trust instead of the system's, for `mqtts`. Read at each attempt. */
  caFile?: string | undefined
  /** Default: MQTT 5, and 3.1.1 where the broker does not speak it. */
  protocol?: 'auto' | '5' | '3.1.1' | undefined
  /** Topic filters, subscribed with QoS 1. */
  subscriptions: readonly string[]
  fleeting?: Fleeting | undefined
  /** The message that the broker publishes when this connection breaks. */
  will(connection: number): { topic: string; payload: Uint8Array; retain: boolean }
  /** The number of the next connection, already on disk. Asked again only once the last may have been used. */
  nextConnection(): Promise<number>
  clock: ClockPort
  /** Default 60,000; the broker notices a dead device after 1.5 times as long. */
  keepaliveMs?: number | undefined
  /** For CONNACK, and again for SUBACK. Default 20,000. */
  connectTimeoutMs?: number | undefined
  /** How long the broker keeps commands for a device that is away (MQTT 5). Default a week. */
  sessionExpiryMs?: number | undefined
  /** Ceilings of the wait between attempts. Default 1,000 and 60,000. */
  backoff?: { baseMs: number; capMs: number } | undefined
  /** A connection that lasted so long ends the growing of the waits. Default 30,000. */
  stableMs?: number | undefined
}

const MAX_PACKET_BYTES = 1024 * 1024
const RECEIVE_MAXIMUM = 32

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

  async close(): Promise<void> {
    this.#stop.abort()
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
      if (!wait) continue
      this.#connection.next({ connected: false, reason: faultOf(brokerError(reason, this.#address.host)) })
      const delay = fullJitter(failures, backoff.baseMs, backoff.capMs, clock.random())
      failures += 1
      // Rejects only when we are closed, which the loop's condition sees.
      await clock.sleep(delay, this.#stop.signal).catch(() => undefined)
    }
    this.#connection.next({ connected: false, reason: null })
    this.#connection.complete()
    this.#deliveries.complete()
  }

  async #connectOnce(version: Version, number: number): Promise<{ end: End; lastedMs: number }> {
    const { clock, subscriptions } = this.#options
    const options = await this.#clientOptions(version, number)
    if (this.#stop.signal.aborted) throw new HoldfastError('HF_CANCELLED', 'closed')
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

  async #clientOptions(version: Version, number: number): Promise<IClientOptions> {
    const { clientId, username, passwordFile, caFile, keepaliveMs = 60_000, connectTimeoutMs = 20_000 } = this.#options
    const { sessionExpiryMs = 7 * 24 * 3_600_000 } = this.#options
    const will = this.#options.will(number)
    const tls = this.#address.protocol === 'mqtts:'
    return {
      protocol: tls ? 'mqtts' : 'mqtt',
      host: this.#address.hostname.replace(/^\[|\]$/g, ''),
      port: this.#address.port === '' ? (tls ? 8883 : 1883) : Number(this.#address.port),
      protocolVersion: version,
      clientId,
      clean: false,
      ...(username === undefined ? {} : { username }),
      ...(passwordFile === undefined ? {} : { password: (await readSecret(passwordFile)).replace(/\r?\n$/, '') }),
      ...(caFile === undefined ? {} : { ca: await readSecret(caFile) }),
      will: { topic: will.topic, payload: Buffer.from(will.payload), retain: will.retain, qos: 1 },
      keepalive: Math.max(1, Math.round(keepaliveMs / 1000)),
      connectTimeout: connectTimeoutMs,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      writeCache: false,
      ...(version === 5
        ? {
            properties: {
              sessionExpiryInterval: Math.round(sessionExpiryMs / 1000),
              receiveMaximum: RECEIVE_MAXIMUM,
              maximumPacketSize: MAX_PACKET_BYTES,
            },
          }
        : {}),
    }
  }
}

/** @throws HF_FILE_UNREADABLE */
async function readSecret(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: path, cause })
  }
}

/** Closed after our CONNECT, without any answer to it. */
function closedSilently(end: End): boolean {
  if (!end.reached || end.accepted || !(end.error instanceof Error)) return false
  return !('code' in end.error) || end.error.code === 'ECONNRESET'
}
