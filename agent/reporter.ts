/**
 * The reporter: keeps the retained report on the broker true.
 *
 * Invariant: level-triggered: it sends the newest state, never a backlog; while something changes at most one
 * report per interval, and one without it when an update has come to its end, with all that follows from the end at once;
 * when nothing changes none. Where bytes are scarce the interval is the longer, after a new connection too.
 */
import { createHash } from 'node:crypto'
import { filter, firstValueFrom, fromEvent, type Subscription, takeUntil } from 'rxjs'
import type { ClockPort } from '../machines/ports.ts'
import { encode, KINDS, type Loose } from '../protocol/codec.ts'
import { faultOf, HoldfastError } from '../protocol/errors.ts'
import type { Report } from '../protocol/types.ts'
import type { BrokerPort } from './broker-port.ts'
import { GIVEN_UP } from './given-up.ts'
import type { Log } from './log.ts'

interface ReporterOptions {
  broker: BrokerPort
  clock: ClockPort
  log: Log
  topic: string
  /** The report as of now, without its number. */
  make(): Promise<Loose<Report>>
  /** The first sequence number of this life: above all of those before. */
  firstSequence: number
  /** Told of each report that the broker has acknowledged. */
  acknowledged?(): void
  /** Least time between two reports that nobody waits for. Default 1,000 ms: who watches closely is told of each transition. */
  intervalMs?: number
  /** Where that is longer, least time between two that nobody waits for, in milliseconds. Default 0. */
  paceMs?(): number
}

const RETRY_MS = 5_000
/** An end is told with what follows at once: what is tidied up, and what the engine lists then. */
const GATHER_MS = 250

export class Reporter {
  readonly #options: ReporterOptions
  readonly #stop = new AbortController()
  readonly #following: Subscription
  /** Of the pause that lasts. */
  #rest: AbortController | null = null
  /** When the next one is to be sent, whatever the interval says; null: nobody waits for it. By the monotonic clock. */
  #dueAtMs: number | null = null
  #sequence: number
  #connected = false
  #dirty = true
  #sentLast = ''
  #sentAtMs = Number.NEGATIVE_INFINITY
  #loop: Promise<void> | null = null

