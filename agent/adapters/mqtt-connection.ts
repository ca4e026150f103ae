/**
 * One connection to the broker, from CONNECT to its end.
 *
 * Invariant: it is never used again: what was under way when it ended has failed, and MQTT.js keeps
 * nothing for a later one. One message at a time is read; the next waits until this one is acknowledged, or left, which
 * leaves all that follow.
 */
import { ErrorWithSubackPacket, type IClientOptions, MqttClient } from 'mqtt'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Delivery, PublishOptions } from '../broker-port.ts'
import type { OpenStream } from '../reach/open-stream.ts'
import { type LinkMemory, Liveness } from './mqtt-liveness.ts'
import { brokerError, unreadable } from './mqtt-reasons.ts'

/** What a good CONNACK says. */
export interface Accepted {
  /** The broker kept our session. */
  sessionPresent: boolean
  /** The largest QoS that it takes. */
  mostQos: number
}

/** How a connection ended. */
export interface End {
  error: unknown
  /** The broker said yes. */
  accepted: boolean
  /** It was there, and said nothing any more. */
  silent: boolean
}

interface ConnectionOptions {
  client: IClientOptions
  open: OpenStream
  /** The broker's address. */
  place: string
  memory: LinkMemory
  /** For CONNACK. */
  acceptMs: number
  answerMs: number
  /** Null: every message stays with the broker, which delivers it again to the next connection. */
  onDelivery: ((delivery: Delivery) => void) | null
}

/** "Normal disconnection", the same in both versions (section 3.14 of each). */
const DISCONNECT = Buffer.from([0xe0, 0])

export class MqttConnection {
  /** Resolves at a good CONNACK; rejects when it ends before. */
  readonly accepted: Promise<Accepted>
  /** Resolves at the end, whatever its cause. */
  readonly ended: Promise<End>
  readonly #client: MqttClient
  readonly #place: string
  readonly #waiting = new Set<(error: HoldfastError) => void>()
  #over = false
  #lastError: unknown = null

