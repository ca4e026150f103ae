/**
 * From the digest that a release pins to the image for this engine.
 *
 * Invariant: every document has the digest by which the one before names it, and is in the store.
 */
import type { EngineInfo } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Source } from './fetch-blob.ts'
import { fetchManifest, type ManifestMeans } from './fetch-manifest.ts'
import { type BlobRef, chooseEntry } from './image-manifest.ts'
import { imageName } from './image-name.ts'
import type { Came } from './near.ts'

export interface ResolvedImage {
  /** Its documents, from the one that is pinned to its own manifest. */
  manifests: Uint8Array[]
  /** Digest of its own manifest. */
  own: string
  config: BlobRef
  layers: BlobRef[]
}

/** @throws HF_REGISTRY_…, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_CANCELLED */
export async function resolveImage(
  parts: ManifestMeans,
  source: Source,
  engine: Pick<EngineInfo, 'os' | 'architecture'>,
  came: Came,
  signal: AbortSignal,
): Promise<ResolvedImage> {
  const { image } = source
  const { digest } = imageName(image)
  const manifests: Uint8Array[] = []
  let own = digest
  let named = await fetchManifest(parts, source, digest, came, signal)
  manifests.push(named.body)
  if (named.manifest.kind === 'index') {
    const entry = chooseEntry(named.manifest.entries, engine.os, engine.architecture)
    if (entry === null)
      throw new HoldfastError('HF_REGISTRY_NOT_FOUND', `has no image for ${engine.os}/${engine.architecture}`, {
        place: image,
      })
    own = entry.digest
    named = await fetchManifest(parts, source, own, came, signal)
    manifests.push(named.body)
  }
  if (named.manifest.kind === 'index')
    throw new HoldfastError('HF_REGISTRY_INVALID', 'is an index within an index', { place: image })
  return { manifests, own, ...named.manifest }
}
