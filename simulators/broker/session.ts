/**
 * What a broker keeps of one client, connected or not.
 *
 * Invariant: a message stays in the queue until the client has acknowledged it, and the next one is handed
 * over only then; after a broken connection the first one comes again.
 */

export interface Message {
  readonly topic: string
  readonly payload: Uint8Array
  readonly retained: boolean
}

/** The client's end of one connection. */
export interface Receiver {
  deliver(message: Message): void
  /** The broker has ended it: another connection of the same client, or a cut. */
  broken(reason: 'cut' | 'taken over'): void
}

export interface Will {
  topic: string
  payload: Uint8Array
  retain: boolean
}

export interface KeptSession {
  topics: readonly string[]
  queue: readonly Message[]
  /** Of a client that is connected. In a copy nobody is at the other end any more: cut it, and the will is published. */
  will: Will | null
}

const NOBODY: Receiver = { deliver() {}, broken() {} }

/** One that its broker keeps for a client that is away has a bound, as with Mosquitto; newer ones are lost. */
const MAX_QUEUED = 1000

export class Session {
  readonly client: string
  readonly topics = new Set<string>()
  #queue: Message[] = []
  #receiver: Receiver | null = null
  #will: Will | null = null
  #handedOver = false
  /** Nothing passes, in either direction. */
  frozen = false

  constructor(client: string, kept: KeptSession | null = null) {
    this.client = client
    for (const topic of kept?.topics ?? []) this.topics.add(topic)
    this.#queue = [...(kept?.queue ?? [])]
    if (kept?.will) this.connect(NOBODY, kept.will)
  }

  get connected(): boolean {
    return this.#receiver !== null
  }

  get waiting(): number {
    return this.#queue.length
  }

  kept(): KeptSession {
    return { topics: [...this.topics], queue: [...this.#queue], will: this.#will }
  }

  connect(receiver: Receiver, will: Will): void {
    this.#receiver = receiver
    this.#will = will
    this.#handedOver = false
    this.frozen = false
  }

  /** Hands over what waits: once the client listens. */
  resume(): void {
    this.#handOver()
  }

  isHeldBy(receiver: Receiver): boolean {
    return this.#receiver === receiver
  }

  /** @returns the will that is to be published now, or null */
  end(how: 'good' | 'cut' | 'taken over'): Will | null {
    const [receiver, will] = [this.#receiver, this.#will]
    this.#receiver = null
    this.#will = null
    this.#handedOver = false
    if (how === 'good' || receiver === null) return null
    receiver.broken(how)
    return will
  }

  push(message: Message): void {
    if (this.#queue.length >= MAX_QUEUED) return
    this.#queue.push(message)
    this.#handOver()
  }

  /** The client has the one that was handed over. */
  acknowledged(receiver: Receiver): void {
    if (this.#receiver !== receiver || !this.#handedOver || this.frozen) return
    this.#queue.shift()
    this.#handedOver = false
    this.#handOver()
  }

  #handOver(): void {
    const first = this.#queue[0]
    if (this.#receiver === null || this.#handedOver || this.frozen || first === undefined) return
    this.#handedOver = true
    this.#receiver.deliver(first)
  }
}
