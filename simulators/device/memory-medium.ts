/**
 * A medium with bundles, in memory.
 *
 * Invariant: what is on it changes only by its own methods; while it is away nothing of it can be read.
 */
import type { Medium } from '../../agent/bundle/medium.ts'
import { type BundleContent, bundleArchive } from '../../protocol/bundle-writer.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { blobsOf } from '../engine/image-blobs.ts'
import { referenceOf, type SimulatedImage } from '../engine/images.ts'

export class MemoryMedium implements Medium {
  readonly files = new Map<string, Uint8Array | Promise<Uint8Array>>()
  /** What was left beside a bundle, last. */
  readonly words = new Map<string, object>()
  isAway = false
  #marks = 0
  readonly #marksOf = new Map<string, string>()

  put(path: string, bytes: Uint8Array | Promise<Uint8Array>): void {
    this.files.set(path, bytes)
    this.#marks += 1
    this.#marksOf.set(path, String(this.#marks))
  }

  async list(): Promise<{ path: string; mark: string }[]> {
    return this.isAway ? [] : [...this.files.keys()].map((path) => ({ path, mark: this.#marksOf.get(path) ?? '' }))
  }

  async size(path: string): Promise<number> {
    return (await this.#file(path)).byteLength
  }

  async read(path: string, offset: number, length: number): Promise<Uint8Array> {
    const bytes = (await this.#file(path)).subarray(offset, offset + length)
    if (bytes.byteLength < length) throw new HoldfastError('HF_BUNDLE_UNREADABLE', 'it has become shorter')
    return bytes
  }

  async tell(path: string, word: object): Promise<void> {
    this.words.set(path, word)
  }

  async done(): Promise<void> {}

  async #file(path: string): Promise<Uint8Array> {
    const file = this.isAway ? undefined : this.files.get(path)
    if (file === undefined) throw new HoldfastError('HF_BUNDLE_UNREADABLE', 'ENOENT', { place: path })
    return file
  }
}

/** A bundle of simulated images. */
export async function bundleOf(
  messages: BundleContent<never>['messages'],
  images: readonly SimulatedImage[],
): Promise<Buffer> {
  const parts = images.map((image) => ({ image, blobs: blobsOf(image) }))
  const bytes = new Map(
    parts.flatMap(({ blobs }) => [blobs.config, ...blobs.layers].map((blob) => [blob.digest, blob.bytes])),
  )
  const content = {
    messages,
    images: new Map(
      parts.map(({ image, blobs: { manifest } }) => [
        referenceOf(image),
        {
          mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
          digest: manifest.digest,
          size: manifest.bytes.byteLength,
        },
      ]),
    ),
    documents: new Map(parts.map(({ blobs: { manifest } }) => [manifest.digest, manifest.bytes])),
    blobs: [...bytes].map(([digest, content]) => ({ digest, size: content.byteLength, content })),
  }
  const pieces: Uint8Array[] = []
  for await (const piece of bundleArchive(content, ({ content }) => [content])) pieces.push(piece)
  return Buffer.concat(pieces)
}
