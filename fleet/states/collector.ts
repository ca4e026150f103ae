/**
 * What devices say, on its way into the database of states.
 *
 * Invariant: messages are applied in the order in which they came, many at once, and kept until the database has them.
 * Where very many wait, only the newest report and presence of each device are kept: a database that is away costs no
 * more memory than the fleet is large.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { decode, KINDS } from '../../protocol/codec.ts'
import { faultOf } from '../../protocol/errors.ts'
import { parseTopic } from '../../protocol/topics.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { type DeviceMessage, deviceOf } from './device-state.ts'
import type { StateBase } from './state-base.ts'

interface CollectorOptions {
  states: Pick<StateBase, 'apply'>
  /** Whether the device is ours to write down. Default: every one. */
  isOurs?: (device: string) => boolean
  log(event: string, facts: object): void
  /** Wall clock, Unix milliseconds. */
  now(): number
}

/** A transaction of so many costs the database little more than one of a single message. */
const MOST_AT_ONCE = 500
/** More than so many, and twice as many as there are devices, are thinned out. */
const MANY = 20_000
const AGAIN_MS = 1000

export class Collector {
  readonly #options: CollectorOptions
  #waiting: DeviceMessage[] = []
  #most = MANY
  /** Of all that were ever heard: how many, and how many of them wait no more. */
  #heard = 0
  #done = 0
  /** The transaction under way. */
  #batch: Promise<void> = Promise.resolve()
  #working: Promise<void> | null = null
  #isClosed = false
  #isFailing = false
  /** Since the beginning. */
  readonly counts = { messages: 0, applied: 0, batches: 0, failures: 0, unreadable: 0 }

  constructor(options: CollectorOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** A message of a device's topic; what cannot be read changes nothing. */
  heard(topic: string, payload: Uint8Array): void {
    const parsed = parseTopic(topic)
    if (parsed?.scope !== 'device' || payload.byteLength === 0) return
    if (this.#options.isOurs?.(parsed.name) === false) return
    try {
      if (parsed.leaf === 'presence') this.#take(parsed.name, { presence: decode<Presence>(KINDS.Presence, payload) })
      if (parsed.leaf === 'report') this.#take(parsed.name, { report: decode<Report>(KINDS.Report, payload) })
    } catch (error) {
      this.counts.unreadable += 1
      this.#options.log('unreadable', { topic, ...faultOf(error) })
    }
  }

  /** Resolves when all that was heard until now is in the database. */
  async flush(): Promise<void> {
    const heard = this.#heard
    while (this.#working !== null && this.#done < heard) await this.#batch
  }

  /** What waits is written first, if the database takes it. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#working
  }

  #take(device: string, message: DeviceMessage): void {
    const said = 'presence' in message ? message.presence.device : message.report.device
    if (said !== device) return
    this.counts.messages += 1
    this.#waiting.push(message)
    this.#heard += 1
    if (this.#waiting.length > this.#most) this.#thin()
    this.#working ??= this.#work().finally(() => {
      this.#working = null
    })
  }

  #thin(): void {
    const newest = new Map<string, DeviceMessage>()
    for (const message of this.#waiting) {
      const key = `${deviceOf(message)} ${'presence' in message}`
      const before = newest.get(key)
      if (before !== undefined && !isAfter(message, before)) continue
      newest.delete(key)
      newest.set(key, message)
    }
    this.#done += this.#waiting.length - newest.size
    this.#waiting = [...newest.values()]
    this.#most = Math.max(MANY, 2 * this.#waiting.length)
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#batch = this.#applyNext()
      await this.#batch
      if (this.#isClosed && this.#isFailing) return
    }
  }

  async #applyNext(): Promise<void> {
    // What comes with the same packet goes with it.
    await new Promise((resolve) => setImmediate(resolve))
    const batch = this.#waiting.splice(0, MOST_AT_ONCE)
    try {
      await this.#options.states.apply(batch, this.#options.now())
      this.#done += batch.length
      this.counts.applied += batch.length
      this.counts.batches += 1
      this.#isFailing = false
    } catch (error) {
      this.#isFailing = true
      this.counts.failures += 1
      this.#options.log('fault', faultOf(error))
      this.#waiting.unshift(...batch)
      if (!this.#isClosed) await sleep(AGAIN_MS)
    }
  }
}

function isAfter(message: DeviceMessage, before: DeviceMessage): boolean {
  if ('presence' in message && 'presence' in before) return message.presence.connection >= before.presence.connection
  if ('report' in message && 'report' in before)
    return message.report.sequence >= before.report.sequence || message.report.bootId !== before.report.bootId
  return true
}
