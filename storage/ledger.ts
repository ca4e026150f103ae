/**
 * What the store knows of its own contents, and what a commit changes of them.
 *
 * Invariant: `plan` either throws and changes nothing, or returns the changes of the whole commit and
 * counts them as done. If the batch then fails, nobody knows what is on disk: the ledger is thrown away
 * and made again from the contents.
 */
import { type Contents, type Copies, newestOf } from './contents.ts'
import { type Encoded, encodeWrites } from './encode-writes.ts'
import { type FlightBounds, FlightRing } from './flight-ring.ts'
import { encodeInventory } from './inventory.ts'
import { INVENTORY, kindOf, nameKey, outgoingKey, type Slot, type SlottedKind, sequenceKey, slotKey } from './keys.ts'
import type { KvChange } from './kv.ts'
import { RECORD_VERSION, seal } from './record.ts'
import { SparseMap } from './sparse-map.ts'
import type { Write } from './store.ts'

interface Newest {
  revision: number
  slot: Slot
}

export class Ledger {
  /** Of the last commit: every record that a commit writes has its number. */
  #revision: number
  #checkpoints: Map<string, Newest>
  #counters: Map<string, Newest>
  #documents: Set<string>
  /** Arrival number by id. */
  #commands: SparseMap<string, number>
  /** Sequence number by key. */
  #outgoing: SparseMap<string, number>
  #flight: FlightRing
  #nextFlight: number
  #nextArrival: number
  #nextOutgoing: number

  constructor(contents: Contents, bounds: FlightBounds) {
    this.#revision = contents.revision
    this.#checkpoints = newest(contents.checkpoints)
    this.#counters = newest(contents.counters)
    this.#documents = new Set(contents.documents)
    this.#commands = new SparseMap([...contents.commands].map(([id, { arrival }]) => [id, arrival] as const))
    this.#outgoing = new SparseMap([...contents.outgoing].map(([key, { sequence }]) => [key, sequence] as const))
    this.#flight = new FlightRing(contents.flight, bounds)
    this.#nextFlight = 1 + Math.max(contents.inventory?.flight.last ?? 0, this.#flight.last)
    this.#nextArrival = 1 + Math.max(0, ...this.#commands.values())
    this.#nextOutgoing = 1 + Math.max(0, ...this.#outgoing.values())
  }

  /** @throws HF_ENCODE_INVALID, HF_WIRE_TOO_LARGE: a fault of the caller's */
  plan(writes: readonly Write[]): KvChange[] {
    const encoded = encodeWrites(writes, {
      nextFlight: this.#nextFlight,
      nextArrival: this.#nextArrival,
      arrivalOf: (id) => this.#commands.get(id),
    })
    this.#revision += 1
    return encoded.flatMap((write) => this.#planOne(write))
  }

  /** The inventory after all that was planned. */
  inventory(): KvChange {
    const revisions = [...this.#counters.values()].reduce((total, { revision }) => total + revision, 0)
    const body = encodeInventory({
      checkpoints: new Map([...this.#checkpoints].map(([name, { revision }]) => [name, revision])),
      counters: { count: this.#counters.size, revisions },
      documents: this.#documents.size,
      commands: this.#commands.size,
      outgoing: this.#outgoing.size,
      flight: { count: this.#flight.count, last: this.#nextFlight - 1 },
    })
    return this.#put(INVENTORY, body)
  }

  /** The sequence number from which the last `limit` entries of the flight record begin. */
  flightFrom(limit: number): number {
    return this.#flight.from(limit) ?? this.#nextFlight
  }

  /** The entry of a document that was set aside. */
  forgetDocument(id: string): void {
    this.#documents.delete(id)
  }

  #planOne(write: Encoded): KvChange[] {
    switch (write.op) {
      case 'checkpoint':
        return [this.#putCopy('checkpoint', this.#checkpoints, write.name, write.body, write.version)]
      case 'counter':
        return [this.#putCopy('counter', this.#counters, write.name, write.body, RECORD_VERSION)]
      case 'document':
        this.#documents.add(write.name)
        return [this.#put(nameKey('document', write.name), write.body)]
      case 'command':
        this.#commands.set(write.name, write.arrival)
        this.#nextArrival = Math.max(this.#nextArrival, write.arrival + 1)
        return [this.#put(nameKey('command', write.name), write.body)]
      case 'outgoing':
        return this.#putOutgoing(write.name, write.body)
      case 'drop-document':
        return this.#documents.delete(write.name) ? [{ key: nameKey('document', write.name), value: null }] : []
      case 'drop-command':
        return this.#commands.delete(write.name) ? [{ key: nameKey('command', write.name), value: null }] : []
      case 'drop-outgoing':
        return this.#dropOutgoing(write.name)
      case 'flight':
        return this.#append(write.entries)
      // Notes are no contents: the store knows which of them it has told.
      case 'drop-problems':
        return []
    }
  }

  /** Over the older copy, so that the newer one stays whole as the last good one. */
  #putCopy(type: SlottedKind, of: Map<string, Newest>, name: string, body: Uint8Array, version: number): KvChange {
    const before = of.get(name)
    // Twice in one commit is once.
    const stays = before?.revision === this.#revision
    const slot = (before?.slot === 'a') === stays ? 'a' : 'b'
    of.set(name, { revision: this.#revision, slot })
    return this.#put(slotKey(type, name, slot), body, version)
  }

  #putOutgoing(name: string, body: Uint8Array): KvChange[] {
    const changes = this.#dropOutgoing(name)
    this.#outgoing.set(name, this.#nextOutgoing)
    changes.push(this.#put(outgoingKey(this.#nextOutgoing, name), body))
    this.#nextOutgoing += 1
    return changes
  }

  #dropOutgoing(name: string): KvChange[] {
    const sequence = this.#outgoing.get(name)
    if (sequence === undefined) return []
    this.#outgoing.delete(name)
    return [{ key: outgoingKey(sequence, name), value: null }]
  }

  #append(entries: readonly { machine: string; body: Uint8Array }[]): KvChange[] {
    const first = this.#nextFlight
    this.#nextFlight += entries.length
    const flown = entries.map(({ machine, body }, n) => ({ sequence: first + n, machine, bytes: body.byteLength }))
    const out = this.#flight.append(flown)
    return [
      ...entries.map(({ body }, n) => this.#put(sequenceKey('flight', first + n), body)),
      ...out.map((sequence) => ({ key: sequenceKey('flight', sequence), value: null })),
    ]
  }

  #put(key: string, body: Uint8Array, version = RECORD_VERSION): KvChange {
    return { key, value: seal(kindOf(key), { version, revision: this.#revision, body }) }
  }
}

function newest(records: ReadonlyMap<string, Copies>): Map<string, Newest> {
  return new Map(
    [...records].map(([name, copies]) => {
      const { slot, sealed } = newestOf(copies)
      return [name, { slot, revision: sealed.revision }]
    }),
  )
}
