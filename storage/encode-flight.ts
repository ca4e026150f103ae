/**
 * A flight entry as bytes, on the quick path of every transition.
 *
 * Invariant: the same bytes and the same refusals as the codec's. The codec decodes what it has encoded to
 * see whether it would arrive, which after an idle moment costs as much as half of the disk's own sync;
 * the fields of this one message are few and flat, so they are checked before.
 */
import { KINDS } from '../protocol/codec.ts'
import { HoldfastError } from '../protocol/errors.ts'
import { holdfast } from '../protocol/messages.js'
import type { FlightEntry } from '../protocol/types.ts'

const FIELDS: Record<keyof FlightEntry, (value: unknown) => boolean> = {
  sequence: isCount,
  machine: isText,
  bootId: isText,
  monoMs: isCount,
  wallMs: isCount,
  from: isText,
  to: isText,
  event: isText,
  detail: isText,
}

/** @throws HF_ENCODE_INVALID with the field's path, HF_WIRE_TOO_LARGE */
export function encodeFlight(entry: FlightEntry): Uint8Array {
  for (const name in entry) {
    const field = name as keyof FlightEntry
    if (Object.hasOwn(FIELDS, field) && FIELDS[field](entry[field])) continue
    throw new HoldfastError('HF_ENCODE_INVALID', 'has no such field, or not with such a value', {
      place: `${KINDS.FlightEntry.name}.${name}`,
    })
  }
  const bytes = holdfast.v1.FlightEntry.encode(entry).finish()
  if (bytes.byteLength <= KINDS.FlightEntry.maxBytes) return bytes
  throw new HoldfastError('HF_WIRE_TOO_LARGE', `has ${bytes.byteLength} bytes`, { place: KINDS.FlightEntry.name })
}

function isText(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.isWellFormed())
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0))
}
