/**
 * A small ordered key-value store: what the record layout stands on.
 *
 * Invariant: a batch is atomic; once a synced batch has resolved, it and every batch before it survive
 * any power cut. Keys are strings of the characters U+0001 to U+00FF, one byte each, in byte order.
 */

/** One change of a batch; a null value deletes. */
export interface KvChange {
  key: string
  value: Uint8Array | null
}

/** Calls are made one after another: the next when the one before has settled. Fails only with HF_STORE_…. */
export interface Kv {
  /** @param sync whether to resolve only when it is on disk */
  batch(changes: readonly KvChange[], sync: boolean): Promise<void>
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>
  /** The keys that begin with `prefix`, in order, those before `from` left out. */
  entries(prefix: string, from?: string): AsyncIterable<readonly [key: string, value: Uint8Array]>
  /** May be called twice; every other call fails with HF_STORE_CLOSED from then on. */
  close(): Promise<void>
}
