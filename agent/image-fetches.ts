/**
 * How images have come since the agent started, for the report.
 *
 * Invariant: pure; of each image the last word, and of no more images than `MOST`: the oldest goes.
 */

import type { PullProgress } from '../machines/ports.ts'
import { cutTo } from '../protocol/text.ts'
import type { ImageFetch } from '../protocol/types.ts'

const MOST = 32
const MAX_TEXT = 500

/** With what is now known of one image. Whoever fetches it may not know how it comes: then nothing is added. */
export function withFetch(
  fetches: readonly ImageFetch[],
  image: string,
  { course, fetchedBytes = 0, neighbourBytes = 0 }: PullProgress,
): readonly ImageFetch[] {
  if (course === undefined) return fetches
  const { way, plan, excessBytes } = course
  const fetch: ImageFetch = {
    image,
    way,
    deltaBytes: plan?.deltaBytes ?? 0,
    missingBytes: plan?.missingBytes ?? 0,
    wholeBytes: plan?.wholeBytes ?? 0,
    diskPeakBytes: plan?.diskPeakBytes ?? 0,
    memoryBytes: plan?.memoryBytes ?? 0,
    whyNoDelta: cutTo(plan?.why ?? '', MAX_TEXT),
    fetchedBytes,
    neighbourBytes,
    excessBytes,
    fallbacks: course.fallbacks.map((each) => ({ ...each, message: cutTo(each.message, MAX_TEXT) })),
  }
  return [...fetches.filter((other) => other.image !== image), fetch].slice(-MOST)
}
