/**
 * The layers that a delta gives, from the old ones that the engine has.
 *
 * Invariant: nothing of the new layers is written here: they are made while the engine takes them, and it holds each against
 * the image's configuration. The old ones lie in the store until `close`.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import type { EnginePort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { applyDelta } from './apply-delta.ts'
import type { ContentStore } from './content-store.ts'
import type { Fetched } from './fetch-image.ts'
import { imageName } from './image-name.ts'
import { baseName } from './names.ts'
import { readOldLayers } from './old-layers.ts'

export interface DeltaSource {
  source: ImageSource
  close(): Promise<void>
}

/** @throws HF_IMAGE_NOT_FOUND, HF_IMAGE_INVALID, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_ENGINE_… */
export async function byDelta(
  engine: EnginePort,
  store: ContentStore,
  image: string,
  { source, held, delta }: Fetched,
  signal: AbortSignal,
): Promise<DeltaSource> {
  if (delta === null || engine.saveImage === undefined)
    throw new HoldfastError('HF_INTERNAL', 'there is no delta', { place: image })
  const archive = engine.saveImage(delta.image, signal)
  const old = await readOldLayers(archive, delta.delta.base, store.disk, baseName(imageName(image).digest))
  const made = delta.delta.layers.map(({ diffId, bytes }, index) => {
    const blob = delta.blobs[index] ?? { digest: '', bytes: 0 }
    const open = () => applyDelta(store.read(blob.digest, blob.bytes), old.pages(), bytes, image)
    return { digest: diffId, bytes, open }
  })
  const layers = source.layers.map((layer, index) => made[index - held] ?? layer)
  return { source: { ...source, layers }, close: () => old.close() }
}
