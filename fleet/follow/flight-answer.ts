/** The answer to the command `flight`, read. */
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { FlightEntry, Result } from '../../protocol/types.ts'

/**
 * Oldest first.
 * @throws HF_WIRE_MALFORMED when a line of it is no entry
 */
export function flightEntries({ device, output }: Result): FlightEntry[] {
  const text = new TextDecoder().decode(output)
  return text.split('\n').flatMap((line) => (line === '' ? [] : [entryIn(line, device)]))
}

/** Through the codec, so that what a device says has the form that it should. */
function entryIn(line: string, place: string): FlightEntry {
  try {
    return decode(KINDS.FlightEntry, encode(KINDS.FlightEntry, JSON.parse(line)))
  } catch (cause) {
    throw new HoldfastError('HF_WIRE_MALFORMED', 'a line of the answer is no entry', { place, cause })
  }
}
