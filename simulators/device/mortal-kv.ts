/**
 * A key-value store as a process sees it that may be killed.
 *
 * Invariant: once it is dead nothing more reaches the disk, and nothing that it waits for ever settles.
 */
import type { Kv, KvChange } from '../../storage/kv.ts'

export class MortalKv implements Kv {
  readonly #kv: Kv
  #dead = false

  constructor(kv: Kv) {
    this.#kv = kv
  }

  die(): void {
    this.#dead = true
  }

  batch(changes: readonly KvChange[], sync: boolean): Promise<void> {
    return this.#alive(() => this.#kv.batch(changes, sync))
  }

  get(key: string): Promise<Uint8Array | null> {
    return this.#alive(() => this.#kv.get(key))
  }

  async *entries(prefix: string, from?: string): AsyncGenerator<readonly [string, Uint8Array]> {
    if (this.#dead) await NEVER
    for await (const entry of this.#kv.entries(prefix, from)) {
      if (this.#dead) await NEVER
      yield entry
    }
    if (this.#dead) await NEVER
  }

  close(): Promise<void> {
    return this.#alive(() => this.#kv.close())
  }

  #alive<T>(call: () => Promise<T>): Promise<T> {
    if (this.#dead) return NEVER
    return new Promise((resolve, reject) => {
      call().then(
        (value) => this.#dead || resolve(value),
        (error: unknown) => this.#dead || reject(error as Error),
      )
    })
  }
}

export const NEVER = new Promise<never>(() => {})
