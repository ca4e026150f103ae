/**
 * Certificates that are being made, by an authority that may take its time.
 *
 * Invariant: so many at most are made at once, and one for each claim, however often it is asked meanwhile; what is
 * beyond that waits its turn, and what is beyond what may wait is passed over: whoever was not answered asks again.
 */
import type { Asked } from './asked.ts'

/** Commands at once. */
const MOST_AT_ONCE = 16
/** With those that wait for their turn. */
const MOST = 1000

export class Making {
  /** By topic and key, as it was asked last. */
  readonly #asked = new Map<string, Asked>()
  readonly #waiting: (() => void)[] = []
  readonly #running = new Set<Promise<void>>()
  #busy = 0

  /**
   * @param make is given what tells how it was asked last: an answer is for the last attempt
   * @returns when it is made; at once when it is being made already, or too many are
   */
  async begin(topic: string, asked: Asked, make: (last: () => Asked) => Promise<void>): Promise<void> {
    // A device may ask for its renewal with one key and then with another.
    const key = `${topic} ${asked.id}`
    const isMaking = this.#asked.has(key)
    if (!isMaking && this.#asked.size >= MOST) return
    this.#asked.set(key, asked)
    if (isMaking) return
    const made = this.#run(key, () => make(() => this.#asked.get(key) ?? asked))
    this.#running.add(made)
    const over = (): void => void this.#running.delete(made)
    made.then(over, over)
    await made
  }

  /** Resolves when nothing of what has begun is being made any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #run(key: string, make: () => Promise<void>): Promise<void> {
    if (this.#busy >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#busy += 1
    try {
      await make()
    } finally {
      this.#asked.delete(key)
      const next = this.#waiting.shift()
      if (next === undefined) this.#busy -= 1
      else next()
    }
  }
}
