/**
 * A commit's writes as bytes.
 *
 * Invariant: pure; every fault of the caller's is found here, before anything of the commit is planned.
 */
import { encode, KINDS } from '../protocol/codec.ts'
import { HoldfastError } from '../protocol/errors.ts'
import { encodeFlight } from './encode-flight.ts'
import { nameKey, outgoingKey, slotKey } from './keys.ts'
import type { Write } from './store.ts'

/** An envelope may have 1 MiB; what is around the body is far less than this. */
const MAX_BODY = 1024 * 1024 - 4096

export type Encoded =
  | { op: 'checkpoint'; name: string; version: number; body: Uint8Array }
  | { op: 'counter'; name: string; body: Uint8Array }
  | { op: 'document'; name: string; body: Uint8Array }
  | { op: 'command'; name: string; arrival: number; body: Uint8Array }
  | { op: 'outgoing'; name: string; body: Uint8Array }
  | { op: 'drop-document' | 'drop-command' | 'drop-outgoing'; name: string }
  | { op: 'flight'; entries: { machine: string; body: Uint8Array }[] }
  | { op: 'drop-problems' }

/** What the store numbers by itself. */
export interface Numbering {
  /** The next sequence number of the flight record. */
  nextFlight: number
  nextArrival: number
  /** The arrival number of a command that is there already. */
  arrivalOf(id: string): number | undefined
}

/** @throws HF_ENCODE_INVALID with the place, HF_WIRE_TOO_LARGE */
export function encodeWrites(writes: readonly Write[], numbering: Numbering): Encoded[] {
  const next = { ...numbering }
  return writes.map((write) => encodeWrite(write, next))
}

function encodeWrite(write: Write, next: Numbering): Encoded {
  switch (write.op) {
    case 'checkpoint': {
      slotKey('checkpoint', write.machine, 'a')
      if (!Number.isInteger(write.version) || write.version < 0 || write.version >= 2 ** 32)
        throw invalid(`checkpoint ${write.machine}`, 'a version is a 32-bit number')
      return { op: 'checkpoint', name: write.machine, version: write.version, body: capped(write.machine, write.body) }
    }
    case 'counter': {
      slotKey('counter', write.name, 'a')
      if (!Number.isSafeInteger(write.value)) throw invalid(`counter ${write.name}`, 'a counter is a whole number')
      return { op: 'counter', name: write.name, body: Buffer.from(String(write.value)) }
    }
    case 'document':
      nameKey('document', write.id)
      return { op: 'document', name: write.id, body: capped(write.id, write.bytes) }
    case 'command': {
      const id = write.record.command?.id ?? ''
      nameKey('command', id)
      const arrival = write.record.arrival || next.arrivalOf(id) || next.nextArrival
      next.nextArrival = Math.max(next.nextArrival, arrival + 1)
      return { op: 'command', name: id, arrival, body: encode(KINDS.CommandRecord, { ...write.record, arrival }) }
    }
    case 'outgoing':
      outgoingKey(0, write.key)
      return { op: 'outgoing', name: write.key, body: encode(KINDS.Outgoing, write.message) }
    case 'drop-document':
    case 'drop-command':
      return { op: write.op, name: write.id }
    case 'drop-outgoing':
      return { op: write.op, name: write.key }
    case 'drop-problems':
      return write
    case 'flight':
      return {
        op: 'flight',
        entries: write.entries.map((entry) => ({
          machine: entry.machine,
          body: encodeFlight({ ...entry, sequence: next.nextFlight++ }),
        })),
      }
  }
}

function capped(name: string, body: Uint8Array): Uint8Array {
  if (body.byteLength <= MAX_BODY) return body
  throw new HoldfastError('HF_WIRE_TOO_LARGE', `has ${body.byteLength} bytes, ${MAX_BODY} are allowed`, { place: name })
}

function invalid(place: string, message: string): HoldfastError {
  return new HoldfastError('HF_ENCODE_INVALID', message, { place })
}
