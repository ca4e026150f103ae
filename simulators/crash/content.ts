/**
 * Power cuts at every step of the content store's work: while it fetches, while it reads old layers and applies a delta to
 * them, and while the engine loads, the lower layers before the others too.
 *
 * Invariant: the same image and seed give the same cuts. A history is survived when every blob that a cut leaves under its
 * own name is whole, the image is there in the end, no more than a mebibyte was fetched again for each cut, a delta that was
 * of no use is not tried again once that has been written down, and the store is empty and the engine has no part of it by
 * another name when it has the image.
 */
import { readName } from '../../agent/content/names.ts'
import { faultOf } from '../../protocol/errors.ts'
import { seededRandom } from '../seeded-random.ts'
import { CrashDisk, type Cut, FATES } from './content-disk.ts'
import { beyond, digestOf, type Forgets, live, type OldImage } from './content-life.ts'
import type { HeldImage } from './content-registry.ts'

const AGAIN_AT_MOST = 1024 * 1024

export interface ContentResults {
  cutsTried: number
  /** In words. */
  faults: string[]
  /** The most that one cut cost, of all histories. */
  againBytes: number
  /** Histories in which the image was made by a delta in the end. */
  byDelta: number
  /** Histories in which a stem outlived a cut. */
  stemsKept: number
}

/**
 * @param old what the engine has; nothing: no delta can be taken
 */
export async function exploreContent(
  image: HeldImage,
  seed: string,
  old: OldImage | null = null,
  forgets: Forgets = 'nothing',
): Promise<ContentResults> {
  const results: ContentResults = { cutsTried: 0, faults: [], againBytes: 0, byDelta: 0, stemsKept: 0 }
  const whole = new CrashDisk(null)
  const uncut = beyond(old)
  await live(image, whole, uncut)
  const explored: Explored = { image, old, forgets, uncutBytes: uncut.sentBytes }
  const random = seededRandom(seed)
  for (let at = 1; at <= whole.steps; at++)
    for (const fate of FATES) {
      const first: Cut = { at, fate, isLate: random() < 0.5 }
      const second: Cut = { at: 1 + Math.floor(random() * whole.steps), fate, isLate: random() < 0.5 }
      await history(explored, random() < 0.25 ? [first, second] : [first], results)
    }
  return results
}

interface Explored {
  image: HeldImage
  old: OldImage | null
  forgets: Forgets
  /** What comes when nothing is cut. */
  uncutBytes: number
}

async function history(explored: Explored, cuts: Cut[], results: ContentResults): Promise<void> {
  const { image, old, forgets, uncutBytes } = explored
  results.cutsTried += cuts.length
  const told = JSON.stringify(cuts)
  const world = beyond(old)
  let files = new Map<string, Buffer>()
  let isStemKept = false
  for (const cut of [...cuts, null]) {
    const disk = new CrashDisk(cut, files, forgets === 'syncs')
    const error = await live(image, disk, world, forgets).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (error !== null && cut === null) results.faults.push(`${told}: it never came: ${faultOf(error).message}`)
    files = disk.remains()
    if (cut !== null && world.stems.size > 0) isStemKept = true
    for (const [name, bytes] of files)
      if (readName(name)?.kind === 'blob' && readName(name)?.digest !== digestOf(bytes))
        results.faults.push(`${told}: ${name} is not what its name says`)
  }
  if (files.size > 0) results.faults.push(`${told}: ${[...files.keys()].join(', ')} stayed`)
  if (world.stems.size > 0) results.faults.push(`${told}: the engine still has ${[...world.stems.keys()].join(', ')}`)
  if (world.believesHalf) results.faults.push(`${told}: what a cut left half in the engine was believed`)
  if (isStemKept) results.stemsKept += 1
  if (world.isByDelta) results.byDelta += 1
  if (world.triedAgain) results.faults.push(`${told}: a delta was tried again that is known to be of no use`)
  const again = (world.sentBytes - uncutBytes) / cuts.length
  results.againBytes = Math.max(results.againBytes, again)
  if (again > AGAIN_AT_MOST) results.faults.push(`${told}: ${again} bytes came again for each cut`)
}
