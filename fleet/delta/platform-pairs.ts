/**
 * Which image of an old reference a device has when it goes to which one of a new reference.
 *
 * Invariant: pure; images for the same platform, and where each reference is of one image, those two, unless both say
 * for which platform they are.
 */
import type { PlatformImage } from './read-image.ts'

export function platformPairs(
  old: readonly PlatformImage[],
  fresh: readonly PlatformImage[],
): [PlatformImage, PlatformImage][] {
  const isOneEach = old.length === 1 && fresh.length === 1
  return fresh.flatMap((image) => {
    const before = old.find(
      ({ platform }) => platform === image.platform || (isOneEach && (platform === '' || image.platform === '')),
    )
    return before === undefined ? [] : [[before, image] as [PlatformImage, PlatformImage]]
  })
}
