/**
 * From the digest that a release pins to the image for this engine.
 *
 * Invariant: every document has the digest by which the one before names it, and is in the store.
 */
import type { EngineInfo } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { LARGEST_FILE } from '../../protocol/tar-form.ts'
import type { Source } from './fetch-blob.ts'
import { fetchManifest, type ManifestMeans } from './fetch-manifest.ts'
import { type BlobRef, chooseEntry, isRead, type LayerRef, type Manifest, parseManifest } from './image-manifest.ts'
import { imageName } from './image-name.ts'
import type { Came } from './near.ts'

export interface ResolvedImage {
  /** Its documents, from the one that is pinned to its own manifest. */
  manifests: Uint8Array[]
  /** Digest of its own manifest. */
  own: string
  config: BlobRef
  layers: LayerRef[]
}

/** @throws HF_REGISTRY_…, HF_IMAGE_INVALID when it is nothing that is read here, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_CANCELLED */
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
  const unread = (what: string) => new HoldfastError('HF_IMAGE_INVALID', what, { place: image })
  const read = async (digest: string): Promise<Manifest> => {
    const body = await fetchManifest(parts, source, digest, came, signal)
    manifests.push(body)
    const manifest = parseManifest(body)
    if (manifest === null) throw unread(`${digest} is not the manifest of an image with digests by SHA-256`)
    return manifest
  }
  let own = digest
  let named = await read(digest)
  if (named.kind === 'index') {
    const { os, architecture } = engine
    const entry = chooseEntry(named.entries, os, architecture)
    if (entry === null)
      throw new HoldfastError('HF_REGISTRY_NOT_FOUND', `has no image for ${os}/${architecture}`, { place: image })
    if (!isRead(entry.digest))
      throw unread(`names the image for ${os}/${architecture} by ${entry.digest}, and only SHA-256 is read`)
    own = entry.digest
    named = await read(own)
  }
  if (named.kind === 'index') throw unread('is an index within an index')
  const large = named.layers.find(({ bytes }) => bytes > LARGEST_FILE)
  // It would not fit into the archive that is loaded.
  if (large !== undefined) throw unread(`has the layer ${large.digest} of more than 8 GiB`)
  return { manifests, own, ...named }
}
