/**
 * A blob that is not whole yet.
 *
 * Invariant: the hash is of the bytes in the file, always; it has the blob's own name only when it is whole, on the disk
 * and what its digest says.
 */
import { createHash, type Hash } from 'node:crypto'
import type { Appending, ContentDisk } from './content-disk.ts'
import { nameOf, partName } from './names.ts'
import { inSteps, sureBytes } from './part-rule.ts'

export interface Part {
  /** Bytes that it has. */
  readonly had: number
  write(piece: Uint8Array): Promise<void>
  /** @returns whether it was what its digest says: it is in the store, or gone */
  finish(): Promise<boolean>
  /** What it has stays, for the next time. */
  close(): Promise<void>
}

/**
 * Goes on where one was left: what of it is sure to be on the disk is read again, for the hash.
 * @param written so much was written in this life
 */
export async function openPart(disk: ContentDisk, digest: string, size: number, written = 0): Promise<Part> {
  const name = partName(digest)
  const hash = createHash('sha256')
  const there = (await disk.list()).find((file) => file.name === name)
  const most = Math.min(there?.bytes ?? 0, size)
  const had = Math.max(sureBytes(most), Math.min(written, most))
  for await (const piece of disk.read(name, had)) hash.update(piece)
  return new GrowingPart(disk, digest, hash, had, await disk.append(name, had))
}

class GrowingPart implements Part {
  readonly #disk: ContentDisk
  readonly #digest: string
  readonly #hash: Hash
  readonly #file: Appending
  #had: number
  #isClosed = false

  constructor(disk: ContentDisk, digest: string, hash: Hash, had: number, file: Appending) {
    this.#disk = disk
    this.#digest = digest
    this.#hash = hash
    this.#had = had
    this.#file = file
  }

  get had(): number {
    return this.#had
  }

  async write(piece: Uint8Array): Promise<void> {
    for (const { bytes, endsStep } of inSteps(this.#had, piece)) {
      await this.#file.write(bytes)
      this.#hash.update(bytes)
      this.#had += bytes.length
      if (endsStep) await this.#file.sync()
    }
  }

  async finish(): Promise<boolean> {
    await this.#file.sync()
    await this.close()
    const isRight = `sha256:${this.#hash.digest('hex')}` === this.#digest
    if (isRight) await this.#disk.rename(partName(this.#digest), nameOf(this.#digest))
    else await this.#disk.remove(partName(this.#digest))
    return isRight
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#file.close()
  }
}
