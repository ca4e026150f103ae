/**
 * A delta for an image, from one that the engine has.
 *
 * Invariant: what is found fits by everything that can be told before it is fetched: it refers to the image, is made from
 * layers that one image of the engine has, and gives just the layers that are lacking. Not to find one is no fault, but when
 * nobody answers.
 */
import {
  type BlobDescriptor,
  baseOf,
  DELTA_TYPE,
  type Delta,
  deltasIn,
  parseDelta,
  parseDeltaManifest,
  referrersTag,
} from '../../protocol/delta-form.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { MOST_PAGES, nextPage } from '../../protocol/next-page.ts'
import { digestOf } from '../adapters/image-parts.ts'
import { RetryAfter, retryAfterOf, type Source } from './fetch-blob.ts'
import { fetchManifest, type ManifestMeans } from './fetch-manifest.ts'
import type { BlobRef } from './image-manifest.ts'
import type { Came } from './near.ts'
import { afterMsOf } from './range-answer.ts'
import { readCapped } from './registry.ts'
import { afterFailure, FIRST_TRY } from './retry-rule.ts'

export interface FoundDelta {
  delta: Delta
  /** In the order of `delta.layers`. */
  blobs: BlobDescriptor[]
  /** All layers of the image that it is made from. */
  image: readonly string[]
}

/** What a search does beside asking. */
export interface Search extends Came {
  /** These stay in the store, from before they are there. */
  keep(digests: readonly string[]): Promise<void>
  /** Brings a small blob, and gives it. */
  description(blob: BlobRef): Promise<Uint8Array | null>
}

/** Of what refers to an image, in bytes. */
const LARGEST_LIST = 1024 * 1024
/** Each costs two requests. */
const MOST_LOOKED_AT = 3

/**
 * @param own digest of the image's own manifest
 * @param lacking content of the layers that the engine lacks, the lowest first
 * @param held of each image of the engine the content of its layers
 * @throws HF_REGISTRY_UNAVAILABLE, HF_CONTENT_UNWRITABLE, HF_CANCELLED
 */
export async function findDelta(
  means: ManifestMeans,
  source: Source,
  own: string,
  lacking: readonly string[],
  held: readonly (readonly string[])[],
  search: Search,
  signal: AbortSignal,
): Promise<FoundDelta | null> {
  const images = new Map(held.filter((layers) => layers.length > 0).map((layers) => [baseOf(layers), layers]))
  if (images.size === 0) return null
  const candidates = (await referrersOf(means, source, own, search.received, signal)).filter(({ base }) =>
    images.has(base),
  )
  let best: FoundDelta | null = null
  for (const { digest, base } of candidates.slice(-MOST_LOOKED_AT))
    try {
      const found = await look(means, source, own, digest, search, signal)
      const image = images.get(base)
      if (found === null || image === undefined || !fits(found.delta, lacking, image)) continue
      const better = { ...found, image }
      if (best === null || bytesOf(better) < bytesOf(best)) best = better
    } catch (error) {
      if (signal.aborted || !isNotThere(error)) throw error
      means.log.warn('a delta cannot be taken', { image: source.image, delta: digest, ...faultOf(error) })
    }
  return best
}

function fits({ base, layers }: Delta, lacking: readonly string[], image: readonly string[]): boolean {
  const given = layers.map(({ diffId }) => diffId)
  return given.join() === lacking.join() && base.every(({ diffId }) => image.includes(diffId))
}

function bytesOf({ blobs }: FoundDelta): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0)
}

async function look(
  means: ManifestMeans,
  source: Source,
  own: string,
  digest: string,
  search: Search,
  signal: AbortSignal,
): Promise<Omit<FoundDelta, 'image'> | null> {
  await search.keep([digest])
  const body = await fetchManifest(means, source, digest, search, signal)
  const manifest = parseDeltaManifest(body)
  if (manifest === null || manifest.subject !== own) return null
  await search.keep([manifest.description.digest])
  const description = await search.description(manifest.description)
  const delta = description === null ? null : parseDelta(description)
  if (delta === null || delta.layers.length !== manifest.deltas.length) return null
  return { delta, blobs: manifest.deltas }
}

