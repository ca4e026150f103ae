/**
 * A bundle's archive, piece by piece.
 *
 * Invariant: the same messages and images give the same bytes; no blob is held. What says what is in it comes first, so
 * that a reader need not go through the layers for it.
 */
import { createHash } from 'node:crypto'
import { blobFile, INDEX_FILE, LAYOUT, LAYOUT_FILE } from './bundle-archive.ts'
import { bundleIndex, bundleManifest, type Descriptor, EMPTY, EMPTY_DIGEST } from './bundle-form.ts'
import { HoldfastError } from './errors.ts'
import { fileHeader, LARGEST_FILE, padding, TAR_END } from './tar-form.ts'

/** What a bundle is made of. */
export interface BundleContent<Blob extends { digest: string; size: number }> {
  /** What would be retained on the broker, in this order. */
  messages: readonly { topic: string; payload: Uint8Array }[]
  /** By the reference that the release pins. */
  images: ReadonlyMap<string, Descriptor>
  /** Indexes and manifests, by digest. */
  documents: ReadonlyMap<string, Uint8Array>
  /** Configurations and layers. */
  blobs: Iterable<Blob>
}

/**
 * @param open gives the bytes of a blob, checked
 * @throws HF_BUNDLE_INVALID for a blob that no header has room for; what `open` throws
 */
export async function* bundleArchive<Blob extends { digest: string; size: number }>(
  { messages, images, documents, blobs }: BundleContent<Blob>,
  open: (blob: Blob) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const bundled = messages.map(({ topic, payload }) => ({ topic, digest: digestOf(payload), size: payload.byteLength }))
  const manifest = bundleManifest(bundled)
  const known = new Map<string, Uint8Array>([
    [digestOf(manifest), manifest],
    [EMPTY_DIGEST, Buffer.from(EMPTY)],
    ...messages.map(({ payload }) => [digestOf(payload), payload] as const),
    ...documents,
  ])
  yield* whole(LAYOUT_FILE, Buffer.from(LAYOUT))
  yield* whole(INDEX_FILE, bundleIndex({ digest: digestOf(manifest), size: manifest.byteLength }, images))
  for (const [digest, bytes] of known) yield* whole(blobFile(digest), bytes)
  for (const blob of blobs) {
    const { digest, size } = blob
    if (known.has(digest)) continue
    if (size > LARGEST_FILE) throw new HoldfastError('HF_BUNDLE_INVALID', 'has over 8 GiB', { place: digest })
    yield fileHeader(blobFile(digest), size)
    yield* open(blob)
    yield padding(size)
  }
  yield TAR_END
}

function* whole(name: string, content: Uint8Array): Generator<Uint8Array> {
  yield fileHeader(name, content.byteLength)
  yield content
  yield padding(content.byteLength)
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
