/**
 * Log lines on their way to a link that may be slower than they come.
 *
 * Invariant: it never holds more than its bounds; the oldest lines go first, and every one that went is
 * counted in the batch that comes after it.
 */
import type { LogLine } from '../protocol/types.ts'

export interface Batch {
  lines: LogLine[]
  /** Lines lost before these. */
  dropped: number
}

/** What a line takes beside its text: service, time and framing. */
const OVERHEAD_BYTES = 64

export class LogBuffer {
  readonly #maxBytes: number
  readonly #maxLineBytes: number
  readonly #lines: { line: LogLine; bytes: number }[] = []
  #bytes = 0
  #dropped = 0

  /** A line longer than `maxLineBytes` is cut, which shows as "…" at its end. */
  constructor(options: { maxBytes: number; maxLineBytes: number }) {
    this.#maxBytes = options.maxBytes
    this.#maxLineBytes = options.maxLineBytes
  }

  get empty(): boolean {
    return this.#lines.length === 0 && this.#dropped === 0
  }

  get bytes(): number {
    return this.#bytes
  }

  push(line: LogLine): void {
    const text = shorten(line.text, this.#maxLineBytes)
    const bytes = Buffer.byteLength(text) + Buffer.byteLength(line.service) + OVERHEAD_BYTES
    this.#lines.push({ line: { ...line, text }, bytes })
    this.#bytes += bytes
    while (this.#bytes > this.#maxBytes) {
      const oldest = this.#lines.shift()
      if (oldest === undefined) break
      this.#bytes -= oldest.bytes
      this.#dropped += 1
    }
  }

  /** Takes out the oldest lines, as many as fit; at least one if there is any. */
  take(maxBytes: number): Batch {
    let bytes = 0
    let count = 0
    for (const line of this.#lines) {
      if (count > 0 && bytes + line.bytes > maxBytes) break
      bytes += line.bytes
      count += 1
    }
    const lines = this.#lines.splice(0, count).map(({ line }) => line)
    this.#bytes -= bytes
    const dropped = this.#dropped
    this.#dropped = 0
    return { lines, dropped }
  }
}

function shorten(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text
  // Half a character at the cut becomes U+FFFD, and is left out.
  return `${Buffer.from(text)
    .subarray(0, maxBytes)
    .toString()
    .replace(/\uFFFD$/, '')}…`
}
