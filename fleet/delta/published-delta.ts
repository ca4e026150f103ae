/**
 * A delta that somebody has published for an image, from one of the images that a device has.
 *
 * Invariant: what is found is what a device would take, were there room for it; of several the smallest.
 */
import {
  type BlobDescriptor,
  baseOf,
  type Delta,
  deltasIn,
  parseDelta,
  parseDeltaManifest,
  referrersTag,
} from '../../protocol/delta-form.ts'
import { faultOf } from '../../protocol/errors.ts'
import type { RegistryClient } from '../registry/client.ts'
import { collected, type PlatformImage } from './read-image.ts'

export interface PublishedDelta {
  delta: Delta
  blobs: BlobDescriptor[]
}

/**
 * @param lacking content of the layers that the device lacks, the lowest first
 * @param held of each of its images the content of its layers
 * @throws HF_REGISTRY_…
 */
export async function publishedDelta(
  client: RegistryClient,
  image: PlatformImage,
  lacking: readonly string[],
  held: readonly (readonly string[])[],
  place: string,
): Promise<PublishedDelta | null> {
  const images = new Map(held.map((layers) => [baseOf(layers), layers]))
  const list = await referrersOf(client, image, place)
  let best: PublishedDelta | null = null
  for (const { digest, base } of list === null ? [] : deltasIn(list)) {
    const layers = images.get(base)
    if (layers === undefined) continue
    const { body } = await client.manifest(image.from, digest, place)
    const manifest = parseDeltaManifest(body)
    if (manifest === null || manifest.subject !== image.digest) continue
    const { description, deltas: blobs } = manifest
    const text = await collected(client.blob(image.from, description.digest, description.bytes, place))
    const delta = parseDelta(Buffer.concat(text))
    if (delta === null || delta.layers.length !== blobs.length) continue
    const gives = delta.layers.map(({ diffId }) => diffId).join()
    if (gives !== lacking.join() || !delta.base.every(({ diffId }) => layers.includes(diffId))) continue
    if (best === null || sizeOf(blobs) < sizeOf(best.blobs)) best = { delta, blobs }
  }
  return best
}

/** By the referrers API, or the tag under which others keep the list. Null: there is neither. */
async function referrersOf(
  client: RegistryClient,
  { from, digest }: PlatformImage,
  place: string,
): Promise<Uint8Array | null> {
  for (const what of [`referrers/${digest}`, `manifests/${referrersTag(digest)}`])
    try {
      const list = await client.document(from, what, place)
      if (deltasIn(list).length > 0) return list
    } catch (error) {
      const { code } = faultOf(error)
      if (code !== 'HF_REGISTRY_NOT_FOUND' && code !== 'HF_REGISTRY_INVALID') throw error
    }
  return null
}

export function sizeOf(parts: readonly { bytes: number }[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0)
}
