/**
 * The end of the flight record as the answer to a command.
 *
 * Invariant: pure; whole lines, oldest first, and never more bytes than an answer should cost on the disk and
 * the wire: what is too much falls out at the beginning.
 */
import { type Answer, ok } from '../../machines/commands.ts'
import type { FlightEntry } from '../../protocol/types.ts'

/** When a command names no limit, as holdfast.proto says. */
export const DEFAULT_ENTRIES = 100
const MAX_BYTES = 64 * 1024

export function flightAnswer(entries: readonly FlightEntry[]): Answer {
  const lines: string[] = []
  let bytes = 0
  for (const entry of entries.toReversed()) {
    const line = JSON.stringify(entry)
    bytes += Buffer.byteLength(line) + 1
    if (bytes > MAX_BYTES) break
    lines.unshift(line)
  }
  const left = entries.length - lines.length
  return ok(left > 0 ? `${left} older entries did not fit` : '', lines.join('\n'))
}
