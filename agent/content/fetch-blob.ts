/**
 * One blob into the store, through however many cuts.
 *
 * Invariant: it ends with the blob in the store, whole and right, or with the registry's fault; what came stays, and the
 * next attempt, of this life or a later one, asks for what is missing only.
 */
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { Log } from '../log.ts'
import type { ContentDisk } from './content-disk.ts'
import { type BlobRef, isElsewhere, type LayerRef } from './image-manifest.ts'
import { leastBytes } from './pace-rule.ts'
import { openPart, type Part } from './part.ts'
import type { Place } from './places.ts'
import { judgeAnswer } from './range-answer.ts'
import type { Registry } from './registry.ts'
import { afterFailure, type Failure, FIRST_TRY, type Tries } from './retry-rule.ts'
import type { Throttle } from './throttle.ts'
import { isTooSlow } from './transport.ts'

export interface Source {
  registry: Pick<Registry, 'get'>
  places: readonly Place[]
  repository: string
  /** The image, for errors. */
  image: string
}

export interface Means {
  disk: ContentDisk
  clock: ClockPort
  throttle: Throttle
  log: Log
}

/** What has come. */
export interface Heard {
  /** So much more of the blob is here than before, or less when it was wrong. */
  gained(bytes: number): void
  /** So much more came over the network, needed or not. */
  received(bytes: number): void
  /** More will come than was to: so much that is here, and what is here no more. Nothing of it has come. */
  again(bytes: number): void
}

/** What others have brought of it. */
export interface Before {
  /** That is on the disk, in this life. */
  had: number
  /** Some of it was theirs: hears when all of it turns out to be wrong. */
  wasWrong: (() => void) | null
}

/** @throws HF_REGISTRY_…, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_CANCELLED */
export async function fetchBlob(
  means: Means,
  source: Source,
  blob: BlobRef,
  heard: Heard,
  signal: AbortSignal,
  before: Before = { had: 0, wasWrong: null },
): Promise<void> {
  let { wasWrong } = before
  let part = await openPart(means.disk, blob.digest, blob.bytes, before.had)
  heard.gained(part.had)
  let tries = FIRST_TRY
  let hasGiven = false
  let isInParts = true
  try {
    for (;;) {
      const began = part.had
      let isWrong = false
      try {
        if (part.had < blob.bytes) await fill(means, source, blob, part, { ...tries, isInParts }, heard, signal)
        const { had } = part
        if (await part.finish()) return
        heard.gained(-had)
        heard.again(0)
        if (signal.aborted)
          throw new HoldfastError('HF_CANCELLED', 'the fetching was given up', { place: source.image })
        isWrong = true
        throw new HoldfastError('HF_REGISTRY_INVALID', `the blob ${blob.digest} came with another content`, {
          place: source.image,
        })
      } catch (error) {
        if (signal.aborted || !(error instanceof HoldfastError)) throw error
        hasGiven ||= part.had > began
        const failure = {
          code: error.code,
          hasGiven,
          gained: part.had - began,
          isWrong,
          afterMs: retryAfterOf(error),
          isSlow: isTooSlow(error),
        }
        // What others gave says nothing of a registry.
        const isOthers = isWrong && wasWrong !== null
        let again = isOthers
          ? { tries, waitMs: 0 }
          : afterFailure(tries, failure satisfies Failure, source.places.length, means.clock.random())
        // 416, or another part than was asked for: what is here would be in the way for ever.
        const isOfPart = began > 0 && failure.gained === 0 && !isWrong && error.code === 'HF_REGISTRY_INVALID'
        if (again === null && isOfPart && isInParts) {
          isInParts = false
          again = { tries: FIRST_TRY, waitMs: 0 }
        }
        if (isOthers) wasWrong?.()
        if (isWrong) wasWrong = null
        if (again === null || !error.code.startsWith('HF_REGISTRY_')) throw error
        means.log.debug('a blob is asked for again', { blob: blob.digest, had: part.had, ...faultOf(error) })
        tries = again.tries
        if (again.waitMs > 0) await means.clock.sleep(again.waitMs, signal)
        if (isWrong) part = await openPart(means.disk, blob.digest, blob.bytes)
      }
    }
  } finally {
    await part.close()
  }
}

/**
 * One request, as far as it brings it.
 * @param tries unless it is to come in parts, all of it is asked for, and what is here is kept
 * @throws HF_REGISTRY_…, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_CANCELLED
 */
export async function fill(
  means: Means,
  { registry, places, repository, image }: Source,
  blob: BlobRef | LayerRef,
  part: Part,
  tries: Pick<Tries, 'place' | 'slow'> & { isInParts?: boolean },
  heard: Heard,
  signal: AbortSignal,
): Promise<void> {
  const { digest, bytes } = blob
  const place = places[tries.place] as Place
  const least = leastBytes(places.length, tries.slow)
  const from = part.had
  const headers: Record<string, string> = from === 0 || tries.isInParts === false ? {} : { range: `bytes=${from}-` }
  const path = `blobs/${digest}`
  const { answer, pieces } = await registry.get({ place, repository, path, headers, signal, image, least })
  const fault = (code: HoldfastError['code'], message: string, cause?: unknown) =>
    new HoldfastError(code, `${place.origin.host} ${message}`, { place: image, cause })
  try {
    const { statusCode: status = 0 } = answer
    const said = {
      status,
      contentLength: answer.headers['content-length'],
      contentRange: answer.headers['content-range'],
      retryAfter: answer.headers['retry-after'],
    }
    const verdict = judgeAnswer({ from, bytes }, said, means.clock.now().wallMs)
    if (verdict.kind === 'refused') {
      const what = 'mediaType' in blob && isElsewhere(blob) ? ', which its image says to be had elsewhere' : ''
      throw fault(verdict.code, `${verdict.message} for the blob ${digest}${what}`, new RetryAfter(verdict.afterMs))
    }
    if (verdict.skip > 0) {
      heard.again(verdict.skip)
      means.log.warn('a registry gives no parts of blobs: what was fetched comes again', {
        registry: place.origin.host,
        bytes: verdict.skip,
      })
    }
    let skip = verdict.skip
    for await (const piece of pieces) {
      heard.received(piece.length)
      await means.throttle.take(piece.length, signal)
      const fresh = piece.subarray(Math.min(skip, piece.length))
      skip -= piece.length - fresh.length
      if (part.had + fresh.length > bytes)
        throw fault('HF_REGISTRY_INVALID', `sends more than the ${bytes} bytes of ${digest}`)
      await part.write(fresh)
      heard.gained(fresh.length)
    }
  } finally {
    if (!answer.complete) answer.destroy()
  }
  if (part.had < bytes)
    throw fault('HF_REGISTRY_UNAVAILABLE', `broke off after ${part.had} of ${bytes} bytes of ${digest}`)
}

/** Why a server wants to be left alone, and how long, from where it is heard to where it is heeded. */
export class RetryAfter extends Error {
  readonly afterMs: number | null

  constructor(afterMs: number | null) {
    super('it refuses')
    this.afterMs = afterMs
  }
}

/** Null: it does not say. */
export function retryAfterOf({ cause }: Error): number | null {
  return cause instanceof RetryAfter ? cause.afterMs : null
}
