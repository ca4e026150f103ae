/**
 * What of a release's images goes into a bundle.
 *
 * Invariant: every document is one whose digest was asked for; each blob is named once, in an order that depends on
 * the release and the platforms alone. No layer is fetched here.
 */

import { type Descriptor, descriptorsIn } from '../../protocol/bundle-form.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Release } from '../../protocol/types.ts'
import type { RegistryClient } from '../registry/client.ts'
import { INDEX_TYPES, parseManifest, platformMatches } from '../registry/manifest.ts'
import { parseReference, type Reference } from '../registry/reference.ts'

/** A blob that is to be fetched while the archive is written. */
export interface Wanted {
  digest: string
  size: number
  from: Reference
  place: string
}

export interface Gathered {
  /** By the reference that the release pins. */
  images: Map<string, Descriptor>
  /** Indexes and manifests, by digest. */
  documents: Map<string, Uint8Array>
  /** Configurations and layers, by digest. */
  blobs: Map<string, Wanted>
}

/**
 * @param platforms "os/architecture[/variant]"; none: every one that there is
 * @throws as `RegistryClient.manifest`; HF_REGISTRY_NOT_FOUND also when an image has none of the platforms
 */
export async function gatherImages(
  client: RegistryClient,
  release: Release,
  platforms: readonly string[],
): Promise<Gathered> {
  const gathered: Gathered = { images: new Map(), documents: new Map(), blobs: new Map() }
  for (const { name, image, platform } of release.services) {
    const place = `service ${JSON.stringify(name)}, image ${image}`
    const from = parseReference(image)
    if (typeof from === 'string' || from.digest === '')
      throw new HoldfastError('HF_TARGET_INVALID', 'is not pinned by its digest', { place })
    const top = await documentOf(client, from, from.digest, place, gathered)
    if (!INDEX_TYPES.includes(top.type)) addImage(top.body, from, place, gathered)
    else {
      const wanted = platform === '' ? platforms : [platform]
      for (const digest of manifestsIn(top.body, wanted, place)) {
        const { body, type } = await documentOf(client, from, digest, place, gathered)
        if (INDEX_TYPES.includes(type))
          throw new HoldfastError('HF_REGISTRY_INVALID', 'is an index within an index', { place })
        addImage(body, from, place, gathered)
      }
    }
    gathered.images.set(image, { mediaType: top.type, digest: from.digest, size: top.body.byteLength })
  }
  return gathered
}

async function documentOf(
  client: RegistryClient,
  from: Reference,
  digest: string,
  place: string,
  { documents }: Gathered,
): Promise<{ body: Uint8Array; type: string }> {
  const { body, contentType } = await client.manifest(from, digest, place)
  if (parseManifest(body, contentType) === null)
    throw new HoldfastError('HF_REGISTRY_INVALID', `${from.registry} sent something that is not a manifest`, { place })
  documents.set(digest, body)
  const { mediaType } = JSON.parse(Buffer.from(body).toString('utf8')) as { mediaType?: string }
  return { body, type: mediaType ?? contentType }
}

function manifestsIn(index: Uint8Array, wanted: readonly string[], place: string): string[] {
  const entries = descriptorsIn(index, 'manifests').filter(({ platform }) => !platform.startsWith('unknown'))
  if (wanted.length === 0) return entries.map(({ digest }) => digest)
  return wanted.flatMap((platform) => {
    const found = entries.filter((entry) => platformMatches(platform, entry.platform))
    const has = entries.map((entry) => entry.platform).join(', ')
    if (found.length === 0)
      throw new HoldfastError('HF_REGISTRY_NOT_FOUND', `has no image for ${platform}, only for ${has}`, { place })
    return found.map(({ digest }) => digest)
  })
}

function addImage(manifest: Uint8Array, from: Reference, place: string, { blobs }: Gathered): void {
  for (const { digest, size } of [...descriptorsIn(manifest, 'config'), ...descriptorsIn(manifest, 'layers')])
    if (!blobs.has(digest)) blobs.set(digest, { digest, size, from, place })
}
