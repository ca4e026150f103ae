/**
 * What the agent of a world shows of itself: the states of its machines, and its writes.
 *
 * Invariant: a life that has just begun shows nothing of the one before; what is counted over all lives only rises.
 */
import type { Followed } from './transition-log.ts'

const NOTHING_YET: Readonly<Record<Followed, string>> = { update: '', device: '', provision: '' }

export class Life {
  #states = NOTHING_YET
  #unsynced = 0
  #batches = 0
  #writes = 0
  #ended = 0

  /** As they were told last; empty: nothing has been told. */
  get states(): Readonly<Record<Followed, string>> {
    return this.#states
  }

  /** Batches that are written, and that no sync has covered. */
  get unsynced(): number {
    return this.#unsynced
  }

  /** Batches and syncs, over all lives. */
  get batches(): number {
    return this.#batches
  }

  /** Batches, over all lives. */
  get writes(): number {
    return this.#writes
  }

  /** Lives that have ended. */
  get ended(): number {
    return this.#ended
  }

  moved(machine: Followed, to: string): void {
    this.#states = { ...this.#states, [machine]: to }
  }

  /** Something has happened to the disk. */
  note(change: 'written' | 'synced'): void {
    this.#batches += 1
    if (change === 'written') this.#writes += 1
    this.#unsynced = change === 'written' ? this.#unsynced + 1 : 0
  }

  end(): void {
    this.#states = NOTHING_YET
    this.#unsynced = 0
    this.#ended += 1
  }
}
