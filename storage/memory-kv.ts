/**
 * A disk in memory, with power cuts.
 *
 * Invariant: what a synced batch acknowledged is there after every `cut`; of the later batches each is
 * there as a whole or not at all, as the chooser says. Values are never changed in place, by readers
 * neither, so copies of the disk and those who read it share them; on a dense disk each read makes a copy.
 * Whether a disk is packed nobody can tell by what it does.
 */
import { HoldfastError } from '../protocol/errors.ts'
import type { Kv, KvChange } from './kv.ts'
import { bytesOf, type Held, type Packed, Packing, textOf, unpacked } from './packed-values.ts'

/** Whether the batch at `index`, oldest first, of `count` that no sync covered, reached the disk. */
export type Survives = (index: number, count: number) => boolean

export const dropped: Survives = () => false
export const kept: Survives = () => true

/** A subset by a seed (mulberry32): the same seed chooses the same. */
export function subset(seed: number): Survives {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) & 1) === 1
  }
}

export class MemoryDisk {
  /** What every sync so far has covered, where it is not packed; shared with copies until written. */
  #durable: Map<string, Held> | Packed
  #shared: boolean
  /** Batches that no sync has covered. */
  #pending: HeldChange[][] = []
  readonly #isDense: boolean
  #open: MemoryKv | null = null
  /** Called when a synced batch has been written and before it is acknowledged: the moment to cut. */
  onSync: () => void | Promise<void> = () => {}

  /**
   * @param dense for those who keep thousands of disks and read them seldom
   * @param durable what is on it; shared until written
   */
  constructor({ dense = false, durable }: { dense?: boolean; durable?: Map<string, Held> } = {}) {
    this.#durable = durable ?? new Map()
    this.#shared = durable !== undefined
    this.#isDense = dense
  }

  /**
   * Opens the disk.
   * @throws HF_STORE_LOCKED when it is open already
   */
  open(): Kv {
    if (this.#open !== null) throw new HoldfastError('HF_STORE_LOCKED', 'this disk is open already')
    const kv = new MemoryKv(
      (changes, sync) => this.#write(changes, sync),
      () => this.#view(),
      () => {
        this.#open = null
      },
    )
    this.#open = kv
    return kv
  }

  /** What the machine finds when the power is back. Whoever held this disk open finds it closed. */
  cut(survives: Survives): MemoryDisk {
    const pending = this.#pending
    const next = this.#copy(pending.filter((_, index) => survives(index, pending.length)))
    next.#settle()
    this.#open?.die()
    return next
  }

  /** The same disk once more, as if it had been copied in this instant; not open. */
  clone(): MemoryDisk {
    return this.#copy([...this.#pending])
  }

  /** What a reader would find. */
  get held(): ReadonlyMap<string, Uint8Array> {
    return new Map([...this.#view()].map(([key, value]) => [key, bytesOf(value)]))
  }

  /**
   * Keeps what is on a dense disk in one compressed piece until somebody reads or writes it.
   * @param packing the same for disks that hold much the same
   */
  pack(packing = new Packing()): void {
    if (this.#isDense && this.#durable instanceof Map) this.#durable = packing.pack(this.#durable)
  }

  #values(): Map<string, Held> {
    if (!(this.#durable instanceof Map)) {
      this.#durable = unpacked(this.#durable)
      this.#shared = false
    }
    return this.#durable
  }

  #copy(pending: HeldChange[][]): MemoryDisk {
    const copy = new MemoryDisk({ dense: this.#isDense, durable: this.#values() })
    copy.#pending = pending
    this.#shared = true
    return copy
  }

  async #write(changes: readonly KvChange[], sync: boolean): Promise<void> {
    this.#pending.push(changes.map(({ key, value }) => ({ key, value: value && this.#hold(value) })))
    if (!sync) return
    await this.onSync()
    this.#settle()
  }

  #hold(value: Uint8Array): Held {
    return this.#isDense ? textOf(value) : new Uint8Array(value)
  }

  #settle(): void {
    if (this.#pending.length === 0) return
    const held = this.#values()
    const values = this.#shared ? new Map(held) : held
    for (const batch of this.#pending) apply(values, batch)
    this.#durable = values
    this.#shared = false
    this.#pending = []
  }

  #view(): ReadonlyMap<string, Held> {
    if (this.#pending.length === 0) return this.#values()
    const view = new Map(this.#values())
    for (const batch of this.#pending) apply(view, batch)
    return view
  }
}

interface HeldChange {
  key: string
  value: Held | null
}

function apply(to: Map<string, Held>, batch: readonly HeldChange[]): void {
  for (const { key, value } of batch) {
    if (value === null) to.delete(key)
    else to.set(key, value)
  }
}

class MemoryKv implements Kv {
  #write: (changes: readonly KvChange[], sync: boolean) => Promise<void>
  #view: () => ReadonlyMap<string, Held>
  #release: () => void
  #closed = false

  constructor(
    write: (changes: readonly KvChange[], sync: boolean) => Promise<void>,
    view: () => ReadonlyMap<string, Held>,
    release: () => void,
  ) {
    this.#write = write
    this.#view = view
    this.#release = release
  }

  async batch(changes: readonly KvChange[], sync: boolean): Promise<void> {
    this.#assertOpen()
    await this.#write(changes, sync)
    this.#assertOpen()
  }

  async get(key: string): Promise<Uint8Array | null> {
    this.#assertOpen()
    const value = this.#view().get(key)
    return value === undefined ? null : bytesOf(value)
  }

  async *entries(prefix: string, from = ''): AsyncGenerator<readonly [string, Uint8Array]> {
    this.#assertOpen()
    const view = this.#view()
    // By their code units, as any sort does that is not told otherwise.
    const keys = [...view.keys()].filter((key) => key.startsWith(prefix) && key >= from).sort()
    for (const key of keys) {
      this.#assertOpen()
      yield [key, bytesOf(view.get(key)!)] as const
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#release()
  }

  /** The power is gone: nothing is written any more, nothing acknowledged. */
  die(): void {
    this.#closed = true
  }

  #assertOpen(): void {
    if (this.#closed) throw new HoldfastError('HF_STORE_CLOSED', 'the store in memory is closed')
  }
}