  constructor({ client: options, open, place, memory, acceptMs, answerMs, onDelivery }: ConnectionOptions) {
    this.#place = place
    let settle: (end: End) => void = () => undefined
    let accept: (answer: Accepted) => void = () => undefined
    let refuse: (error: HoldfastError) => void = () => undefined
    this.ended = new Promise((resolve) => {
      settle = resolve
    })
    this.accepted = new Promise((resolve, reject) => {
      accept = resolve
      refuse = reject
    })
    // Whoever waits for it sees the rejection; whoever does not waits for `ended`.
    this.accepted.catch(() => undefined)
    let accepted = false
    let silent = false
    const giveUp = (why: string): void => {
      silent = true
      this.#lastError = new HoldfastError('HF_BROKER_UNAVAILABLE', why, { place })
      open.stream.destroy()
      // A web socket would wait for the other's farewell.
      open.socket.destroy()
    }

    // A copy: MQTT.js writes into the options that it is given.
    const client = new MqttClient(() => open.stream, { ...options })
    this.#client = client
    // Our topics are named in full each time: MQTT.js would keep a table for the aliases that the broker offers.
    client.once('packetreceive', (packet) => {
      if (packet.cmd === 'connack' && packet.properties !== undefined) packet.properties.topicAliasMaximum = 0
    })
    const liveness = new Liveness({ client, socket: open.socket, memory, answerMs, dead: giveUp })
    const late = setTimeout(
      () => giveUp(`it accepts the connection and does not answer in MQTT: no CONNACK within ${acceptMs / 1000} s`),
      acceptMs,
    )
    // MQTT.js keeps some to itself.
    open.stream.on('error', (error) => {
      this.#lastError ??= error
    })

    let isLeft = false
    client.handleMessage = (packet, done) => {
      // With an error MQTT.js reads on, and acknowledges nothing.
      const leave = (): void => done(new Error('left to the next connection'))
      if (onDelivery === null || isLeft) return leave()
      let open = true
      const once = (act: () => void) => (): void => {
        if (!open || this.#over) return
        open = false
        act()
      }
      onDelivery({
        topic: packet.topic,
        payload: typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload,
        retained: packet.retain,
        ack: once(() => done()),
        leave: once(() => {
          isLeft = true
          leave()
        }),
      })
    }
    client.once('connect', (packet) => {
      accepted = true
      clearTimeout(late)
      const prescribed = packet.properties?.serverKeepAlive
      liveness.begin(prescribed === undefined ? null : prescribed * 1000)
      accept({ sessionPresent: packet.sessionPresent, mostQos: packet.properties?.maximumQoS ?? 2 })
    })
    client.on('disconnect', (packet) => {
      this.#lastError = Object.assign(new Error('the broker ended the connection'), { code: packet.reasonCode })
    })
    client.on('error', (error) => {
      if (!silent) this.#lastError = accepted ? error : unreadable(error, place)
      // After some errors (garbage from the peer) MQTT.js would go on listening.
      client.stream.destroy()
    })
    client.once('close', () => {
      this.#over = true
      clearTimeout(late)
      liveness.end()
      const error = this.#lastError ?? new Error('the connection was closed')
      for (const fail of this.#waiting) fail(this.#unavailable(error))
      this.#waiting.clear()
      refuse(brokerError(error, place))
      settle({ error, accepted, silent })
    })
  }

  /** @throws HF_BROKER_REFUSED when the broker does not allow one of the filters */
  subscribe(filters: readonly string[], qos: 0 | 1): Promise<void> {
    return this.#whileOpen((done) => {
      this.#client.subscribe([...filters], { qos }, (error) => {
        // The broker's answer is in the error when it was "no".
        if (error instanceof ErrorWithSubackPacket)
          done(
            new HoldfastError('HF_BROKER_REFUSED', 'a subscription is not allowed', {
              place: this.#place,
              cause: error,
            }),
          )
        else done(error)
      })
      return undefined
    })
  }

  /** As `BrokerPort.publish`. */
  async publish(topic: string, payload: Uint8Array, options: PublishOptions): Promise<void> {
    const { signal } = options
    const limit = this.#client.serverProperties?.maximumPacketSize
    // A broker closes the connection at a packet that is too large, and would again at the next attempt.
    if (limit !== undefined && payload.byteLength + Buffer.byteLength(topic) + 16 > limit)
      throw new HoldfastError('HF_WIRE_TOO_LARGE', `the broker takes packets of ${limit} bytes at most`, {
        place: topic,
      })
    const cancelled = () => new HoldfastError('HF_CANCELLED', 'the publish was given up', { place: topic })
    if (signal.aborted) throw cancelled()
    await this.#whileOpen((done) => {
      const onAbort = (): void => done(cancelled())
      signal.addEventListener('abort', onAbort, { once: true })
      const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
      this.#client.publish(topic, bytes, { qos: options.qos, retain: options.retain }, (error) => {
        signal.removeEventListener('abort', onAbort)
        done(error ?? null)
      })
      return () => signal.removeEventListener('abort', onAbort)
    })
  }

  /** With a DISCONNECT when `good`, so that the broker forgets the will; resolves when the socket is closed. */
  async end(good: boolean): Promise<void> {
    if (this.#over) return
    if (good && this.#client.connected) {
      // Not `client.end()`: it would wait for acknowledgements that may never come.
      this.#client.stream.end(DISCONNECT)
      const timer = setTimeout(() => this.#client.stream.destroy(), 1000)
      await this.ended
      clearTimeout(timer)
    } else {
      this.#client.stream.destroy()
      await this.ended
    }
  }

  /** Runs something that ends with a callback, or with the connection. */
  #whileOpen(start: (done: (error: unknown) => void) => (() => void) | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(this.#unavailable(new Error('not connected')))
        return
      }
      let cleanUp: (() => void) | undefined
      const fail = (error: HoldfastError): void => {
        cleanUp?.()
        reject(error)
      }
      this.#waiting.add(fail)
      cleanUp = start((error) => {
        this.#waiting.delete(fail)
        if (error === null) resolve()
        else reject(brokerError(error, this.#place))
      })
    })
  }

  #unavailable(error: unknown): HoldfastError {
    return new HoldfastError('HF_BROKER_UNAVAILABLE', 'the connection broke', { place: this.#place, cause: error })
  }
}
