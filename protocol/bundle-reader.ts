/**
 * A bundle, read out of its archive piece by piece.
 *
 * Invariant: every document that is returned has the digest that it was asked for by; nothing is kept in memory but
 * the documents that say what is in it. Signatures are not looked at here.
 */
import { createHash } from 'node:crypto'
import { archiveParts, blobFile, INDEX_FILE, LAYOUT_FILE, type Part, type ReadAt } from './bundle-archive.ts'
import {
  type Descriptor,
  descriptorsIn,
  IMAGE_INDEX_TYPE,
  LARGEST_DOCUMENT,
  readBundleIndex,
  readBundleManifest,
} from './bundle-form.ts'
import { HoldfastError } from './errors.ts'

/** How much is read at once. */
const PIECE = 256 * 1024

/** One image, for one platform. */
export interface BundledImage {
  /** From the document that the reference names down to the image's own manifest. */
  manifests: Uint8Array[]
  config: Uint8Array
  layers: Descriptor[]
}

export class BundleReader {
  readonly #readAt: ReadAt
  readonly #parts: ReadonlyMap<string, Part>
  /** What would be retained on the broker, in this order. */
  readonly messages: readonly { topic: string; payload: Uint8Array }[]
  /** By the reference that a release pins. */
  readonly images: ReadonlyMap<string, Descriptor>

  private constructor(
    readAt: ReadAt,
    parts: ReadonlyMap<string, Part>,
    messages: BundleReader['messages'],
    images: BundleReader['images'],
  ) {
    this.#readAt = readAt
    this.#parts = parts
    this.messages = messages
    this.images = images
  }

  /**
   * Reads headers, index and messages.
   * @param size of the archive, in bytes
   * @throws HF_BUNDLE_INVALID; what `readAt` throws
   */
  static async open(readAt: ReadAt, size: number): Promise<BundleReader> {
    const parts = await archiveParts(readAt, size)
    const layout = parts.get(LAYOUT_FILE)
    const index = parts.get(INDEX_FILE)
    if (layout === undefined || index === undefined || index.size > LARGEST_DOCUMENT)
      throw invalid('holds no OCI layout', 'bundle')
    const { bundle, images } = readBundleIndex(await readAt(index.offset, index.size))
    const bare = new BundleReader(readAt, parts, [], images)
    const messages = []
    for (const { topic, digest } of readBundleManifest(await bare.document(bundle.digest)))
      messages.push({ topic, payload: await bare.document(digest) })
    return new BundleReader(readAt, parts, messages, images)
  }

  /** Digests of all blobs. */
  digests(): string[] {
    return [...this.#parts.keys()]
      .filter((name) => name.startsWith('blobs/'))
      .map((name) => `sha256:${name.slice(-64)}`)
  }

  has(digest: string): boolean {
    return this.#parts.has(blobFile(digest))
  }

  /** In bytes. @throws HF_BUNDLE_INVALID when it is not there */
  sizeOf(digest: string): number {
    return this.#part(digest).size
  }

  /** A small blob, as a whole. @throws HF_BUNDLE_INVALID; what `readAt` throws */
  async document(digest: string): Promise<Uint8Array> {
    const { offset, size } = this.#part(digest)
    if (size > LARGEST_DOCUMENT) throw invalid(`has ${size} bytes, which no document has`, digest)
    const bytes = await this.#readAt(offset, size)
    if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest) throw altered(digest)
    return bytes
  }

  /** A blob piece by piece. What it is shows behind the last piece. @throws as `document` */
  async *blob(digest: string): AsyncGenerator<Uint8Array> {
    const { offset, size } = this.#part(digest)
    const hash = createHash('sha256')
    for (let at = 0; at < size; at += PIECE) {
      const piece = await this.#readAt(offset + at, Math.min(PIECE, size - at))
      hash.update(piece)
      yield piece
    }
    if (`sha256:${hash.digest('hex')}` !== digest) throw altered(digest)
  }

  /** Reads blobs to their end, whether they are what their names say. @throws as `document`, HF_CANCELLED */
  async verify(digests: Iterable<string>, signal?: AbortSignal): Promise<void> {
    for (const digest of digests)
      for await (const _ of this.blob(digest))
        if (signal?.aborted === true) throw new HoldfastError('HF_CANCELLED', 'the bundle was given up')
  }

  /**
   * An image as it is needed on a platform.
   * @param image as the release pins it
   * @param platform "os/architecture[/variant]"
   * @returns null when it is not in the bundle, or not for that platform
   * @throws as `document`
   */
  async image(image: string, platform: string): Promise<BundledImage | null> {
    const top = this.images.get(image)
    if (top === undefined) return null
    const first = await this.document(top.digest)
    if (!INDEX_TYPES.includes(top.mediaType)) return this.#imageOf([first])
    const there = descriptorsIn(first, 'manifests').filter(({ digest }) => this.has(digest))
    const chosen = bestFor(platform, there)
    return chosen === null ? null : this.#imageOf([first, await this.document(chosen.digest)])
  }

  /** Every image for every platform that is in it, so that a part that lacks is an error. @throws as `document` */
  async wholeImages(): Promise<void> {
    for (const [image, top] of this.images) {
      const first = await this.document(top.digest)
      const isIndex = INDEX_TYPES.includes(top.mediaType)
      const there = isIndex ? descriptorsIn(first, 'manifests').filter(({ digest }) => this.has(digest)) : []
      if (isIndex && there.length === 0) throw invalid('is there for no platform', image)
      for (const { digest } of there) await this.#imageOf([first, await this.document(digest)])
      if (!isIndex) await this.#imageOf([first])
    }
  }

  async #imageOf(manifests: Uint8Array[]): Promise<BundledImage> {
    const manifest = manifests.at(-1) ?? new Uint8Array()
    const [config] = descriptorsIn(manifest, 'config')
    if (config === undefined) throw invalid('is no manifest of an image', 'bundle')
    const layers = descriptorsIn(manifest, 'layers')
    for (const { digest, size } of layers)
      if (this.sizeOf(digest) !== size) throw invalid(`has not the ${size} bytes of its manifest`, digest)
    return { manifests, config: await this.document(config.digest), layers }
  }

  #part(digest: string): Part {
    const part = this.#parts.get(blobFile(digest))
    if (part === undefined) throw invalid('is not in it', digest)
    return part
  }
}

const INDEX_TYPES: readonly string[] = [IMAGE_INDEX_TYPE, 'application/vnd.docker.distribution.manifest.list.v2+json']

/** The same platform; else a variant of it, or it without variant; else, of arm, the newest older one. */
export function bestFor<T extends { platform: string }>(platform: string, there: readonly T[]): T | null {
  const [os = '', architecture = '', variant = ''] = platform.split('/')
  const general = `${os}/${architecture}`
  const wanted = [
    platform,
    ...(architecture === 'arm' ? olderThan(variant).map((older) => `${general}/${older}`) : []),
    general,
  ]
  for (const each of wanted) {
    const found = there.find((entry) => entry.platform === each)
    if (found !== undefined) return found
  }
  return variant === '' || architecture !== 'arm'
    ? (there.find((entry) => entry.platform.startsWith(`${general}/`)) ?? null)
    : null
}

function olderThan(variant: string): string[] {
  const all = ['v8', 'v7', 'v6', 'v5']
  const at = all.indexOf(variant)
  return at < 0 ? [] : all.slice(at + 1)
}

function altered(digest: string): HoldfastError {
  return invalid('is not what its name says: it was changed or damaged', digest)
}

function invalid(message: string, place: string): HoldfastError {
  return new HoldfastError('HF_BUNDLE_INVALID', message, { place })
}
