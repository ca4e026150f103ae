/**
 * Everything that happens in a deterministic run, line by line, as one hash.
 *
 * Invariant: the same lines give the same hash, whenever it is asked for; a run keeps none of them.
 */
import { createHash, type Hash } from 'node:crypto'

/** Lines are hashed in pieces: each call costs as much as a hundred characters. */
const PIECE = 16_384

export class Trace {
  readonly #hash: Hash = createHash('sha256')
  readonly #write: ((line: string) => void) | null
  #pending = ''
  lines = 0

  /** @param write is told of each line, for people */
  constructor(write: ((line: string) => void) | null) {
    this.#write = write
  }

  line(atMs: number, who: string, what: string): void {
    const line = `${atMs.toFixed(3)} ${who} ${what}\n`
    this.lines += 1
    this.#pending += line
    this.#write?.(line)
    if (this.#pending.length > PIECE) this.#flush()
  }

  /** Hex, of all lines so far. */
  digest(): string {
    this.#flush()
    return this.#hash.copy().digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#pending)
    this.#pending = ''
  }
}
