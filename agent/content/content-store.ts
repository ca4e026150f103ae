/**
 * Blobs beside the engine, by their digests.
 *
 * Invariant: a blob that is there is whole; one that is read and is not what its digest says goes. What no list of an
 * image names is garbage; a list goes when the engine has the image, or nobody wants it any more.
 */
import { createHash } from 'node:crypto'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ContentDisk } from './content-disk.ts'
import { imageName } from './image-name.ts'
import { listName, nameOf, readName } from './names.ts'
import { sureBytes } from './part-rule.ts'
import { Slots } from './slots.ts'

/** Of lists: an image has at most some hundred layers. */
const LONGEST_LIST = 1024 * 1024

interface ImageList {
  image: string
  blobs: string[]
  /** A delta was tried, and did not give it. */
  isDeltaRefused?: boolean
  /** Lives that have begun to apply one, and are not known to have outlasted it. */
  deltaLives?: number
  stems?: StemNote[]
}

/** What the engine has, or is about to have, and may have without a name: a stem, or the image itself. */
export interface StemNote {
  /** By which it is to be removed: a stem's own name, and the ids of what has no name yet. */
  names: string[]
  /** It is on the engine's disk. */
  isSure: boolean
}

export class ContentStore {
  /** Who claims and who releases may mean the same blobs. */
  readonly #claims = new Slots(1)
  readonly disk: ContentDisk
  readonly #removeImage: (name: string) => Promise<void>

  /** @param removeImage from the engine; one that is gone is no error */
  constructor(disk: ContentDisk, removeImage: (name: string) => Promise<void> = async () => {}) {
    this.disk = disk
    this.#removeImage = removeImage
  }

  async has(digest: string): Promise<boolean> {
    return (await this.disk.list()).some(({ name }) => name === nameOf(digest))
  }

  /** Bytes of them that are there, and do not come again. */
  async held(digests: readonly string[]): Promise<number> {
    const wanted = new Set(digests)
    const sizes = (await this.disk.list()).map(({ name, bytes }) => {
      const named = readName(name)
      if (named === null || named.kind === 'image' || !wanted.has(named.digest)) return 0
      return named.kind === 'part' ? sureBytes(bytes) : bytes
    })
    return sizes.reduce((sum, bytes) => sum + bytes, 0)
  }

