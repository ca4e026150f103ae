/**
 * Fetching images, several at a time, with the progress of all shown as one: from what is at hand, else by a pull.
 *
 * Invariant: at most two are under way; the first failure asks the other to give up, and is thrown once
 * nothing is under way any more. What is at hand and cannot be used is told, and costs nothing but a pull.
 */
import type { PullProgress } from '../../machines/ports.ts'
import { type ErrorCode, faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { ImageShelf } from '../bundle-door.ts'
import type { World } from './world.ts'

/** An image, and the service it is for. */
export interface Wanted {
  service: string
  image: string
  /** To be fetched for it, as far as is known beforehand; zero if unknown. */
  bytes: number
}

/** One fetches while the other is unpacked; more would only share the same link and the same disk. */
const AT_ONCE = 2

/** @throws as EnginePort.pull */
export async function fetchImages(
  world: Pick<World, 'engine' | 'progress' | 'noteFetch' | 'shelf'>,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<void> {
  const queue = [...wanted]
  const underWay = new Set<string>()
  const bytesOf = new Map(wanted.map(({ image, bytes }) => [image, { doneBytes: 0, totalBytes: bytes }]))
  const failures: unknown[] = []
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])

  function show(): void {
    const all = [...bytesOf.values()]
    world.progress({
      step: `fetching ${[...underWay].join(', ')}`,
      doneBytes: all.reduce((sum, { doneBytes }) => sum + doneBytes, 0),
      totalBytes: all.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
    })
  }

  async function one({ service, image }: Wanted): Promise<void> {
    underWay.add(service)
    show()
    const onProgress = (progress: PullProgress): void => {
      const { doneBytes, totalBytes } = progress
      world.noteFetch(image, progress)
      if (totalBytes > 0) bytesOf.set(image, { doneBytes, totalBytes })
      show()
    }
    if (world.shelf === undefined) await world.engine.pull(image, onProgress, either)
    else await bring(world.engine, world.shelf, image, onProgress, either)
    underWay.delete(service)
  }

  async function oneAfterTheOther(): Promise<void> {
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await one(next)
    } catch (error) {
      failures.push(error)
      queue.length = 0
      failed.abort()
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, oneAfterTheOther))
  if (failures.length > 0) throw failures[0]
}

/** What is the matter with what is at hand, and not with the engine. */
const OF_SOURCE: readonly ErrorCode[] = ['HF_IMAGE_INVALID', 'HF_BUNDLE_INVALID', 'HF_BUNDLE_UNREADABLE']

async function bring(
  engine: World['engine'],
  shelf: ImageShelf,
  image: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  let away: HoldfastError | null = null
  try {
    const source = await shelf.source(image)
    if (source !== null) return await engine.loadImage(image, source, onProgress, signal)
  } catch (error) {
    if (signal.aborted || !(error instanceof HoldfastError) || !OF_SOURCE.includes(error.code)) throw error
    shelf.failed(image, faultOf(error))
    if (error.code === 'HF_BUNDLE_UNREADABLE') away = error
  }
  try {
    await engine.pull(image, onProgress, signal)
  } catch (error) {
    // The medium may come back: what the registry says counts against no release then.
    throw away !== null && !signal.aborted ? away : error
  }
}
