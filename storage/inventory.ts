/**
 * The inventory: what the store holds, written anew by every batch.
 *
 * Invariant: it names, in the same batch, everything whose silent loss would matter, so that a record
 * that vanished, or one that came back from the past, is noticed though every value left is good.
 * LevelDB drops what it cannot read of its log without an error.
 */

export interface Inventory {
  /** Revision of each machine's newest checkpoint. */
  checkpoints: ReadonlyMap<string, number>
  /** How many counters, and the sum of their revisions. */
  counters: { count: number; revisions: number }
  documents: number
  commands: number
  outgoing: number
  /** How many entries of the flight record, and the last sequence number that was given. */
  flight: { count: number; last: number }
}

export function encodeInventory(inventory: Inventory): Uint8Array {
  const { checkpoints, counters, documents, commands, outgoing, flight } = inventory
  const form = [
    [...checkpoints],
    counters.count,
    counters.revisions,
    documents,
    commands,
    outgoing,
    flight.count,
    flight.last,
  ]
  return Buffer.from(JSON.stringify(form))
}

/** Null when the bytes are no inventory. */
export function decodeInventory(body: Uint8Array): Inventory | null {
  let form: unknown
  try {
    form = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return null // said by the caller, who knows the key
  }
  if (!Array.isArray(form) || form.length !== 8) return null
  const [pairs, count, revisions, documents, commands, outgoing, entries, last]: unknown[] = form
  if (!Array.isArray(pairs) || !pairs.every(isPair)) return null
  if (!isCount(count) || !isCount(revisions) || !isCount(documents)) return null
  if (!isCount(entries) || !isCount(last)) return null
  if (!isCount(commands) || !isCount(outgoing)) return null
  return {
    checkpoints: new Map(pairs),
    counters: { count, revisions },
    documents,
    commands,
    outgoing,
    flight: { count: entries, last },
  }
}

function isPair(value: unknown): value is [string, number] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isCount(value[1])
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
