/**
 * A connection to the broker that knows what every device has said.
 *
 * Invariant: what cannot be read changes nothing, and is told once for each topic; a device speaks only
 * for itself, on its own topics.
 */

import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deviceTopics, everyDevice, parseTopic } from '../../protocol/topics.ts'
import { type Broker, connectBroker } from '../broker/connection.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { Complaints } from './complaints.ts'
import { type Fleet, seePresence, seeReport } from './seen.ts'

/** How long retained messages may take to follow the subscription, and the quiet that ends it earlier. */
const SETTLE_MS = 2000
const QUIET_MS = 250

export class Watch {
  #fleet: Fleet = new Map()
  #broker: Broker | null = null
  #lastMessageAt = 0
  readonly #retained = new Map<string, Uint8Array>()
  readonly #listeners = new Set<(topic: string, payload: Uint8Array) => void>()
  readonly #complaints: Complaints

  private constructor(complain: (message: string) => void) {
    this.#complaints = new Complaints(complain)
  }

  /**
   * Connects, subscribes and waits until the retained messages are in.
   * @param device only this one; otherwise every device
   * @param topics others to read
   * @throws HF_BROKER_UNAVAILABLE, HF_BROKER_REFUSED
   */
  static async open(
    options: BrokerOptions,
    complain: (message: string) => void,
    topics: readonly string[] = [],
    device?: string,
  ): Promise<Watch> {
    const watch = new Watch(complain)
    const broker = await connectBroker(options, (topic, payload) => watch.#receive(topic, payload))
    watch.#broker = broker
    const own = device === undefined ? null : deviceTopics(device)
    const { presence, report } = own ?? { presence: everyDevice('presence'), report: everyDevice('report') }
    try {
      await broker.subscribe([presence, report, ...topics])
      await watch.#settle()
    } catch (error) {
      await broker.close()
      throw error
    }
    return watch
  }

  get fleet(): Fleet {
    return this.#fleet
  }

  /**
   * Reads further topics, and waits until what is retained on them is in.
   * @throws HF_BROKER_REFUSED
   */
  async read(topics: readonly string[]): Promise<void> {
    await this.#open().subscribe(topics)
    await this.#settle()
  }

  /** The last target or rollout on a topic, or null when there has been none, or one that clears it. */
  last(topic: string): Uint8Array | null {
    const payload = this.#retained.get(topic)
    return payload === undefined || payload.byteLength === 0 ? null : payload
  }

  /** Fleets of which anything is retained that was read. */
  get fleetNames(): string[] {
    const names = [...this.#retained.keys()].map(parseTopic).filter((parsed) => parsed?.scope === 'fleet')
    return [...new Set(names.map((parsed) => parsed!.name))].sort()
  }

  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void> {
    return this.#open().publish(topic, payload, retain)
  }

  /** Calls back after each message. @returns what ends it */
  listen(listener: (topic: string, payload: Uint8Array) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  close(): Promise<void> {
    return this.#open().close()
  }

  #open(): Broker {
    if (this.#broker === null) throw new HoldfastError('HF_INTERNAL', 'the watch is not open')
    return this.#broker
  }

  #receive(topic: string, payload: Uint8Array): void {
    this.#lastMessageAt = performance.now()
    this.#complaints.hear(topic, () => this.#read(topic, payload))
    for (const listener of this.#listeners) listener(topic, payload)
  }

  #read(topic: string, payload: Uint8Array): void {
    const parsed = parseTopic(topic)
    if (parsed?.scope === 'fleet' || parsed?.leaf === 'target' || parsed?.leaf === 'secrets')
      this.#retained.set(topic, payload)
    if (parsed?.scope !== 'device' || payload.byteLength === 0) return
    const { leaf, name } = parsed
    if (leaf === 'presence') this.#fleet = seePresence(this.#fleet, itsOwn(name, decode(KINDS.Presence, payload)))
    if (leaf === 'report') this.#fleet = seeReport(this.#fleet, itsOwn(name, decode(KINDS.Report, payload)))
  }

  /** A broker does not say when it has sent what it retained: some quiet has to do. */
  async #settle(): Promise<void> {
    const began = performance.now()
    this.#lastMessageAt = began
    for (let now = began; now - began < SETTLE_MS && now - this.#lastMessageAt < QUIET_MS; now = performance.now())
      await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

function itsOwn<M extends { device: string }>(name: string, message: M): M {
  if (message.device === name) return message
  throw new HoldfastError('HF_TARGET_MISDIRECTED', `speaks for ${JSON.stringify(message.device.slice(0, 64))}`)
}
