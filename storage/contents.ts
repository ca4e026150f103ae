/**
 * Everything in the store, sorted by what it is, the damaged apart.
 *
 * Invariant: every entry ends in exactly one place; nothing that is not sealed under its own key is taken
 * for good; a good record of a kind that this version does not know is left alone.
 */
import { KINDS } from '../protocol/codec.ts'
import { faultOf } from '../protocol/errors.ts'
import type { CommandRecord, FlightEntry, Outgoing } from '../protocol/types.ts'
import type { Flown } from './flight-ring.ts'
import { decodeInventory, type Inventory } from './inventory.ts'
import { type Key, kindOf, outgoingKey, parseKey, type Slot } from './keys.ts'
import type { Kv } from './kv.ts'
import { READER, RECORD_VERSION, type RecordReader, type Sealed } from './record.ts'

/** The newest and the last but one of a record. */
export type Copies = Map<Slot, Sealed>

export interface Damaged {
  key: string
  parsed: Key | null
  value: Uint8Array
  /** In words that follow "it". */
  damage: string
}

export interface Contents {
  checkpoints: Map<string, Copies>
  counters: Map<string, Copies>
  documents: Set<string>
  commands: Map<string, CommandRecord>
  /** By key, in order of writing. */
  outgoing: Map<string, { sequence: number; message: Outgoing }>
  /** Oldest first. */
  flight: Flown[]
  inventory: Inventory | null
  notes: { key: string; sentence: string }[]
  quarantine: string[]
  damaged: Damaged[]
  /** Keys of records that a later one has replaced: they came back from the past. */
  superseded: string[]
  /** The highest revision of any good record. */
  revision: number
  /** The highest note and quarantine numbers. */
  lastNote: number
  lastQuarantine: number
  /** Nothing but what the making of the database wrote. */
  empty: boolean
}

export async function readContents(kv: Kv, reader: RecordReader = READER): Promise<Contents> {
  const contents: Contents = {
    checkpoints: new Map(),
    counters: new Map(),
    documents: new Set(),
    commands: new Map(),
    outgoing: new Map(),
    flight: [],
    inventory: null,
    notes: [],
    quarantine: [],
    damaged: [],
    superseded: [],
    revision: 0,
    lastNote: 0,
    lastQuarantine: 0,
    empty: true,
  }
  for await (const [key, value] of kv.entries('')) sortEntry(contents, reader, key, value)
  return contents
}

function sortEntry(contents: Contents, reader: RecordReader, key: string, value: Uint8Array): void {
  const parsed = parseKey(key)
  if (parsed?.type !== 'layout') contents.empty = false
  const sealed = reader.unseal(kindOf(key), value)
  const damage = 'damage' in sealed ? sealed.damage : place(contents, reader, key, parsed, sealed)
  if (damage !== null) contents.damaged.push({ key, parsed, value, damage })
  else if (!('damage' in sealed)) contents.revision = Math.max(contents.revision, sealed.revision)
}

/** Puts a record where it belongs, or says why it cannot be there. */
function place(
  contents: Contents,
  reader: RecordReader,
  key: string,
  parsed: Key | null,
  sealed: Sealed,
): string | null {
  if (parsed === null) return null
  if (parsed.type !== 'checkpoint' && sealed.version !== RECORD_VERSION)
    return `has version ${sealed.version}, which this agent does not know`
  switch (parsed.type) {
    case 'checkpoint':
      copiesOf(contents.checkpoints, parsed.name).set(parsed.slot, sealed)
      return null
    case 'counter':
      if (decodeCounter(sealed.body) === null) return 'is no number'
      copiesOf(contents.counters, parsed.name).set(parsed.slot, sealed)
      return null
    case 'document':
      contents.documents.add(parsed.name)
      return null
    case 'command':
      return decoded(
        () => reader.decode<CommandRecord>(KINDS.CommandRecord, sealed.body),
        (record) => {
          if (record.command?.id !== parsed.name) return 'holds another command'
          contents.commands.set(parsed.name, record)
          return null
        },
      )
    case 'outgoing':
      return decoded(
        () => reader.decode<Outgoing>(KINDS.Outgoing, sealed.body),
        (message) => {
          const older = contents.outgoing.get(parsed.name)
          if (older !== undefined) contents.superseded.push(outgoingKey(older.sequence, parsed.name))
          contents.outgoing.delete(parsed.name)
          contents.outgoing.set(parsed.name, { sequence: parsed.sequence, message })
          return null
        },
      )
    case 'flight':
      return decoded(
        () => reader.decode<FlightEntry>(KINDS.FlightEntry, sealed.body),
        ({ machine }) => {
          contents.flight.push({ sequence: parsed.sequence, machine, bytes: sealed.body.byteLength })
          return null
        },
      )
    case 'note':
      contents.notes.push({ key, sentence: Buffer.from(sealed.body).toString('utf8') })
      contents.lastNote = parsed.sequence
      return null
    case 'quarantine':
      contents.quarantine.push(key)
      contents.lastQuarantine = parsed.sequence
      return null
    case 'inventory':
      contents.inventory = decodeInventory(sealed.body)
      return contents.inventory === null ? 'is no inventory' : null
    case 'layout':
      return null
  }
}

/** The value of a counter's body, or null. */
export function decodeCounter(body: Uint8Array): number | null {
  const text = Buffer.from(body).toString('latin1')
  const value = Number(text)
  return Number.isSafeInteger(value) && String(value) === text ? value : null
}

/** The newest of the copies that are left. */
export function newestOf(copies: Copies): { slot: Slot; sealed: Sealed } {
  const [first, second] = [...copies].map(([slot, sealed]) => ({ slot, sealed }))
  if (first === undefined) throw new RangeError('there is no record without a copy')
  return second !== undefined && second.sealed.revision > first.sealed.revision ? second : first
}

function copiesOf(of: Map<string, Copies>, name: string): Copies {
  const copies = of.get(name) ?? new Map<Slot, Sealed>()
  of.set(name, copies)
  return copies
}

function decoded<M>(read: () => M, use: (message: M) => string | null): string | null {
  let message: M
  try {
    message = read()
  } catch (error) {
    return `is not what its key says (${faultOf(error).code})`
  }
  return use(message)
}
