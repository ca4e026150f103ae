/**
 * The end of what a program writes.
 *
 * Invariant: it never holds more than twice {@link KEPT_BYTES}; a character that was cut is left out.
 */

const KEPT_BYTES = 64 * 1024

export class OutputTail {
  #parts: Uint8Array[] = []
  #held = 0
  /** There was more than is kept. */
  truncated = false

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes)
    this.#held += bytes.length
    if (this.#held > 2 * KEPT_BYTES) this.#cut()
  }

  bytes(): Buffer {
    this.#cut()
    return Buffer.concat(this.#parts)
  }

  text(): string {
    const bytes = this.bytes()
    // The rest of a character whose beginning was dropped.
    let from = 0
    while (this.truncated && from < 3 && ((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1
    return bytes.toString('utf8', from)
  }

  #cut(): void {
    if (this.#held <= KEPT_BYTES) return
    this.#parts = [Buffer.concat(this.#parts).subarray(-KEPT_BYTES)]
    this.#held = KEPT_BYTES
    this.truncated = true
  }
}