  constructor(options: ReporterOptions) {
    this.#options = options
    this.#sequence = options.firstSequence
    this.#following = options.broker.connection.subscribe(({ connected }) => {
      // A broker may have lost what it retained: after each connection it is told anew.
      if (connected && !this.#connected) this.#sentLast = ''
      this.#connected = connected
      if (connected && (this.#options.paceMs?.() ?? 0) === 0) this.#hurry(0)
      this.changed()
    })
  }

  /**
   * Something that the report may show has changed.
   * @param isAwaited somebody waits for it: the interval is not
   */
  changed(isAwaited = false): void {
    this.#dirty = true
    if (isAwaited) this.#hurry(GATHER_MS)
    if (!this.#connected || this.#stop.signal.aborted) return
    this.#loop ??= this.#run()
  }

  /**
   * Resolves once the broker has acknowledged a report that was made after the call.
   * @param leastBytes it is filled up to so many, or to as many as the broker takes
   * @throws HF_CANCELLED when aborted
   */
  async reach(signal: AbortSignal, leastBytes = 0): Promise<void> {
    for (let bytes = leastBytes; ; ) {
      if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the contact with the broker was ended')
      if (!this.#connected) {
        const aborted = fromEvent(signal, 'abort')
        const connected = this.#options.broker.connection.pipe(filter((state) => state.connected))
        await firstValueFrom(connected.pipe(takeUntil(aborted)), { defaultValue: null })
        continue
      }
      try {
        await this.#send(await this.#options.make(), signal, bytes)
        return
      } catch (error) {
        if (bytes > 0 && faultOf(error).code === 'HF_WIRE_TOO_LARGE') {
          bytes = Math.floor(bytes / 2)
          continue
        }
        // Whatever was in the way: that there is no contact yet is known, and that it is tried again.
        if (!signal.aborted) await this.#options.clock.sleep(RETRY_MS, signal)
      }
    }
  }

  /** Sends nothing any more: what has changed is told by the next life. */
  async close(): Promise<void> {
    this.#following.unsubscribe()
    this.#stop.abort(GIVEN_UP)
    this.#rest?.abort(GIVEN_UP)
    await this.#loop
  }

  /** Ends in the very tick in which it finds nothing new, so that no change is overlooked. */
  async #run(): Promise<void> {
    const { log, make, intervalMs = 1_000 } = this.#options
    while (this.#dirty && this.#connected && !this.#stop.signal.aborted) {
      const waitMs = this.#dueInMs() ?? this.#paceMs()
      if (waitMs > 0) {
        await this.#pause(waitMs)
        continue
      }
      const isAwaited = this.#dueAtMs !== null
      this.#dirty = false
      this.#dueAtMs = null
      try {
        const report = await make()
        const content = contentOf(report)
        if (content !== this.#sentLast) {
          await this.#send(report, this.#stop.signal)
          this.#sentLast = content
        }
        await this.#pause(intervalMs)
      } catch (error) {
        if (this.#stop.signal.aborted) break
        log.warn('the report could not be sent', { ...faultOf(error) })
        this.#dirty = true
        // Whoever waits for it waits still, also for the next connection.
        if (isAwaited) this.#hurry(RETRY_MS)
        await this.#pause(RETRY_MS)
      }
    }
    this.#loop = null
  }

  /** What is left of the pace; zero where bytes are not scarce. */
  #paceMs(): number {
    const { paceMs, clock } = this.#options
    return Math.max(0, this.#sentAtMs + (paceMs?.() ?? 0) - clock.now().monoMs)
  }

  /** Ends early when the next report is due, or at the close, which the loop's condition sees. */
  async #pause(ms: number): Promise<void> {
    const leftMs = Math.min(ms, this.#dueInMs() ?? ms)
    if (leftMs <= 0 || this.#stop.signal.aborted) return
    this.#rest = new AbortController()
    await this.#options.clock.sleep(leftMs, this.#rest.signal).catch(() => {})
    this.#rest = null
  }

  #hurry(withinMs: number): void {
    const dueAtMs = this.#options.clock.now().monoMs + withinMs
    if (this.#dueAtMs !== null && this.#dueAtMs <= dueAtMs) return
    this.#dueAtMs = dueAtMs
    this.#rest?.abort(GIVEN_UP)
  }

  #dueInMs(): number | null {
    return this.#dueAtMs === null ? null : Math.max(0, this.#dueAtMs - this.#options.clock.now().monoMs)
  }

  /** By chance: zeros would be made few by a tunnel that packs. */
  #fill(bytes: number): Uint8Array {
    return Uint8Array.from({ length: bytes }, () => Math.floor(this.#options.clock.random() * 256))
  }

  async #send(report: Loose<Report>, signal: AbortSignal, leastBytes = 0): Promise<void> {
    const sequence = this.#sequence
    this.#sequence += 1
    const numbered = { ...report, sequence }
    const own = encode(KINDS.Report, numbered)
    const lacking = leastBytes - own.length
    const bytes = lacking > 0 ? encode(KINDS.Report, { ...numbered, fill: this.#fill(lacking) }) : own
    await this.#options.broker.publish(this.#options.topic, bytes, { retain: true, qos: 1, signal })
    this.#sentAtMs = this.#options.clock.now().monoMs
    this.#options.acknowledged?.()
  }
}

/**
 * What makes two reports different, as a hash: it is kept for as long as nothing changes. Not when they were made, nor how much
 * disk is free to the byte, nor bytes that went, nor how long the broker took, or how strong a signal is and by which technology
 * it comes.
 */
function contentOf(report: Loose<Report>): string {
  const { atMs: _at, counters: _counters, host, usage, network, ...rest } = report
  const spent = usage?.budgets?.map(({ budget, wholeAtMs = 0 }) => ({ budget, isSpent: wholeAtMs > 0 }))
  const links = network?.links?.map(({ rxBytes: _rx, txBytes: _tx, signalDbm: _signal, modem, ...link }) => ({
    ...link,
    modem: modem && { ...modem, technology: '', qualityPercent: 0 },
  }))
  const connected = { ...network, links, roundTripMs: 0 }
  const content = JSON.stringify({
    ...rest,
    host: { ...host, diskFreeBytes: 0 },
    link: usage?.link,
    spent,
    network: network && connected,
  })
  return createHash('sha256').update(content).digest('base64')
}
