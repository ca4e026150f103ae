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
  let best: PublishedDelta | null = null
  for (const { digest, base } of await deltasOf(client, image, place)) {
    const layers = images.get(base)
    if (layers === undefined) continue
    const found = await look(client, image, digest, place)
    if (found === null) continue
    const { delta, blobs } = found
    const gives = delta.layers.map(({ diffId }) => diffId).join()
    if (gives !== lacking.join() || !delta.base.every(({ diffId }) => layers.includes(diffId))) continue
    if (best === null || sizeOf(blobs) < sizeOf(best.blobs)) best = { delta, blobs }
  }
  return best
}

/** Null: it is none for this image, or none any more, as to a device. */
async function look(
  client: RegistryClient,
  image: PlatformImage,
  digest: string,
  place: string,
): Promise<PublishedDelta | null> {
  try {
    const { body } = await client.manifest(image.from, digest, place)
    const manifest = parseDeltaManifest(body)
    if (manifest === null || manifest.subject !== image.digest) return null
    const { description, deltas: blobs } = manifest
    const text = await collected(client.blob(image.from, description.digest, description.bytes, place))
    const delta = parseDelta(Buffer.concat(text))
    return delta === null || delta.layers.length !== blobs.length ? null : { delta, blobs }
  } catch (error) {
    if (isNotThere(error)) return null
    throw error
  }
}

/** By the referrers API, or the tag under which others keep the list. */
async function deltasOf(
  client: RegistryClient,
  { from, digest }: PlatformImage,
  place: string,
): Promise<ReturnType<typeof deltasIn>> {
  for (const what of [`referrers/${digest}`, `manifests/${referrersTag(digest)}`]) {
    const found: ReturnType<typeof deltasIn> = []
    try {
      for await (const page of client.pages(from, what, place)) found.push(...deltasIn(page))
    } catch (error) {
      if (!isNotThere(error)) throw error
    }
    // Also where a later page is not there: what the others tell of stands.
    if (found.length > 0) return found
  }
  return []
}

function isNotThere(error: unknown): boolean {
  return ['HF_REGISTRY_NOT_FOUND', 'HF_REGISTRY_INVALID'].includes(faultOf(error).code)
}

export function sizeOf(parts: readonly { bytes: number }[]): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0)
}
