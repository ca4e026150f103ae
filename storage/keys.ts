/**
 * The key layout.
 *
 * Invariant: `parseKey` gives back what the functions here made, and null for everything else; numbers
 * are zero-padded, so that the order of keys is the order of numbers; names are percent-encoded, so that
 * a key is ASCII and a name holds no "/".
 */
import { HoldfastError } from '../protocol/errors.ts'

/** Which of the two copies of a record. */
export type Slot = 'a' | 'b'

/** Records of which the last but one is kept too. */
export type SlottedKind = 'checkpoint' | 'counter'

export type Key =
  | { type: SlottedKind; name: string; slot: Slot }
  | { type: 'document' | 'command'; name: string }
  | { type: 'outgoing'; sequence: number; name: string }
  | { type: 'flight' | 'note' | 'quarantine'; sequence: number }
  | { type: 'inventory' | 'layout' }

const DIGITS = 16
const MAX_NAME = 256

export const INVENTORY = 'inventory'
/** Written when the database is made, and never again. */
export const LAYOUT = 'layout'

export function slotKey(type: SlottedKind, name: string, slot: Slot): string {
  return `${type}/${encodeName(name)}/${slot}`
}

export function nameKey(type: 'document' | 'command', name: string): string {
  return `${type}/${encodeName(name)}`
}

export function outgoingKey(sequence: number, name: string): string {
  return `outgoing/${pad(sequence)}/${encodeName(name)}`
}

export function sequenceKey(type: 'flight' | 'note' | 'quarantine', sequence: number): string {
  return `${type}/${pad(sequence)}`
}

/** The kind that the envelope under this key must have: the key, without the slot. */
export function kindOf(key: string): string {
  return /^(?:checkpoint|counter)\//.test(key) ? key.slice(0, key.lastIndexOf('/')) : key
}

export function parseKey(key: string): Key | null {
  const parts = key.split('/')
  const [type, first = '', second = ''] = parts
  const parsed = parse(type ?? '', first, second)
  return parsed !== null && write(parsed) === key ? parsed : null
}

function parse(type: string, first: string, second: string): Key | null {
  switch (type) {
    case 'checkpoint':
    case 'counter':
      return second === 'a' || second === 'b' ? named(first, (name) => ({ type, name, slot: second })) : null
    case 'document':
    case 'command':
      return named(first, (name) => ({ type, name }))
    case 'outgoing':
      return named(second, (name) => ({ type, sequence: Number(first), name }))
    case 'flight':
    case 'note':
    case 'quarantine':
      return { type, sequence: Number(first) }
    case INVENTORY:
    case LAYOUT:
      return { type }
    default:
      return null
  }
}

/** The key again: it differs from what was parsed when that was not one of ours. */
function write(key: Key): string {
  switch (key.type) {
    case 'checkpoint':
    case 'counter':
      return slotKey(key.type, key.name, key.slot)
    case 'document':
    case 'command':
      return nameKey(key.type, key.name)
    case 'outgoing':
      return outgoingKey(key.sequence, key.name)
    case 'flight':
    case 'note':
    case 'quarantine':
      return sequenceKey(key.type, key.sequence)
    default:
      return key.type
  }
}

function named(encoded: string, make: (name: string) => Key): Key | null {
  try {
    const name = decodeURIComponent(encoded)
    return name.length > 0 && name.length <= MAX_NAME ? make(name) : null
  } catch {
    return null // not percent-encoding, so not a key of ours
  }
}

/** @throws HF_ENCODE_INVALID for a name that cannot be a part of a key */
function encodeName(name: string): string {
  if (name.length === 0 || name.length > MAX_NAME || !name.isWellFormed())
    throw new HoldfastError('HF_ENCODE_INVALID', `a name has 1 to ${MAX_NAME} characters of well-formed Unicode`, {
      place: JSON.stringify(name.slice(0, 40)),
    })
  return encodeURIComponent(name)
}

function pad(sequence: number): string {
  return String(sequence).padStart(DIGITS, '0')
}
