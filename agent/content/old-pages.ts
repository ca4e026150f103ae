/**
 * Any place of old bytes that are too many for memory.
 *
 * Invariant: at most `PAGES` pages are held; the one that was used longest ago goes first.
 */

const PAGE_BYTES = 64 * 1024
const PAGES = 64

export class OldPages {
  readonly #read: (position: number, length: number) => Promise<Uint8Array>
  readonly #bytes: number
  /** In the order of their use. */
  readonly #pages = new Map<number, Uint8Array>()
  #last = { page: -1, bytes: new Uint8Array() as Uint8Array }

  /**
   * @param bytes how many there are
   * @param read all of a range within them
   */
  constructor(bytes: number, read: (position: number, length: number) => Promise<Uint8Array>) {
    this.#bytes = bytes
    this.#read = read
  }

  /** Some of what is asked for, at least a byte; null when its page is not held. */
  at(from: number, length: number): Uint8Array | null {
    const page = Math.floor(from / PAGE_BYTES)
    if (page !== this.#last.page) {
      const bytes = this.#pages.get(page)
      if (bytes === undefined) return null
      this.#pages.delete(page)
      this.#pages.set(page, bytes)
      this.#last = { page, bytes }
    }
    const start = from - page * PAGE_BYTES
    const piece = this.#last.bytes.subarray(start, start + length)
    return piece.length === 0 ? null : piece
  }

  /** As `at`, from where they are; null when they are beyond the end. */
  async load(from: number, length: number): Promise<Uint8Array | null> {
    if (from < 0 || from + length > this.#bytes) return null
    const page = Math.floor(from / PAGE_BYTES)
    const start = page * PAGE_BYTES
    const bytes = await this.#read(start, Math.min(PAGE_BYTES, this.#bytes - start))
    this.#pages.set(page, bytes)
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > PAGES && oldest !== undefined) this.#pages.delete(oldest)
    return this.at(from, length)
  }
}
