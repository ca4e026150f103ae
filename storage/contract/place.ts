/** The place in which a test of the contract has its store, and what it does to it. */
import type { Kv } from '../kv.ts'
import { openStore, type StoreOptions } from '../open-store.ts'
import type { Loaded, Store, Write } from '../store.ts'

/** One place where a store lives. */
export interface Harness {
  /** Opens it; what was open before has been closed. */
  open(): Promise<Kv>
  dispose(): Promise<void>
}

export class Place {
  readonly #make: () => Promise<Harness>
  #harness: Harness | null = null
  #store: Store | null = null

  constructor(make: () => Promise<Harness>) {
    this.#make = make
  }

  /** The one that is open. */
  get store(): Store {
    if (this.#store === null) throw new Error('no store is open')
    return this.#store
  }

  async begin(): Promise<void> {
    this.#harness = await this.#make()
  }

  async end(): Promise<void> {
    await this.#close()
    await this.#harness?.dispose()
  }

  async renew(): Promise<void> {
    await this.end()
    await this.begin()
  }

  /** What is underneath, as whoever opens it beside the store finds it. */
  readonly open = (): Promise<Kv> => {
    if (this.#harness === null) throw new Error('there is no place yet')
    return this.#harness.open()
  }

  /** Closes what is open, as after a restart of the agent. */
  readonly reopen = async (options?: StoreOptions): Promise<Loaded> => {
    await this.#close()
    this.#store = await openStore(await this.open(), options)
    return this.#store.load()
  }

  readonly commit = async (...writes: Write[]): Promise<void> => {
    await this.store.commit(writes)
  }

  /** Works on what is underneath, with the store closed. */
  readonly underneath = async (work: (kv: Kv) => Promise<void>): Promise<void> => {
    await this.#close()
    const kv = await this.open()
    await work(kv)
    await kv.close()
  }

  readonly keys = async (prefix: string): Promise<string[]> => {
    const found: string[] = []
    await this.underneath(async (kv) => {
      for await (const [key] of kv.entries(prefix)) found.push(key)
    })
    return found
  }

  /** Flips one bit in the middle of each value under the prefix. */
  readonly damage = async (prefix: string): Promise<void> => {
    await this.underneath(async (kv) => {
      for await (const [key, value] of kv.entries(prefix)) {
        const middle = value.byteLength >> 1
        value[middle] = value[middle]! ^ 0x10
        await kv.batch([{ key, value }], true)
      }
    })
  }

  async #close(): Promise<void> {
    await this.#store?.close()
    this.#store = null
  }
}
