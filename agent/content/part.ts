/**
 * A blob that is not whole yet.
 *
 * Invariant: the hash is of the bytes in the file, always; it has the blob's own name only when it is whole, on the disk
 * and what its digest says. The file is as it was left until something is written: attempts that bring nothing, of which
 * there may be hundreds while a link is away, take nothing from it.
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
  return new GrowingPart(disk, digest, hash, had)
}

class GrowingPart implements Part {
  readonly #disk: ContentDisk
  readonly #digest: string
  readonly #hash: Hash
  #had: number
  /** Null: nothing has been written. */
  #file: Appending | null = null

  constructor(disk: ContentDisk, digest: string, hash: Hash, had: number) {
    this.#disk = disk
    this.#digest = digest
    this.#hash = hash
    this.#had = had
  }

  get had(): number {
    return this.#had
  }

  async write(piece: Uint8Array): Promise<void> {
    const file = await this.#opened()
    for (const { bytes, endsStep } of inSteps(this.#had, piece)) {
      await file.write(bytes)
      this.#hash.update(bytes)
      this.#had += bytes.length
      if (endsStep) await file.sync()
    }
  }

  async finish(): Promise<boolean> {
    await (await this.#opened()).sync()
    await this.close()
    const isRight = `sha256:${this.#hash.digest('hex')}` === this.#digest
    if (isRight) await this.#disk.rename(partName(this.#digest), nameOf(this.#digest))
    else await this.#disk.remove(partName(this.#digest))
    return isRight
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = null
    await file?.close()
  }

  /** Cut off behind what was read again. */
  async #opened(): Promise<Appending> {
    this.#file ??= await this.#disk.append(partName(this.#digest), this.#had)
    return this.#file
  }
}
