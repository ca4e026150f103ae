/**
 * Which entries of the flight record stay.
 *
 * Invariant: never more than the bounds, but for the last entry alone, which always stays. Of each machine the
 * last ones stay, without a gap; so many of them as the floor says before another machine's older ones do, for as
 * long as there is room for the floor of every machine.
 */

/** Bounds of the flight record. */
export interface FlightBounds {
  entries: number
  /** Of all entries together, as encoded. */
  bytes: number
  /** Entries of one machine that a busier machine does not push out. */
  floor: number
}

export interface Flown {
  sequence: number
  machine: string
  /** As encoded. */
  bytes: number
}

/** Of one machine. */
interface Row {
  /** Of each entry its sequence number and its bytes, oldest first. An object for each would take twice as much. */
  entries: number[]
  bytes: number
}

/** Numbers in a row for each entry. */
const EACH = 2

export class FlightRing {
  readonly #bounds: FlightBounds
  readonly #rows = new Map<string, Row>()
  #count = 0
  #bytes = 0
  #last = 0

  /** @param entries what there is, oldest first */
  constructor(entries: readonly Flown[], bounds: FlightBounds) {
    this.#bounds = bounds
    for (const entry of entries) this.#add(entry)
  }

  get count(): number {
    return this.#count
  }

  /** The highest sequence number of all; 0 when there is none. */
  get last(): number {
    return this.#last
  }

  /** The sequence number from which the last `limit` entries begin; null when there are none. */
  from(limit: number): number | null {
    if (limit <= 0) return null
    const sequences = [...this.#rows.values()].flatMap(({ entries }) => entries.filter((_, at) => at % EACH === 0))
    sequences.sort((a, b) => a - b)
    return sequences.at(-limit) ?? sequences[0] ?? null
  }

  /** @returns the sequence numbers of those that fall out */
  append(entries: readonly Flown[]): number[] {
    for (const entry of entries) this.#add(entry)
    const out: number[] = []
    while (this.#count > 1 && (this.#count > this.#bounds.entries || this.#bytes > this.#bounds.bytes))
      out.push(this.#dropOne())
    return out
  }

  #add(entry: Flown): void {
    const row = this.#rows.get(entry.machine) ?? { entries: [], bytes: 0 }
    row.entries.push(entry.sequence, entry.bytes)
    row.bytes += entry.bytes
    this.#rows.set(entry.machine, row)
    this.#count += 1
    this.#bytes += entry.bytes
    this.#last = Math.max(this.#last, entry.sequence)
  }

  /** The oldest above its machine's floor; where none is, the oldest of the machine that takes up the most. */
  #dropOne(): number {
    const { floor } = this.#bounds
    const rows = [...this.#rows].filter(([, { entries }]) => entries[0] !== this.#last)
    const above = rows.filter(([, { entries }]) => entries.length > floor * EACH)
    const [machine, row] =
      above.length > 0
        ? above.reduce((a, b) => (a[1].entries[0]! < b[1].entries[0]! ? a : b))
        : rows.reduce((a, b) => (a[1].bytes >= b[1].bytes ? a : b))
    const [sequence, bytes] = row.entries.splice(0, EACH) as [number, number]
    row.bytes -= bytes
    if (row.entries.length === 0) this.#rows.delete(machine)
    this.#count -= 1
    this.#bytes -= bytes
    return sequence
  }
}
