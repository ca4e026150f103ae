/**
 * One of the other nodes of a cluster, which keeps what is retained for itself.
 *
 * Invariant: whatever it does holds nobody up. It may be away when we come, go, and come back: then it gets what it lacks
 * of what it is to have, the newest alone, and nothing in the place of what is newer still.
 */
import type { Broker, OnMessage } from './connection.ts'
import { standsAbove } from './stands-above.ts'

export interface NodeOptions {
  /** As it is told. */
  url: string
  connect(onMessage: OnMessage): Promise<Broker>
  /** What it is to have, by topic; grows and changes while we are there. Empty: nothing is to be there. */
  wanted: ReadonlyMap<string, Uint8Array>
  /** How long it is waited for. */
  patienceMs: number
  /** Between two attempts to reach one that was away from the start. */
  againMs: number
  warn(message: string): void
  /** It lacked these topics, and has them now. */
  brought(url: string, topics: readonly string[]): void
}

/** Quiet that ends what is retained: what was said at once is looked at together. */
const QUIET_MS = 250

export class OtherNode {
  readonly #options: NodeOptions
  #broker: Broker | null = null
  /** Payloads of `wanted` that it has, or need not have, by topic: of this connection. */
  readonly #settled = new Map<string, Uint8Array>()
  /** What it retains, as far as it was asked. */
  readonly #there = new Map<string, Uint8Array>()
  #heardAt = 0
  #timer: NodeJS.Timeout | null = null
  /** Of the newest look at what it has: only that one goes on. */
  #turn = 0
  #isAwayTold = false
  #isClosed = false

  constructor(options: NodeOptions) {
    this.#options = options
  }

  /** Resolves when it is there, or is known to be away; it is tried again then for as long as we are there. */
  async open(): Promise<void> {
    try {
      const broker = await this.#options.connect((topic, payload, retained) => {
        this.#heardAt = performance.now()
        if (retained) this.#there.set(topic, payload)
      })
      if (this.#isClosed) return await broker.close()
      this.#broker = broker
    } catch (error) {
      this.#tellAway(`${(error as Error).message}: is left out, and keeps what was retained there before`)
      this.#later(() => void this.open(), this.#options.againMs)
      return
    }
    this.#broker.onReturn(() => this.#returned())
    this.#returned()
  }

  /** Resolves when it has taken it, or is not waited for any longer. */
  async publish(topic: string, payload: Uint8Array): Promise<void> {
    const { url, patienceMs, warn } = this.#options
    const broker = this.#broker
    // What the library keeps for it would be sent too, each of them, when it is back.
    if (broker?.isOnline !== true) return this.#tellAway(`${url}: has not taken it yet`)
    const late = Symbol('late')
    const taken = broker.publish(topic, payload, true).then(() => {
      this.#settled.set(topic, payload)
      return null
    })
    const why = await Promise.race([taken.catch((error: Error) => error.message), waited(patienceMs).then(() => late)])
    if (why === late) warn(`${url}: has not taken it yet`)
    else if (typeof why === 'string') warn(`${url}: ${why}`)
  }

  /** What it is to have may have changed. */
  check(): void {
    if (this.#broker !== null) this.#later(() => void this.#bring(), QUIET_MS)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    // One that is away would be waited for.
    if (this.#broker !== null) await Promise.race([this.#broker.close(), waited(this.#options.patienceMs)])
  }

  #returned(): void {
    this.#isAwayTold = false
    this.#settled.clear()
    this.check()
  }

  #tellAway(why: string): void {
    if (this.#isAwayTold) return
    this.#isAwayTold = true
    this.#options.warn(why)
  }

  /** Brings it what it lacks; what comes in between is brought after. */
  async #bring(): Promise<void> {
    const { url, wanted, warn, brought } = this.#options
    const turn = ++this.#turn
    const broker = this.#broker
    const lacks = (topic: string): boolean => !isSame(this.#settled.get(topic), wanted.get(topic))
    const topics = [...wanted.keys()].filter(lacks)
    if (broker?.isOnline !== true || topics.length === 0) return
    try {
      for (const topic of topics) this.#there.delete(topic)
      await broker.subscribe(topics)
      this.#heardAt = performance.now()
      while (performance.now() - this.#heardAt < QUIET_MS) await waited(QUIET_MS / 5)
      await broker.unsubscribe(topics)
      const missed: string[] = []
      for (const topic of topics) {
        if (turn !== this.#turn || this.#isClosed) return
        const [there, here] = [this.#there.get(topic) ?? NOTHING, wanted.get(topic) ?? NOTHING]
        if (!lacks(topic)) continue
        const isAbove = standsAbove(topic, there, here)
        if (isAbove) warn(`${url}: what stands on ${topic} is newer than what the first has, and stays`)
        else if (!isSame(there, here)) {
          await broker.publish(topic, here, true)
          missed.push(topic)
        }
        this.#settled.set(topic, here)
      }
      if (missed.length > 0) brought(url, missed)
    } catch (error) {
      // It has gone once more, or refuses it: the next time that something changes it is tried again.
      if (!this.#isClosed) warn(`${url}: ${(error as Error).message}`)
    }
  }

  #later(work: () => void, ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (!this.#isClosed) this.#timer = setTimeout(work, ms).unref()
  }
}

const NOTHING = new Uint8Array()

function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && Buffer.compare(one, other) === 0
}

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
