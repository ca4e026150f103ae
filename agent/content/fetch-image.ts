/**
 * All of an image that the engine lacks, into the store.
 *
 * Invariant: what was fetched is bound to the pinned digest by digests alone; a second call fetches only what the first one
 * did not. Room is looked for before the first byte of a layer.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import type { EngineInfo, PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ContentStore } from './content-store.ts'
import { fetchBlob, type Means, type Source } from './fetch-blob.ts'
import { fetchManifest } from './fetch-manifest.ts'
import { type BlobRef, chooseEntry, diffIdsOf, heldOf, LARGEST_CONFIG } from './image-manifest.ts'
import { imageName } from './image-name.ts'
import { missingRoom } from './room-rule.ts'
import type { Slots, Turns } from './slots.ts'

export interface FetchParts extends Means {
  store: ContentStore
  /** Of blobs, over all images. */
  slots: Slots
  /** Of one blob. */
  turns: Turns
}

export interface Fetched {
  source: ImageSource
  /** Layers that the engine has already. */
  held: number
}

/**
 * @param held of each image of the engine the content of its layers, the lowest first
 * @throws HF_REGISTRY_…, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_CONTENT_DAMAGED, HF_CANCELLED
 */
export async function fetchImage(
  parts: FetchParts,
  source: Source,
  engine: EngineInfo,
  held: readonly (readonly string[])[],
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<Fetched> {
  const { image } = source
  const progress = { doneBytes: 0, totalBytes: 0, layersDone: 0, layers: 0, fetchedBytes: 0 }
  let had = 0
  const tell = (): void => {
    progress.doneBytes = Math.max(progress.doneBytes, had)
    onProgress({ ...progress })
  }
  const received = (bytes: number): void => {
    progress.fetchedBytes += bytes
    tell()
  }
  const blobOf = (blob: BlobRef, gained: (bytes: number) => void, signal: AbortSignal): Promise<void> =>
    parts.turns.run(blob.digest, async () => {
      if (await parts.store.has(blob.digest)) return gained(blob.bytes)
      await parts.slots.run(() => fetchBlob(parts, source, blob, { gained, received }, signal))
    })

  const { digest } = imageName(image)
  const manifests: Uint8Array[] = []
  let own = digest
  let named = await fetchManifest(parts, source, digest, received, signal)
  manifests.push(named.body)
  if (named.manifest.kind === 'index') {
    const entry = chooseEntry(named.manifest.entries, engine.os, engine.architecture)
    if (entry === null)
      throw new HoldfastError('HF_REGISTRY_NOT_FOUND', `has no image for ${engine.os}/${engine.architecture}`, {
        place: image,
      })
    own = entry.digest
    named = await fetchManifest(parts, source, own, received, signal)
    manifests.push(named.body)
  }
  if (named.manifest.kind === 'index')
    throw new HoldfastError('HF_REGISTRY_INVALID', 'is an index within an index', { place: image })
  const { config, layers } = named.manifest
  await parts.store.claim(image, [digest, own, config.digest, ...layers.map((layer) => layer.digest)])

  await blobOf(config, () => {}, signal)
  const configBytes = await parts.store.readWhole(config.digest, LARGEST_CONFIG)
  const diffIds = configBytes === null ? null : diffIdsOf(configBytes)
  if (configBytes === null || diffIds?.length !== layers.length)
    throw new HoldfastError('HF_REGISTRY_INVALID', 'the configuration does not belong to the manifest', {
      place: image,
    })
  const heldCount = heldOf(diffIds, held)
  const lacking = unique(layers.slice(heldCount))

  const fetchBytes = lacking.reduce((sum, { bytes }) => sum + bytes, 0)
  const here = await parts.store.held(lacking.map((layer) => layer.digest))
  const short = missingRoom({ fetchBytes, hereBytes: here, store: await parts.disk.room(), engine })
  if (short !== null)
    throw new HoldfastError(short.where === 'engine' ? 'HF_SPACE_LOW' : 'HF_CONTENT_UNWRITABLE', short.message, {
      place: image,
    })

  progress.totalBytes = fetchBytes
  progress.layers = layers.length
  progress.layersDone = layers.length - lacking.length
  tell()
  const gained = (bytes: number): void => {
    had += bytes
    tell()
  }
  await all(
    lacking.map((layer) => async (either) => {
      await blobOf(layer, gained, either)
      progress.layersDone += 1
      tell()
    }),
    signal,
  )
  const open =
    ({ digest, bytes }: BlobRef) =>
    () =>
      parts.store.read(digest, bytes)
  return {
    held: heldCount,
    source: {
      manifests,
      config: configBytes,
      layers: layers.map((layer, index) => ({ ...layer, open: index < heldCount ? null : open(layer) })),
    },
  }
}

function unique(blobs: readonly BlobRef[]): BlobRef[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()]
}

/** The first failure ends the others, and is thrown once none of them is under way any more. */
async function all(acts: readonly ((signal: AbortSignal) => Promise<void>)[], signal: AbortSignal): Promise<void> {
  const failures: unknown[] = []
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const one = async (act: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      either.throwIfAborted()
      await act(either)
    } catch (error) {
      failures.push(error)
      failed.abort(error)
    }
  }
  await Promise.all(acts.map(one))
  if (failures.length > 0) throw failures[0]
}
