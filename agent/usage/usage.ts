/**
 * The bytes that the device sends and receives, counted, and what its budgets leave.
 *
 * Invariant: counting costs no write but one for each 64 KiB of messages and each MiB of content, and one at an orderly
 * end, so that a cut loses no more than that of a budget; an idle device writes nothing for hours.
 */
import type { Observable } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { faultOf } from '../../protocol/errors.ts'
import type { Usage as UsageMessage } from '../../protocol/types.ts'
import type { Checkpoint, Store } from '../../storage/store.ts'
import type { LinkFacts } from '../link-facts.ts'
import type { Log } from '../log.ts'
import { Told } from '../told.ts'
import { type Budget, inForce, type Left, leftFor, type Use, usesOf } from './budget.ts'
import { BYTE_CLASSES, type ByteClass, begun, counted, type Row } from './counts.ts'
import { advance, endOf, type Period } from './period.ts'
import { savedUsage, writtenUsage } from './saved-usage.ts'
import { usageMessage } from './usage-message.ts'

export const SAVED_EVERY = { messages: 64 * 1024, content: 1024 * 1024 }
/** While something is spent, also so often: the device has to know how long it has run. */
const SPENT_SAVED_EVERY_MS = 3_600_000

interface UsageOptions {
  store: Pick<Store, 'commit'>
  clock: ClockPort
  log: Log
  link: LinkFacts
  /** Of the device's configuration: they go over the target's. */
  own: readonly Budget[]
  /** The checkpoint `usage`, as the store holds it. */
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
}

export class Usage {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  readonly #options: UsageOptions
  readonly #changes = new Told<void>()
  #budgets: Budget[]
  #period: Period | null
  #rows: Row[]
  #unsaved = { messages: 0, content: 0 }
  #lastMonoMs: number
  #savedAtMs: number
  #saving: Promise<void> | null = null
  /** What was spent when it was looked at last. */
  #spent = ''

  constructor(options: UsageOptions) {
    this.#options = options
    const { saved, problem } = savedUsage(options.saved)
    this.problem = problem
    this.#period = saved.period
    this.#rows = saved.rows
    this.#budgets = inForce(options.own, [])
    this.#lastMonoMs = options.clock.now().monoMs
    this.#savedAtMs = this.#lastMonoMs
    this.#look()
  }

  /** Whenever something is spent, or whole again, as far as anybody has looked. */
  get changes(): Observable<void> {
    return this.#changes
  }

  /** The budgets of the target in force. */
  follow(budgets: readonly Budget[]): void {
    this.#budgets = inForce(this.#options.own, budgets)
    this.#look()
  }

  /** @param link over which they went. Default: the one in use */
  count(of: ByteClass, bytes: number, link = this.#options.link.current()): void {
    if (bytes <= 0) return
    this.#pass()
    this.#rows = counted(this.#rows, of, link, bytes)
    this.#unsaved[of === 'content' ? 'content' : 'messages'] += bytes
    this.#look()
    const { monoMs } = this.#options.clock.now()
    const isLate = this.#spent !== '' && monoMs - this.#savedAtMs >= SPENT_SAVED_EVERY_MS
    const { messages, content } = this.#unsaved
    if (isLate || messages >= SAVED_EVERY.messages || content >= SAVED_EVERY.content) this.#saving ??= this.#save()
  }

  /** What may still go over a link. Default: the one in use. */
  left(of: ByteClass, link = this.#options.link.current()): Left {
    this.#pass()
    return leftFor(this.#uses(), of, link)
  }

  /** When what decides is whole again, Unix time. */
  wholeAtMs({ by }: Left): number {
    this.#pass()
    const { wallMs } = this.#options.clock.now()
    return by === null || this.#period === null ? wallMs : Math.round(endOf(this.#period, by.period, wallMs))
  }

  message(): Loose<UsageMessage> {
    this.#pass()
    const wholeAtMs = (period: 'day' | 'month'): number =>
      this.#period === null ? 0 : Math.max(0, Math.round(endOf(this.#period, period, this.#options.clock.now().wallMs)))
    return usageMessage({ link: this.#options.link.current(), rows: this.#rows, uses: this.#uses(), wholeAtMs })
  }

  /** Writes what has not been written. */
  async close(): Promise<void> {
    await this.#saving
    if (this.#unsaved.messages + this.#unsaved.content > 0) await this.#save()
    this.#changes.complete()
  }

  #uses(): Use[] {
    return usesOf(this.#budgets, this.#rows)
  }

  /** Time has passed. */
  #pass(): void {
    const { monoMs, wallMs } = this.#options.clock.now()
    const next = advance(this.#period, Math.max(0, monoMs - this.#lastMonoMs), wallMs)
    this.#lastMonoMs = monoMs
    this.#period = next.period
    if (!next.isNewDay && !next.isNewMonth) return
    this.#rows = begun(this.#rows, next)
    this.#look()
  }

  #look(): void {
    const [uses, link] = [this.#uses(), this.#options.link.current()]
    const spent = BYTE_CLASSES.filter((of) => leftFor(uses, of, link).bytes === 0).join()
    if (spent === this.#spent) return
    this.#spent = spent
    this.#options.log.info(spent === '' ? 'the byte budgets are whole again' : 'a byte budget is spent', { spent })
    this.#changes.next()
  }

  async #save(): Promise<void> {
    const { store, clock, log } = this.#options
    const unsaved = this.#unsaved
    this.#unsaved = { messages: 0, content: 0 }
    this.#savedAtMs = clock.now().monoMs
    try {
      await store.commit([writtenUsage({ period: this.#period, rows: this.#rows })])
    } catch (error) {
      // It is tried again with the next bytes.
      this.#unsaved.messages += unsaved.messages
      this.#unsaved.content += unsaved.content
      log.warn('the byte counts could not be written', { ...faultOf(error) })
    } finally {
      this.#saving = null
    }
  }
}
