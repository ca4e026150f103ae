/**
 * A broker port that a doorkeeper stands before: on the broker in memory, as by client certificate on a real one.
 *
 * Invariant: whom the doorkeeper refuses is told so and never reaches the broker.
 */
import { BehaviorSubject, Subject, type Subscription } from 'rxjs'
import type { BrokerPort, Connection, Delivery } from '../../agent/broker-port.ts'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { type Fault, HoldfastError } from '../../protocol/errors.ts'
import { attachBroker, type BrokerAttachment, type MemoryBrokerOptions } from './memory-broker-port.ts'

/** Why this certificate is not taken; null: it is. */
export type Doorkeeper = (identity: IdentityFact) => Fault | null

export class GuardedPort implements BrokerPort {
  readonly #options: MemoryBrokerOptions
  readonly #doorkeeper: Doorkeeper
  readonly #deliveries = new Subject<Delivery>()
  readonly #connection = new BehaviorSubject<Connection>({ connected: false, reason: null })
  #attachment: BrokerAttachment | null = null
  #hearing: Subscription | null = null

  constructor(options: MemoryBrokerOptions, doorkeeper: Doorkeeper, identity: IdentityFact) {
    this.#options = options
    this.#doorkeeper = doorkeeper
    this.use(identity)
  }

  get deliveries() {
    return this.#deliveries.asObservable()
  }

  get connection() {
    return this.#connection.asObservable()
  }

  use(identity: IdentityFact): void {
    this.die()
    this.#connection.next({ connected: false, reason: null })
    // After the tick in which whoever asked for it listens.
    queueMicrotask(() => {
      const reason = this.#doorkeeper(identity)
      if (reason !== null) return this.#connection.next({ connected: false, reason })
      const attachment = attachBroker(this.#options)
      this.#attachment = attachment
      this.#hearing = attachment.port.connection.subscribe((state) => this.#connection.next(state))
      this.#hearing.add(attachment.port.deliveries.subscribe((delivery) => this.#deliveries.next(delivery)))
    })
  }

  async publish(...message: Parameters<BrokerPort['publish']>): Promise<void> {
    if (this.#attachment === null) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'not connected')
    return this.#attachment.port.publish(...message)
  }

  reconnect(): void {
    this.#attachment?.port.reconnect()
  }

  hasten(): void {
    this.#attachment?.port.hasten()
  }

  async close(): Promise<void> {
    this.#hearing?.unsubscribe()
    await this.#attachment?.port.close()
    this.#attachment = null
    this.#connection.complete()
  }

  /** The process is killed, or connects anew. */
  die(): void {
    this.#hearing?.unsubscribe()
    this.#attachment?.die()
    this.#attachment = null
  }
}