/** By the referrers API, or the tag under which others keep the list. */
async function referrersOf(
  means: ManifestMeans,
  source: Source,
  own: string,
  received: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ReturnType<typeof deltasIn>> {
  let silent: HoldfastError | null = null
  let answered = false
  const filter = `artifactType=${encodeURIComponent(DELTA_TYPE)}`
  for (const place of source.places)
    try {
      for (const path of [`referrers/${own}?${filter}`, `manifests/${referrersTag(own)}`]) {
        const found = await deltasUnder(means, { ...source, places: [place] }, path, received, signal)
        if (found.length > 0) return found
      }
      answered = true
    } catch (error) {
      const isSilence = error instanceof HoldfastError && error.code === 'HF_REGISTRY_UNAVAILABLE'
      if (signal.aborted || !isSilence) throw error
      silent = error
    }
  // A link that is away for a moment is no reason to fetch a hundred times as much.
  if (!answered && silent !== null) throw silent
  return []
}

/** Of all pages of a list. */
async function deltasUnder(
  means: ManifestMeans,
  source: Source,
  start: string,
  received: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ReturnType<typeof deltasIn>> {
  const found: ReturnType<typeof deltasIn> = []
  let path: string | null = start
  for (let pages = 0; path !== null && pages < MOST_PAGES; pages++) {
    const page = await asked(means, source, path, received, signal)
    if (page !== null) found.push(...deltasIn(page.list))
    path = page?.next ?? null
  }
  return found
}

/** A list as it came. */
interface Page {
  list: Uint8Array
  /** Where it goes on, below the repository; null: nowhere. */
  next: string | null
}

/** Null: it is not there, or not for us. */
async function asked(
  { clock, log }: ManifestMeans,
  { registry, places, repository, image }: Source,
  path: string,
  received: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Page | null> {
  const [place] = places
  if (place === undefined) return null
  let tries = FIRST_TRY
  for (;;) {
    let wrong: Page | null = null
    try {
      const headers = { accept: 'application/vnd.oci.image.index.v1+json' }
      const { answer, pieces } = await registry.get({ place, repository, path, headers, signal, image })
      if (answer.statusCode === 200) {
        const body = await readCapped(pieces, LARGEST_LIST)
        received(body?.length ?? 0)
        // No digest of a release is over it: what can be told of it is that it did not come as it was sent.
        if (body === null) return null
        const { link = [], 'docker-content-digest': digest } = answer.headers
        const next = nextPage([link].flat().join(), new URL(`/v2/${repository}/`, place.origin), path)
        if (isAsSent(body, digest)) return { list: body, next }
        wrong = { list: body, next }
        throw new HoldfastError('HF_REGISTRY_INVALID', 'sent a list that was changed on the way', { place: image })
      }
      answer.destroy()
      if ((answer.statusCode ?? 0) < 500 && answer.statusCode !== 429) return null
      const afterMs = afterMsOf(answer.statusCode ?? 0, answer.headers['retry-after'], clock.now().wallMs)
      throw new HoldfastError('HF_REGISTRY_UNAVAILABLE', `answered ${answer.statusCode}`, {
        place: image,
        cause: new RetryAfter(afterMs),
      })
    } catch (error) {
      if (signal.aborted || !(error instanceof HoldfastError)) throw error
      const failure = { code: error.code, gained: 0, isWrong: wrong !== null, afterMs: retryAfterOf(error) }
      const again = afterFailure(tries, failure, 1, clock.random())
      // It always says so: it is believed no more, and no less, than any list.
      if (again === null && wrong !== null) return wrong
      if (wrong === null && isNotThere(error)) {
        log.debug('a registry does not tell what refers to an image', { image, ...faultOf(error) })
        return null
      }
      if (again === null) throw error
      tries = again.tries
      if (again.waitMs > 0) await clock.sleep(again.waitMs, signal)
    }
  }
}

/** @param digest as the registry says it, which it need not */
function isAsSent(body: Uint8Array, digest: unknown): boolean {
  if (typeof digest === 'string' && digest.startsWith('sha256:')) return digestOf(body) === digest
  try {
    JSON.parse(Buffer.from(body).toString('utf8'))
    return true
  } catch {
    return false
  }
}

/** As long as whole layers can be had, nobody needs what is wrong with a delta. */
function isNotThere(error: unknown): boolean {
  const { code } = faultOf(error)
  return code.startsWith('HF_REGISTRY_') && code !== 'HF_REGISTRY_UNAVAILABLE'
}
