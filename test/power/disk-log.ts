/**
 * A disk in memory that keeps its history, and the images that a power cut could have left at any point of it.
 *
 * Invariant: the log holds every write and flush in the order in which they took effect, and between them the
 * marks, each after everything that had taken effect when it was made.
 */

import { deserialize, serialize } from 'node:v8'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type BlockDisk, type DiskWrite, type Fate, survivors } from './block-disk.ts'

export type DiskEvent<Mark> = ({ op: 'write' } & DiskWrite) | { op: 'flush' } | { op: 'mark'; mark: Mark }

export interface DiskLog<Mark> {
  size: number
  events: DiskEvent<Mark>[]
}

export class LoggedDisk<Mark> implements BlockDisk {
  readonly log: DiskLog<Mark>
  readonly #now: Buffer

  constructor(size: number) {
    this.log = { size, events: [] }
    this.#now = Buffer.alloc(size)
  }

  get size(): number {
    return this.log.size
  }

  read(offset: number, length: number): Buffer {
    return Buffer.from(this.#now.subarray(offset, offset + length))
  }

  write(offset: number, data: Buffer, fua: boolean): void {
    data.copy(this.#now, offset)
    this.log.events.push({ op: 'write', offset, data: Buffer.from(data), fua })
  }

  flush(): void {
    this.log.events.push({ op: 'flush' })
  }

  /** Notes that this is so from now on. */
  mark(mark: Mark): void {
    this.log.events.push({ op: 'mark', mark })
  }
}

/** Makes images of a log, quickest at positions that only rise. */
export class CrashImages {
  readonly #log: DiskLog<unknown>
  /** Everything that a flush has covered before `#position`. */
  #covered: Buffer
  #unflushed: DiskWrite[] = []
  #position = 0

  constructor(log: DiskLog<unknown>) {
    this.#log = log
    this.#covered = Buffer.alloc(log.size)
  }

  /** The disk after the power went just before the event at `position`. */
  at(position: number, fate: Fate, random: () => number): Buffer {
    if (position < this.#position) {
      this.#covered = Buffer.alloc(this.#log.size)
      this.#unflushed = []
      this.#position = 0
    }
    for (; this.#position < position; this.#position += 1) this.#pass(this.#log.events[this.#position]!)
    const image = Buffer.from(this.#covered)
    for (const { offset, data } of survivors(this.#unflushed, fate, random)) data.copy(image, offset)
    return image
  }

  #pass(event: DiskEvent<unknown>): void {
    if (event.op === 'write') this.#unflushed.push(event)
    if (event.op !== 'flush') return
    for (const { offset, data } of this.#unflushed) data.copy(this.#covered, offset)
    this.#unflushed = []
  }
}

/** The marks before a position. */
export function marksBefore<Mark>(log: DiskLog<Mark>, position: number): Mark[] {
  return log.events.slice(0, position).flatMap((event) => (event.op === 'mark' ? [event.mark] : []))
}

export function packLog(log: DiskLog<unknown>): Buffer {
  return gzipSync(serialize(log), { level: 1 })
}

/** @param packed of {@link packLog} */
export function unpackLog<Mark>(packed: Buffer): DiskLog<Mark> {
  return deserialize(gunzipSync(packed)) as DiskLog<Mark>
}
