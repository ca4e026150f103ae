/**
 * Lines on a terminal that are drawn over again.
 *
 * Invariant: never more lines than the terminal has, none wider than it; what was drawn last stays when
 * it is closed.
 */
import type { Io } from './io.ts'
import { clipPainted } from './style.ts'

const ESC = String.fromCharCode(27)

export class LiveLines {
  readonly #io: Io
  #drawn = 0
  #last = ''

  constructor(io: Io) {
    this.#io = io
  }

  /** Draws these lines in place of the ones before. */
  draw(given: readonly string[]): void {
    // One that wraps, or holds another, would be more rows than are counted.
    const lines = given
      .flatMap((line) => line.split('\n'))
      .map((line) => clipPainted(line.replaceAll('\t', ' '), this.#io.columns - 1))
    const room = Math.max(1, this.#io.rows - 1)
    const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `… and ${lines.length - room + 1} more`]
    const text = shown.map((line) => `${line}\n`).join('')
    if (text === this.#last) return
    this.#io.out(`${this.#drawn > 0 ? `${ESC}[${this.#drawn}A` : ''}${ESC}[J${text}`)
    this.#drawn = shown.length
    this.#last = text
  }
}