  /** @throws HF_CONTENT_DAMAGED at its end, when it is not what its digest says: then it is there no more */
  async *read(digest: string, bytes: number): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256')
    for await (const piece of this.disk.read(nameOf(digest), bytes)) {
      hash.update(piece)
      yield piece
    }
    if (`sha256:${hash.digest('hex')}` === digest) return
    await this.disk.remove(nameOf(digest))
    throw new HoldfastError('HF_CONTENT_DAMAGED', 'the disk gives back something else than was written', {
      place: digest,
    })
  }

  /** Null when it is not there. @throws HF_CONTENT_DAMAGED */
  async readWhole(digest: string, most: number): Promise<Buffer | null> {
    const there = (await this.disk.list()).find(({ name }) => name === nameOf(digest))
    if (there === undefined || there.bytes > most) return null
    const pieces: Uint8Array[] = []
    for await (const piece of this.read(digest, there.bytes)) pieces.push(piece)
    return Buffer.concat(pieces)
  }

  /** Puts a small file there, whole or not at all. */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    const draft = `${name}.draft`
    const file = await this.disk.append(draft, 0)
    try {
      await file.write(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await this.disk.rename(draft, name)
  }

  /** From now on these belong to the image, too, and stay. */
  async claim(image: string, blobs: readonly string[]): Promise<void> {
    await this.#claims.run(async () => {
      const before = await this.#list(imageName(image).digest)
      await this.#writeList({ ...before, image, blobs: [...new Set([...(before?.blobs ?? []), ...blobs])] })
    })
  }

  /**
   * What is noted is removed from the engine with `dropStems` or `release`.
   * @throws HF_CONTENT_DAMAGED when nothing is known of the image, and nothing could be noted
   */
  async noteStem(image: string, stem: StemNote): Promise<void> {
    const isNoted = await this.#change(image, ({ stems = [] }) => ({
      stems: [...stems.filter(({ names }) => names.join() !== stem.names.join()), stem],
    }))
    if (!isNoted) throw new HoldfastError('HF_CONTENT_DAMAGED', 'what is kept of the image is gone', { place: image })
  }

  /**
   * The engine has the image; or only those go of which it is not known whether they are whole. These stay noted: an engine
   * may be about to have one that its agent has given up.
   */
  async dropStems(image: string, which: 'all' | 'unsure'): Promise<void> {
    await this.#claims.run(async () => {
      const list = await this.#list(imageName(image).digest)
      const gone = await this.#removeStems(list, which)
      if (list !== null && which === 'all' && gone > 0) await this.#writeList({ ...list, stems: [] })
    })
  }

  /** From the engine, and not from the list. @returns how many */
  async #removeStems(list: ImageList | null, which: 'all' | 'unsure'): Promise<number> {
    const { stems = [] } = list ?? {}
    const gone = stems.filter(({ isSure }) => which === 'all' || !isSure)
    for (const { names } of gone) for (const name of names) await this.#removeImage(name)
    return gone.length
  }

  /** Of an image that was claimed: until it is released no delta is tried for it any more. */
  async refuseDelta(image: string): Promise<void> {
    await this.#change(image, () => ({ isDeltaRefused: true }))
  }

  /** A delta is about to be applied: nobody knows whether this life outlasts it. */
  async beginDelta(image: string): Promise<void> {
    await this.#change(image, ({ deltaLives = 0 }) => ({ deltaLives: deltaLives + 1 }))
  }

  /** It did. */
  async outliveDelta(image: string): Promise<void> {
    await this.#change(image, ({ deltaLives = 0 }) => ({ deltaLives: Math.max(0, deltaLives - 1) }))
  }

  /** In how many lives one was applied that did not outlast it. */
  async deltaLives(image: string): Promise<number> {
    return (await this.#list(imageName(image).digest))?.deltaLives ?? 0
  }

  async isDeltaRefused(image: string): Promise<boolean> {
    return (await this.#list(imageName(image).digest))?.isDeltaRefused ?? false
  }

  /** @returns whether there is a list to change */
  #change(image: string, change: (list: ImageList) => Partial<ImageList>): Promise<boolean> {
    return this.#claims.run(async () => {
      const list = await this.#list(imageName(image).digest)
      if (list !== null) await this.#writeList({ ...list, ...change(list) })
      return list !== null
    })
  }

  #writeList(list: ImageList): Promise<void> {
    return this.write(listName(imageName(list.image).digest), Buffer.from(JSON.stringify(list)))
  }

  /** Digests that belong to these images. */
  async blobsOf(images: ReadonlySet<string>): Promise<Set<string>> {
    return new Set((await this.#lists()).flatMap(({ image, blobs }) => (images.has(image) ? blobs : [])))
  }

  /** Of a whole blob; null: it is not there. */
  async sizeOf(digest: string): Promise<number | null> {
    return (await this.disk.list()).find(({ name }) => name === nameOf(digest))?.bytes ?? null
  }

  /** Nobody needs this image's blobs any more, but where they are another's too. */
  release(image: string): Promise<void> {
    return this.#claims.run(() => this.#release(image))
  }

  async #release(image: string): Promise<void> {
    const mine = await this.#list(imageName(image).digest)
    // While the list is there, a cut forgets none. Nothing is written: the disk may be full, and this is what frees it.
    await this.#removeStems(mine, 'all')
    await this.disk.remove(listName(imageName(image).digest))
    // Without a list no more than its first document is here: it could not be read.
    const { blobs } = mine ?? { blobs: [imageName(image).digest] }
    const stay = new Set((await this.#lists()).flatMap((other) => other.blobs))
    await this.#removeIf(({ digest, kind }) => kind !== 'image' && blobs.includes(digest) && !stay.has(digest))
  }

  /** At the start of a life. Removes what belongs to no image, and to those that are not wanted. */
  sweep(isWanted: (image: string) => Promise<boolean>): Promise<void> {
    return this.#claims.run(() => this.#sweep(isWanted))
  }

  async #sweep(isWanted: (image: string) => Promise<boolean>): Promise<void> {
    for (const list of await this.#lists())
      if (await isWanted(list.image)) await this.#removeStems(list, 'unsure')
      else await this.#release(list.image)
    const lists = await this.#lists()
    const stay = new Set(lists.flatMap(({ blobs }) => blobs))
    const roots = new Set(lists.map(({ image }) => imageName(image).digest))
    await this.#removeIf(({ digest, kind }) => !(kind === 'image' ? roots : stay).has(digest))
    for (const { name } of await this.disk.list()) if (readName(name) === null) await this.disk.remove(name)
  }

  async #removeIf(isGarbage: (file: { digest: string; kind: string }) => boolean): Promise<void> {
    for (const { name } of await this.disk.list()) {
      const named = readName(name)
      if (named !== null && isGarbage(named)) await this.disk.remove(name)
    }
  }

  async #lists(): Promise<ImageList[]> {
    const found: ImageList[] = []
    for (const { name } of await this.disk.list()) {
      const named = readName(name)
      const list = named?.kind === 'image' ? await this.#list(named.digest) : null
      if (list !== null) found.push(list)
    }
    return found
  }

  /** Null when it is not there, or is none. */
  async #list(digest: string): Promise<ImageList | null> {
    const there = (await this.disk.list()).find(({ name }) => name === listName(digest))
    if (there === undefined || there.bytes > LONGEST_LIST) return null
    const pieces: Uint8Array[] = []
    for await (const piece of this.disk.read(there.name, there.bytes)) pieces.push(piece)
    try {
      const { image, blobs, isDeltaRefused, deltaLives, stems } = JSON.parse(
        Buffer.concat(pieces).toString(),
      ) as ImageList
      const isList = typeof image === 'string' && imageName(image).digest === digest && Array.isArray(blobs)
      if (!isList) return null
      const lives = Number.isSafeInteger(deltaLives) ? Number(deltaLives) : 0
      return { image, blobs, isDeltaRefused: isDeltaRefused === true, deltaLives: lives, stems: stems ?? [] }
    } catch {
      // A disk that lost it: its blobs are garbage, and come again.
      return null
    }
  }
}
