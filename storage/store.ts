/**
 * The store: what the agent keeps across power cuts.
 *
 * Invariant: `commit` is one atomic, synced batch: after it resolves, all of it is there at the next
 * `load`, after any cut; if it never resolved, all of it or nothing.
 */
import type { CommandRecord, FlightEntry, Outgoing } from '../protocol/types.ts'

/** One change of a batch. */
export type Write =
  | { op: 'checkpoint'; machine: string; version: number; body: Uint8Array }
  /** A signed message, under the name by which a checkpoint speaks of it. */
  | { op: 'document'; id: string; bytes: Uint8Array }
  | { op: 'drop-document'; id: string }
  /** Writes it anew if there is one of this id. An arrival of zero is numbered by the store, once. */
  | { op: 'command'; record: CommandRecord }
  | { op: 'drop-command'; id: string }
  /** Replaces the one under this key, if any, and goes to the end of the line. */
  | { op: 'outgoing'; key: string; message: Outgoing }
  /** Dropped once the broker has acknowledged it. */
  | { op: 'drop-outgoing'; key: string }
  /** Appends to the flight record; the oldest fall out, those of a busy machine first. Sequence numbers are the store's. */
  | { op: 'flight'; entries: Omit<FlightEntry, 'sequence'>[] }
  | { op: 'counter'; name: string; value: number }
  /** The problems of the last load have reached somebody: they are told no more. */
  | { op: 'drop-problems' }

export interface Checkpoint {
  machine: string
  version: number
  /** Rises with every write of this machine's checkpoint, not always by one. */
  revision: number
  body: Uint8Array
}

/** Everything small, as read at start. */
export interface Loaded {
  checkpoints: Map<string, Checkpoint>
  /** In order of arrival. */
  commands: CommandRecord[]
  /** In order of writing. */
  outgoing: { key: string; message: Outgoing }[]
  counters: Map<string, number>
  documents: string[]
  /** Nothing was ever committed here, and nothing was lost. */
  fresh: boolean
  /**
   * What was damaged and set aside, and what was rebuilt, one sentence each. Told by every load until they
   * are dropped.
   */
  problems: string[]
}

/** Fails with HF_STORE_CLOSED, HF_STORE_UNWRITABLE or HF_STORE_CORRUPT. */
export interface Store {
  load(): Promise<Loaded>
  /**
   * Bytes that it was given must not be changed until it settles. Commits made at the same time share one
   * sync; they take effect in the order in which they were made. After HF_STORE_UNWRITABLE it is unknown
   * whether the batch is on disk; the store can be used on, and reads what is there first.
   * @throws HF_ENCODE_INVALID, HF_WIRE_TOO_LARGE when a write cannot be kept as it is: nothing of it is
   */
  commit(writes: readonly Write[]): Promise<void>
  /** Null when there is none, or when it was damaged and has been set aside. */
  document(id: string): Promise<Uint8Array | null>
  /** The flight record, oldest first; at most the last `limit` entries. */
  flight(limit: number): Promise<FlightEntry[]>
  close(): Promise<void>
}
