/**
 * A broker in memory: sessions, retained messages, wills, and an operator's hands.
 *
 * Invariant: what it has said yes to it keeps, whoever is cut off; everything happens in the step in which
 * it is asked for, so that between two steps its whole state is in `keep()`. What takes time is on the
 * way to it: see the port.
 */
import { type KeptSession, type Receiver, Session, type Will } from './session.ts'

/** State as plain data: messages are shared, since none is ever changed. */
export interface Kept {
  retained: Map<string, Uint8Array>
  sessions: Map<string, KeptSession>
}

export interface Published {
  topic: string
  payload: Uint8Array
  retain: boolean
  /** The device that published it, or null: an operator. */
  client: string | null
}

/** As brokers are usually set up; larger messages are not taken, and not handed on. */
export const MAX_PACKET_BYTES = 1024 * 1024

export class MemoryBroker {
  readonly #retained: Map<string, Uint8Array>
  readonly #sessions = new Map<string, Session>()
  readonly #subscribers = new Map<string, Set<Session>>()
  readonly #watchers = new Set<(published: Published) => void>()
  readonly #barred = new Set<string>()
  #online = true
  #connections = 0

  constructor(kept: Kept | null = null) {
    this.#retained = new Map(kept?.retained)
    for (const [client, session] of kept?.sessions ?? []) {
      const made = new Session(client, session)
      this.#sessions.set(client, made)
      for (const topic of made.topics) this.#subscribersOf(topic).add(made)
    }
  }

  /** Everything, as it is now. */
  keep(): Kept {
    return {
      retained: new Map(this.#retained),
      sessions: new Map([...this.#sessions].map(([client, session]) => [client, session.kept()])),
    }
  }

  // ---------------------------------------------------------------- an operator's hands

  /** An empty retained message takes the retained one away. */
  publish(topic: string, payload: Uint8Array, { retain = false } = {}): void {
    this.#route({ topic, payload, retain, client: null })
  }

  retained(topic: string): Uint8Array | undefined {
    return this.#retained.get(topic)
  }

  /** Hears of everything that is published, wills too. @returns stops that */
  watch(listener: (published: Published) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  /** Breaks one client's connection, or all. */
  cut(client?: string): void {
    for (const session of this.#chosen(client)) this.#end(session, 'cut')
  }

  /** One client's link is lost, or is there again: it cannot be connected until then. */
  bar(client: string, isLost: boolean): void {
    if (isLost) this.#barred.add(client)
    else this.#barred.delete(client)
    if (isLost) this.cut(client)
  }

  /** Connections stay, and nothing passes over them any more. */
  freeze(client?: string): void {
    for (const session of this.#chosen(client)) session.frozen = true
  }

  /** Away: every connection breaks, and none can be made until it is there again. */
  set online(online: boolean) {
    this.#online = online
    if (!online) this.cut()
  }

  get online(): boolean {
    return this.#online
  }

  /** How many have been made so far. */
  get connections(): number {
    return this.#connections
  }

  isConnected(client: string): boolean {
    return this.#sessions.get(client)?.connected === true
  }

  /** Whether it has ever been connected: messages for others are not kept. */
  knows(client: string): boolean {
    return this.#sessions.has(client)
  }

  /** Messages that a client has not acknowledged. */
  waitingFor(client: string): number {
    return this.#sessions.get(client)?.waiting ?? 0
  }

  // ---------------------------------------------------------------- a client's connection

  /** @returns whether there was a session, or null when the broker is away */
  connect(client: string, will: Will, receiver: Receiver): { sessionPresent: boolean } | null {
    if (!this.#online || this.#barred.has(client)) return null
    const known = this.#sessions.get(client)
    if (known?.connected) this.#end(known, 'taken over')
    const session = known ?? new Session(client)
    this.#sessions.set(client, session)
    this.#connections += 1
    session.connect(receiver, will)
    return { sessionPresent: known !== undefined }
  }

  /** Retained messages come with every subscription, also of what was subscribed before. */
  subscribe(client: string, topics: readonly string[]): void {
    const session = this.#sessions.get(client)
    if (session === undefined) return
    for (const topic of topics) {
      session.topics.add(topic)
      this.#subscribersOf(topic).add(session)
      const payload = this.#retained.get(topic)
      if (payload !== undefined && payload.byteLength <= MAX_PACKET_BYTES)
        session.push({ topic, payload, retained: true })
    }
  }

  /** The client listens: what waits for it comes. */
  listen(client: string): void {
    this.#sessions.get(client)?.resume()
  }

  /** @returns false when the connection is broken, or nothing passes over it */
  take(client: string, receiver: Receiver, message: Omit<Published, 'client'>): boolean {
    const session = this.#sessions.get(client)
    if (session === undefined || !session.isHeldBy(receiver) || session.frozen) return false
    this.#route({ ...message, client })
    return true
  }

  acknowledge(client: string, receiver: Receiver): void {
    this.#sessions.get(client)?.acknowledged(receiver)
  }

  disconnect(client: string, receiver: Receiver, how: 'good' | 'cut'): void {
    const session = this.#sessions.get(client)
    if (session?.isHeldBy(receiver)) this.#end(session, how)
  }

  #end(session: Session, how: 'good' | 'cut' | 'taken over'): void {
    const will = session.end(how)
    if (will !== null) this.#route({ ...will, client: session.client })
  }

  #route(published: Published): void {
    const { topic, payload, retain } = published
    if (retain) {
      if (payload.byteLength === 0) this.#retained.delete(topic)
      else this.#retained.set(topic, payload)
    }
    for (const watcher of this.#watchers) watcher(published)
    if (payload.byteLength > MAX_PACKET_BYTES) return
    const message = { topic, payload, retained: false }
    for (const session of this.#subscribers.get(topic) ?? []) session.push(message)
  }

  #subscribersOf(topic: string): Set<Session> {
    const found = this.#subscribers.get(topic) ?? new Set<Session>()
    this.#subscribers.set(topic, found)
    return found
  }

  #chosen(client: string | undefined): Session[] {
    if (client === undefined) return [...this.#sessions.values()]
    const session = this.#sessions.get(client)
    return session === undefined ? [] : [session]
  }
}
