/**
 * The agent's own connection, lent to provisioning: renewals go over it, and the next certificate is proved by it.
 *
 * Invariant: there is one connection of a device's name at a time: another one would throw the agent out. What is
 * not about certificates passes through untouched.
 */
import { BehaviorSubject, filter, type Observable, Subject, type Subscription, skip } from 'rxjs'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { BrokerPort, Connection, Delivery } from '../broker-port.ts'
import { first } from './conversation.ts'

/** The agent's connection, and how it is told by which identity to connect. */
export interface Wire {
  port: BrokerPort
  /** From now on by this one: connects anew at once. */
  use(identity: IdentityFact): void
}

interface Attached extends Wire {
  identity: IdentityFact
  heard: Subscription
}

const AWAY: Connection = { connected: false, reason: null }

export class OwnLink {
  readonly #answers = new Subject<Uint8Array>()
  readonly #connection = new BehaviorSubject<Connection>(AWAY)
  readonly #unasked: (payload: Uint8Array) => Promise<void>
  readonly #called = new BehaviorSubject(false)
  #wire: Attached | null = null

  /** @param unasked hears every answer before it is acknowledged; one that fails is delivered again */
  constructor(unasked: (payload: Uint8Array) => Promise<void>) {
    this.#unasked = unasked
  }

  get connection(): Observable<Connection> {
    return this.#connection
  }

  /** The registrar has called for a renewal. */
  call(): void {
    this.#called.next(true)
  }

  /** Resolves when it has, once for each time; a call that came before counts. @throws HF_CANCELLED */
  async called(signal: AbortSignal): Promise<void> {
    await first(this.#called, (isCalled) => isCalled, signal, 'a call')
    this.#called.next(false)
  }

  get isUp(): boolean {
    return this.#connection.value.connected
  }

  /** The broker answers, and does not let this identity in. */
  get isRefused(): boolean {
    const state = this.#connection.value
    return !state.connected && state.reason?.code === 'HF_BROKER_REFUSED'
  }

  /**
   * The port as the agent gets it. It is lent until it is closed. A call from before is over: an agent that begins tells
   * where it is, and is called again if it shall be elsewhere.
   */
  attach(identity: IdentityFact, wire: Wire): BrokerPort {
    this.#called.next(false)
    const { port } = wire
    const topic = deviceTopics(identity.device).certificate
    const heard = port.connection.subscribe({
      next: (state) => this.#connection.next(state),
      complete: () => this.#connection.next(AWAY),
    })
    this.#wire = { ...wire, identity, heard }
    return {
      deliveries: port.deliveries.pipe(filter((delivery) => delivery.topic !== topic || this.#divert(delivery))),
      connection: port.connection,
      publish: (...message) => port.publish(...message),
      reconnect: () => port.reconnect(),
      hasten: () => port.hasten(),
      close: async () => {
        this.#wire = null
        await port.close()
        heard.unsubscribe()
        this.#connection.next(AWAY)
      },
    }
  }

  /**
   * Publishes a question and waits for what answers it.
   * @throws HF_BROKER_UNAVAILABLE, HF_BROKER_REFUSED, HF_CANCELLED
   */
  async ask(
    topic: string,
    payload: Uint8Array,
    answers: (payload: Uint8Array) => boolean,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const answer = first(this.#answers, answers, signal, 'the answer')
    // Seen by whoever awaits it below; not at all when the question cannot be put.
    answer.catch(() => undefined)
    await this.#lent().port.publish(topic, payload, { qos: 1, retain: false, signal })
    return answer
  }

  /**
   * Connects by another identity, and stays with it if the broker takes it.
   * @throws HF_BROKER_REFUSED, HF_BROKER_UNAVAILABLE, HF_CANCELLED: then it is as it was before
   */
  async prove(offered: IdentityFact, signal: AbortSignal): Promise<void> {
    const wire = this.#lent()
    const before = wire.identity
    // An attempt that the network has spoilt proves nothing; the next one may.
    const settled = (state: Connection): boolean =>
      state.connected || (state.reason !== null && state.reason.code !== 'HF_BROKER_UNAVAILABLE')
    const settling = first(this.#connection.pipe(skip(1)), settled, signal, 'the proof')
    this.#switch(wire, offered)
    try {
      const state = await settling
      if (!state.connected && state.reason !== null) throw new HoldfastError(state.reason.code, state.reason.message)
    } catch (error) {
      this.#switch(wire, before)
      throw error
    }
  }

  /** From now on by this identity, which is another than before only in its certificate. */
  use(identity: IdentityFact): void {
    if (this.#wire !== null && this.#wire.identity.serialNumber !== identity.serialNumber)
      this.#switch(this.#wire, identity)
  }

  #switch(wire: Attached, identity: IdentityFact): void {
    wire.identity = identity
    if (this.#wire === wire) wire.use(identity)
  }

  #lent(): Attached {
    if (this.#wire === null) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'the agent does not run yet')
    return this.#wire
  }

  /** @returns false: it is not for the agent */
  #divert({ payload, ack }: Delivery): false {
    this.#answers.next(payload)
    // Not acknowledged: it comes again with the next connection.
    this.#unasked(payload).then(ack, () => undefined)
    return false
  }
}
