/**
 * How an image came to a device, in words.
 *
 * Invariant: pure; words of a device are passed on as they are, and made harmless where they are printed.
 */
import type { ImageFetch } from '../../protocol/types.ts'
import { formatBytes } from '../text/bytes.ts'

const WAYS: Readonly<Record<string, string>> = {
  '': 'before anything of it came',
  delta: 'by a delta',
  missing: 'by the layers that were lacking',
  whole: 'whole',
  pull: "by the engine's own pull",
}

/** "registry/app@sha256:… came by a delta: 0.2 MB over the network (planned: by delta 0.2 MB, by layers 65 MB, …)" */
export function fetchWords(fetch: ImageFetch): string {
  const { image, way, deltaBytes, missingBytes, wholeBytes, fetchedBytes, neighbourBytes, excessBytes, fallbacks } =
    fetch
  const planned = wholeBytes === 0 ? [] : [`by layers ${formatBytes(missingBytes)}`, `whole ${formatBytes(wholeBytes)}`]
  const plan = deltaBytes === 0 ? planned : [`by delta ${formatBytes(deltaBytes)}`, ...planned]
  const near = neighbourBytes === 0 ? '' : ` and ${formatBytes(neighbourBytes)} from neighbours`
  const excess = excessBytes === 0 ? '' : `, ${formatBytes(excessBytes)} more than planned`
  const before = fallbacks.map(({ way: tried, code, message }) => `; not ${wordOf(tried)}: ${code} ${message}`)
  const costs = plan.length === 0 ? '' : ` (planned: ${plan.join(', ')})`
  return `${image} came ${wordOf(way)}: ${formatBytes(fetchedBytes)} over the network${near}${excess}${costs}${before.join('')}`
}

/** Whether it did not go as it should. */
export function isFetchTrouble({ excessBytes, fallbacks }: ImageFetch): boolean {
  return excessBytes > 0 || fallbacks.length > 0
}

function wordOf(way: string): string {
  return WAYS[way] ?? way
}
