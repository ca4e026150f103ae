/**
 * The deltas that a fleet wants on its way to a release, into the registries of the new images.
 *
 * Invariant: what is there already is not made again, and what no device would take is not published. A pair that cannot be
 * made costs nothing but itself: devices then fetch layers.
 */
import { type Fault, faultOf, HoldfastError } from '../../protocol/errors.ts'
import { heldOf, isWorthDelta, WORTH_ASKING_BYTES } from '../../protocol/fetch-plan.ts'
import type { RegistryClient } from '../registry/client.ts'
import { pushArtifact } from '../registry/push.ts'
import { parseReference, type Reference } from '../registry/reference.ts'
import type { FleetPair } from './fleet-pairs.ts'
import { makeDelta } from './make-delta.ts'
import { platformPairs } from './platform-pairs.ts'
import { publishedDelta, sizeOf } from './published-delta.ts'
import { type PlatformImage, readImages } from './read-image.ts'

export interface PairEnd extends FleetPair {
  /** Empty: there is only the one. */
  platform: string
  /** 'there': somebody has published it before; 'useless': layers cost hardly more, or no more at all. */
  result: 'published' | 'there' | 'useless' | 'failed'
  /** Of the delta, and of the layers that it saves; zero: not known. */
  bytes: number
  layerBytes: number
  /** Of one that failed. */
  fault?: Fault
}

/** One after the other: each takes the memory of two images. @param tell hears of each as it ends */
export async function publishDeltas(
  client: RegistryClient,
  pairs: readonly FleetPair[],
  tell: (end: PairEnd) => void,
): Promise<void> {
  for (const pair of pairs) {
    const failed = (error: unknown, platform = ''): void =>
      tell({ ...pair, platform, result: 'failed', bytes: 0, layerBytes: 0, fault: faultOf(error) })
    const images = await imagesOf(client, pair).catch((error: unknown) => {
      failed(error)
      return []
    })
    for (const [old, fresh] of images)
      try {
        tell({ ...pair, platform: fresh.platform, ...(await publishDelta(client, old, fresh, pair.fresh)) })
      } catch (error) {
        failed(error, fresh.platform)
      }
  }
}

/** @throws HF_REGISTRY_…, HF_DELTA_INVALID: what devices say they run is any text */
async function imagesOf(client: RegistryClient, { old, fresh }: FleetPair): Promise<[PlatformImage, PlatformImage][]> {
  const [from, to] = [referenceOf(old), referenceOf(fresh)]
  const pairs = platformPairs(await readImages(client, from, old), await readImages(client, to, fresh))
  if (pairs.length > 0) return pairs
  const place = `${old} to ${fresh}`
  throw new HoldfastError('HF_DELTA_INVALID', 'they have no image for the same platform', { place })
}

function referenceOf(image: string): Reference {
  const reference = parseReference(image)
  if (typeof reference === 'string') throw new HoldfastError('HF_DELTA_INVALID', reference)
  return reference
}

async function publishDelta(
  client: RegistryClient,
  old: PlatformImage,
  fresh: PlatformImage,
  place: string,
): Promise<Pick<PairEnd, 'result' | 'bytes' | 'layerBytes'>> {
  const held = heldOf(fresh.diffIds, [old.diffIds])
  const layerBytes = fresh.layers.slice(held).reduce((sum, { size }) => sum + size, 0)
  if (layerBytes <= WORTH_ASKING_BYTES) return { result: 'useless', bytes: 0, layerBytes }
  const there = await publishedDelta(client, fresh, fresh.diffIds.slice(held), [old.diffIds], place)
  if (there !== null) return { result: 'there', bytes: sizeOf(there.blobs), layerBytes }
  const made = await makeDelta(client, old, fresh, place)
  const bytes = made?.bytes ?? 0
  if (made === null || !isWorthDelta(bytes, layerBytes)) return { result: 'useless', bytes, layerBytes }
  await pushArtifact(client, fresh.from, made.artifact)
  return { result: 'published', bytes, layerBytes }
}
