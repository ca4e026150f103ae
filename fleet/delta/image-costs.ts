/**
 * What the new images of a release cost a device that runs another release: by each way, as the device itself reckons.
 *
 * Invariant: nothing is fetched but what describes images and deltas. Room and memory are the device's affair: here there
 * is enough of them.
 */
import { type ErrorCode, faultOf } from '../../protocol/errors.ts'
import { type FetchPlan, heldOf, planFetch } from '../../protocol/fetch-plan.ts'
import type { Release } from '../../protocol/types.ts'
import type { RegistryClient } from '../registry/client.ts'
import { parseReference, type Reference } from '../registry/reference.ts'
import { publishedDelta, sizeOf } from './published-delta.ts'
import { type PlatformImage, readImages } from './read-image.ts'

export interface ImageCost {
  image: string
  /** Empty: there is only the one. */
  platform: string
  plan: FetchPlan
}

/** Nobody could tell. */
export interface UnknownCost {
  image: string
  /** As the release says; zero: it does not. */
  wholeBytes: number
  fault: { code: ErrorCode; message: string }
}

/** @param before what the device runs */
export async function imageCosts(
  client: RegistryClient,
  before: Release | null,
  after: Release,
  images: readonly string[],
): Promise<(ImageCost | UnknownCost)[]> {
  const old: PlatformImage[] = []
  // An image that its registry has no more may be on the device all the same: nobody can tell what of it is of use.
  for (const image of images.length === 0 ? [] : new Set(before?.services.map((service) => service.image)))
    old.push(...(await readImages(client, referenceOf(image), image).catch(() => [])))
  const costs: (ImageCost | UnknownCost)[] = []
  for (const image of images)
    try {
      for (const each of await readImages(client, referenceOf(image), image))
        costs.push({ image, platform: each.platform, plan: await planOf(client, each, old, image) })
    } catch (error) {
      const wholeBytes = after.services.find((service) => service.image === image)?.imageBytes ?? 0
      const { code, message } = faultOf(error)
      costs.push({ image, wholeBytes, fault: { code, message } })
    }
  return costs
}

async function planOf(
  client: RegistryClient,
  image: PlatformImage,
  old: readonly PlatformImage[],
  place: string,
): Promise<FetchPlan> {
  // Where a reference is of one image, nothing says for which platform it is: its layers do.
  const before = old.filter(({ platform }) => [platform, image.platform].includes('') || platform === image.platform)
  const held = before.map(({ diffIds }) => diffIds)
  const heldCount = heldOf(image.diffIds, held)
  const layers = image.layers.map(({ digest, size }) => ({ digest, bytes: size }))
  const lacking = image.diffIds.slice(heldCount)
  const found = lacking.length === 0 ? null : await publishedDelta(client, image, lacking, held, place)
  return planFetch({
    wholeBytes: sizeOf(unique(layers)),
    missingBytes: sizeOf(unique(layers.slice(heldCount))),
    missingHere: 0,
    delta: found && {
      bytes: sizeOf(unique(found.blobs)),
      here: 0,
      baseBytes: sizeOf(found.delta.base),
      freshBytes: sizeOf(found.delta.layers),
    },
    storeFree: null,
    engineFree: null,
    memoryFree: null,
    isOneDisk: true,
  })
}

function unique<T extends { digest: string }>(blobs: readonly T[]): T[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()]
}

function referenceOf(image: string): Reference {
  return parseReference(image) as Reference
}
