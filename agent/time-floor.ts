/**
 * A moment before which it cannot be.
 *
 * Invariant: it only rises, and only by what somebody trusted has signed, never by the wall clock: one that was far
 * ahead once must not stay so for ever. It is written when it has risen by a day since it was written last; a cut costs
 * less than a day of it.
 */
import type { Store } from '../storage/store.ts'

/** The counter that it is kept in: Unix milliseconds. */
export const TIME_FLOOR = 'time-floor'

const DAY_MS = 86_400_000

interface TimeFloorOptions {
  store: Pick<Store, 'commit'>
  /** As the store's counter has it; 0: it has none. */
  keptMs: number
  /** When this program was made. */
  builtMs: number
  /** Hears why it could not be written; it is tried again when it rises. */
  unwritten(error: unknown): void
}

export class TimeFloor {
  readonly #options: TimeFloorOptions
  #ms: number
  #writtenMs: number

  constructor(options: TimeFloorOptions) {
    this.#options = options
    this.#writtenMs = options.keptMs
    this.#ms = Math.max(options.keptMs, options.builtMs)
  }

  get ms(): number {
    return this.#ms
  }

  /** The wall clock, or the floor where that is behind it. */
  judged(wallMs: number): number {
    return Math.max(wallMs, this.#ms)
  }

  /** It is later than this, as somebody trusted says. */
  raise(ms: number): void {
    if (!Number.isSafeInteger(ms) || ms <= this.#ms) return
    this.#ms = ms
    if (ms - this.#writtenMs < DAY_MS) return
    const before = this.#writtenMs
    this.#writtenMs = ms
    this.#options.store.commit([{ op: 'counter', name: TIME_FLOOR, value: ms }]).catch((error: unknown) => {
      this.#writtenMs = before
      this.#options.unwritten(error)
    })
  }
}
