/**
 * What fetching costs.
 *
 * Invariant: pure; what several images have in common counts once, and what an image has that is there not at all. Of an
 * image whose parts are not known all counts, as its manifest says.
 */
import type { Service } from '../../protocol/types.ts'

type Image = Pick<Service, 'image' | 'imageBytes' | 'imageParts' | 'platform'>

/** An image that the engine lacks. */
export interface Lacking {
  service: Image
  /** Its service removes the old one, and what that has, before it is fetched. */
  makesRoom: boolean
  /** It comes over no link. */
  isAtHand: boolean
}

export interface Cost {
  /** Bytes that come over a link. */
  overLink: number
  /** Bytes that come before anything is removed. */
  atOnce: number
}

/**
 * @param standing services whose images are there
 * @param platform of the engine: "linux/arm/v7"
 */
export function bytesToFetch(lacking: readonly Lacking[], standing: readonly Image[], platform: string): Cost {
  const there = new Set(standing.flatMap((image) => [...partsOf(image, platform).keys()]))
  const cost = (chosen: readonly Lacking[]): number => {
    const parts = new Map<string, number>()
    for (const { service, makesRoom } of chosen)
      for (const [digest, bytes] of partsOf(service, platform))
        if (makesRoom || !there.has(digest)) parts.set(digest, bytes)
    return [...parts.values()].reduce((sum, bytes) => sum + bytes, 0)
  }
  return {
    overLink: cost(lacking.filter(({ isAtHand }) => !isAtHand)),
    atOnce: cost(lacking.filter(({ makesRoom }) => !makesRoom)),
  }
}

function partsOf({ image, imageBytes, imageParts, platform }: Image, engine: string): Map<string, number> {
  const wanted = platform || engine
  const found =
    imageParts.find((each) => each.platform === '' || each.platform === wanted) ??
    imageParts.find((each) => isWithin(each.platform, wanted) || isWithin(wanted, each.platform))
  if (found === undefined) return new Map([[image, imageBytes]])
  return new Map(found.parts.map(({ digest, bytes }) => [Buffer.from(digest).toString('hex'), bytes]))
}

/** As "linux/arm64/v8" is of "linux/arm64". */
function isWithin(one: string, other: string): boolean {
  return one.startsWith(`${other}/`)
}
