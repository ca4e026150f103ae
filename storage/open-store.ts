/**
 * The store over any key-value store.
 *
 * Invariant: everything happens one after another. Commits that wait are written as one synced batch, in
 * the order in which they were made, and each resolves only when that batch is on disk. After a batch
 * failed, what is on disk is read again before anything else is written.
 */

import { KINDS } from '../protocol/codec.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { FlightEntry } from '../protocol/types.ts'
import { audit, bounded } from './audit.ts'
import { type Contents, decodeCounter, newestOf, readContents } from './contents.ts'
import type { FlightBounds } from './flight-ring.ts'
import { InOrder } from './in-order.ts'
import { kindOf, nameKey, parseKey, sequenceKey } from './keys.ts'
import type { Kv, KvChange } from './kv.ts'
import { Ledger } from './ledger.ts'
import { READER, type RecordReader } from './record.ts'
import { planRepair } from './repair.ts'
import type { Checkpoint, Loaded, Store, Write } from './store.ts'

export interface StoreOptions {
  /** Default: 512 entries, 256 KiB; of each machine the last 64 at least. */
  flight?: Partial<FlightBounds>
  /** Default: each value is read anew. */
  reader?: RecordReader | undefined
}

interface Waiting {
  writes: readonly Write[]
  resolve(): void
  reject(error: unknown): void
}

interface Reading {
  contents: Contents
  problems: string[]
}

/**
 * Opens the store and sets aside what is damaged. The store takes the key-value store over, and closes it, also where it
 * cannot be opened.
 * @throws HF_STORE_UNWRITABLE, HF_STORE_CORRUPT
 */
export async function openStore(kv: Kv, options: StoreOptions = {}): Promise<Store> {
  const store = new KvStore(
    kv,
    { entries: 512, bytes: 256 * 1024, floor: 64, ...options.flight },
    options.reader ?? READER,
  )
  try {
    await store.begin()
  } catch (error) {
    await kv.close().catch(() => {}) // what went wrong before says more
    throw error
  }
  return store
}

class KvStore implements Store {
  #kv: Kv
  #bounds: FlightBounds
  #reader: RecordReader
  /** Null until the contents have been read, and again after a batch has failed. */
  #ledger: Ledger | null = null
  /** What was read at the opening, until the first load or commit. */
  #first: Reading | null = null
  #waiting: Waiting[] = []
  /** The notes that a load has told: a commit may drop them. */
  #told: string[] = []
  #closing = false
  readonly #order = new InOrder()

  constructor(kv: Kv, bounds: FlightBounds, reader: RecordReader) {
    this.#kv = kv
    this.#bounds = bounds
    this.#reader = reader
  }

  async begin(): Promise<void> {
    this.#first = await this.#next(() => this.#read())
  }

  load(): Promise<Loaded> {
    return this.#next(async () => {
      const { contents, problems } = this.#first ?? (await this.#read())
      this.#first = null
      this.#told = contents.notes.map(({ key }) => key)
      return {
        checkpoints: new Map(
          [...contents.checkpoints].map(([machine, copies]) => [machine, newestCheckpoint(machine, copies)]),
        ),
        commands: [...contents.commands.values()].sort((a, b) => a.arrival - b.arrival),
        outgoing: [...contents.outgoing].map(([key, { message }]) => ({ key, message })),
        counters: new Map(
          [...contents.counters].map(([name, copies]) => [name, decodeCounter(newestOf(copies).sealed.body) ?? 0]),
        ),
        documents: [...contents.documents],
        fresh: contents.empty,
        problems,
      }
    })
  }

  commit(writes: readonly Write[]): Promise<void> {
    if (this.#closing) return Promise.reject(closed())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ writes, resolve, reject })
      if (this.#waiting.length === 1) void this.#next(() => this.#flush())
    })
  }

  document(id: string): Promise<Uint8Array | null> {
    return this.#next(async () => {
      const key = nameKey('document', id)
      const value = await this.#kv.get(key)
      if (value === null) return null
      const sealed = this.#reader.unseal(kindOf(key), value)
      if (!('damage' in sealed)) return sealed.body
      await this.#read()
      return null
    })
  }

  flight(limit: number): Promise<FlightEntry[]> {
    return this.#next(async () => {
      const ledger = await this.#known()
      const entries: FlightEntry[] = []
      for await (const [key, value] of this.#kv.entries('flight/', sequenceKey('flight', ledger.flightFrom(limit)))) {
        const sealed = this.#reader.unseal(kindOf(key), value)
        // One that was damaged since the start is set aside at the next.
        if (!('damage' in sealed) && parseKey(key) !== null)
          entries.push(this.#reader.decode<FlightEntry>(KINDS.FlightEntry, sealed.body))
      }
      return entries
    })
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#order.ended()
    await this.#kv.close()
  }

  /** Writes all commits that wait. Rejects those that failed, never itself. */
  async #flush(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    this.#first = null
    const planned: Waiting[] = []
    try {
      const ledger = await this.#known()
      const changes: KvChange[] = []
      for (const one of waiting) {
        try {
          changes.push(...ledger.plan(one.writes))
          planned.push(one)
        } catch (error) {
          one.reject(error)
        }
      }
      const isHeard = planned.some(({ writes }) => writes.some(({ op }) => op === 'drop-problems'))
      const heard = isHeard ? this.#told : []
      changes.push(...heard.map((key) => ({ key, value: null })))
      if (changes.length > 0) {
        await this.#kv.batch([...changes, ledger.inventory()], true)
        if (isHeard) this.#told = []
      }
      for (const one of planned) one.resolve()
    } catch (error) {
      this.#ledger = null
      for (const one of waiting) one.reject(error)
    }
  }

  async #known(): Promise<Ledger> {
    if (this.#ledger === null) await this.#read()
    return this.#ledger!
  }

  /** Reads everything, sets aside what is damaged, and knows the contents from then on. */
  async #read(): Promise<Reading> {
    this.#ledger = null
    const found = await readContents(this.#kv, this.#reader)
    const repair = planRepair(found, audit(found))
    if (repair.length > 0) await this.#kv.batch([...repair, new Ledger(found, this.#bounds).inventory()], true)
    const contents = repair.length > 0 ? await readContents(this.#kv, this.#reader) : found
    if (contents.damaged.length > 0)
      throw new HoldfastError('HF_STORE_CORRUPT', 'damaged records are still there after they were set aside')
    this.#ledger = new Ledger(contents, this.#bounds)
    return { contents, problems: bounded(contents.notes.map(({ sentence }) => sentence)) }
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) return Promise.reject(closed())
    return this.#order.run(work)
  }
}

function newestCheckpoint(machine: string, copies: Parameters<typeof newestOf>[0]): Checkpoint {
  const { version, revision, body } = newestOf(copies).sealed
  return { machine, version, revision, body }
}

function closed(): HoldfastError {
  return new HoldfastError('HF_STORE_CLOSED', 'the store is closed')
}
