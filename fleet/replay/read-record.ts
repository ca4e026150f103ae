/**
 * A flight record in a file: an entry as JSON in each line, as `holdfast flight --json` and the dashboard write it.
 *
 * Invariant: a line that is no entry is refused with its number; nothing is passed over but what is told beside
 * the entries.
 */
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { FlightEntry } from '../../protocol/types.ts'

/**
 * Oldest first.
 * @throws HF_FILE_INVALID with the line
 */
export function readRecord(text: string, place: string): FlightEntry[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : entriesIn(line, `${place}:${index + 1}`)))
}

function entriesIn(line: string, place: string): FlightEntry[] {
  try {
    const value = JSON.parse(line) as Partial<FlightEntry> & { entry?: object }
    // `holdfast flight --json` tells cuts too, and wraps what it tells.
    if (value.machine === undefined && value.event === 'cut') return []
    const given = value.machine === undefined && value.event === 'entry' ? (value.entry ?? {}) : value
    const entry = decode(KINDS.FlightEntry, encode(KINDS.FlightEntry, given))
    if (entry.machine === '' || entry.to === '')
      throw new HoldfastError('HF_WIRE_INVALID', 'has no machine or no state')
    return [entry]
  } catch (cause) {
    throw new HoldfastError('HF_FILE_INVALID', 'is no entry of a flight record', { place, cause })
  }
}
