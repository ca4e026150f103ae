/**
 * A disk in a file whose power can be cut.
 *
 * Invariant: between cuts it reads as it was written; a cut takes back what no flush has covered, and lets of it
 * arrive what the fate says.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { type BlockDisk, type DiskWrite, type Fate, survivors } from '../block-disk.ts'

export class CuttableDisk implements BlockDisk {
  readonly size: number
  readonly #file: number
  /** With what stood there before. */
  #unflushed: (DiskWrite & { before: Buffer })[] = []
  #onWrite: () => void = () => {}

  constructor(path: string) {
    this.#file = openSync(path, 'r+')
    this.size = fstatSync(this.#file).size
  }

  read(offset: number, length: number): Buffer {
    const data = Buffer.alloc(length)
    readSync(this.#file, data, 0, length, offset)
    return data
  }

  write(offset: number, data: Buffer, fua: boolean): void {
    this.#unflushed.push({ offset, data: Buffer.from(data), fua, before: this.read(offset, data.length) })
    writeSync(this.#file, data, 0, data.length, offset)
    this.#onWrite()
  }

  /** Resolves in the moment in which there is something that no flush has covered. */
  somethingUnflushed(): Promise<void> {
    if (this.#unflushed.length > 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#onWrite = resolve
    })
  }

  flush(): void {
    this.#unflushed = []
  }

  /** @returns how many writes no flush had covered */
  cut(fate: Fate, random: () => number): number {
    const writes = this.#unflushed
    this.#unflushed = []
    for (const { offset, before } of writes.toReversed()) writeSync(this.#file, before, 0, before.length, offset)
    for (const { offset, data } of survivors(writes, fate, random)) writeSync(this.#file, data, 0, data.length, offset)
    return writes.length
  }

  close(): void {
    closeSync(this.#file)
  }
}
