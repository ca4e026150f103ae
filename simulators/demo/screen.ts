/**
 * The terminal, or what stands in for one.
 *
 * Invariant: on a terminal at most one line, the device's, is drawn over, and it is always the last; without
 * one nothing is ever drawn over, and there are colours only on a terminal without NO_COLOR.
 */
import type { Report } from '../../protocol/types.ts'
import { activityOf, deviceLine, type Paint, paintWith, plainDeviceLine } from './look.ts'

const CLEAR = '\r\u001b[K'

export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

export class Screen {
  readonly paint: Paint
  readonly #out: Output
  readonly #terminal: boolean
  #live = ''
  #last = ''

  constructor(out: Output, env: Readonly<Record<string, string | undefined>>) {
    this.#out = out
    this.#terminal = out.isTTY === true && env.TERM !== 'dumb'
    this.paint = paintWith(this.#terminal && (env.NO_COLOR ?? '') === '')
  }

  get columns(): number {
    return Math.max(60, (this.#terminal ? this.#out.columns : undefined) ?? 100)
  }

  /** A line that stays. */
  say(line = ''): void {
    this.#out.write(this.#live === '' ? `${line}\n` : `${CLEAR}${line}\n${this.#live}`)
  }

  /** How the device is now. */
  device(report: Report, offline: boolean): void {
    if (this.#terminal) {
      const line = deviceLine(report, offline, this.columns, this.paint)
      if (line === this.#live) return
      this.#live = line
      this.#out.write(`${CLEAR}${line}`)
      return
    }
    if (offline) return
    // Bytes are for the eye; here only what it does is worth a line.
    const { step = '', percent = 0 } = report.progress ?? {}
    const words = activityOf({ ...report, progress: { step, percent, doneBytes: 0, totalBytes: 0 } })
    if (words !== this.#last) this.#out.write(`${plainDeviceLine(report)}\n`)
    this.#last = words
  }

  /** The device's line goes away; on a terminal it leaves no trace. */
  rest(): void {
    if (this.#live !== '') this.#out.write(CLEAR)
    this.#live = ''
  }
}
