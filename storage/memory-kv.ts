/**
 * A disk in memory, with power cuts.
 *
 * Invariant: what a synced batch acknowledged is there after every `cut`; of the later batches each is
 * there as a whole or not at all, as the chooser says. Values are never changed in place, by readers
 * neither, so copies of the disk and those who read it share them.
 */
import { HoldfastError } from '../protocol/errors.ts'
import type { Kv, KvChange } from './kv.ts'

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
  /** What every sync so far has covered; shared with copies until written. */
  #durable: Map<string, Uint8Array>
  #shared: boolean
  /** Batches that no sync has covered. */
  #pending: KvChange[][] = []
  #open: MemoryKv | null = null
  /** Called when a synced batch has been written and before it is acknowledged: the moment to cut. */
  onSync: () => void | Promise<void> = () => {}

  constructor(durable?: Map<string, Uint8Array>) {
    this.#durable = durable ?? new Map()
    this.#shared = durable !== undefined
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
    const next = new MemoryDisk(this.#durable)
    next.#pending = pending.filter((_, index) => survives(index, pending.length))
    next.#settle()
    this.#shared = true
    this.#open?.die()
    return next
  }

  /** The same disk once more, as if it had been copied in this instant; not open. */
  clone(): MemoryDisk {
    const copy = new MemoryDisk(this.#durable)
    copy.#pending = [...this.#pending]
    this.#shared = true
    return copy
  }

  /** What a reader would find. */
  get held(): ReadonlyMap<string, Uint8Array> {
    return this.#view()
  }

  async #write(changes: readonly KvChange[], sync: boolean): Promise<void> {
    this.#pending.push(changes.map(({ key, value }) => ({ key, value: value && new Uint8Array(value) })))
    if (!sync) return
    await this.onSync()
    this.#settle()
  }

  #settle(): void {
    if (this.#pending.length === 0) return
    if (this.#shared) this.#durable = new Map(this.#durable)
    this.#shared = false
    for (const batch of this.#pending) apply(this.#durable, batch)
    this.#pending = []
  }

  #view(): ReadonlyMap<string, Uint8Array> {
    if (this.#pending.length === 0) return this.#durable
    const view = new Map(this.#durable)
    for (const batch of this.#pending) apply(view, batch)
    return view
  }
}

function apply(to: Map<string, Uint8Array>, batch: readonly KvChange[]): void {
  for (const { key, value } of batch) {
    if (value === null) to.delete(key)
    else to.set(key, value)
  }
}

class MemoryKv implements Kv {
  #write: (changes: readonly KvChange[], sync: boolean) => Promise<void>
  #view: () => ReadonlyMap<string, Uint8Array>
  #release: () => void
  #closed = false

  constructor(
    write: (changes: readonly KvChange[], sync: boolean) => Promise<void>,
    view: () => ReadonlyMap<string, Uint8Array>,
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
    return value ?? null
  }

  async *entries(prefix: string, from = ''): AsyncGenerator<readonly [string, Uint8Array]> {
    this.#assertOpen()
    const view = this.#view()
    // By their code units, as any sort does that is not told otherwise.
    const keys = [...view.keys()].filter((key) => key.startsWith(prefix) && key >= from).sort()
    for (const key of keys) {
      this.#assertOpen()
      yield [key, view.get(key)!] as const
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
