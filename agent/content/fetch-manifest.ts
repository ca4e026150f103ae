/**
 * One manifest or index, by its digest.
 *
 * Invariant: what is returned has the digest, and is in the store: a later attempt needs no registry for it.
 */
import type { ClockPort } from '../../machines/ports.ts'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import { digestOf } from '../adapters/image-parts.ts'
import type { ContentStore } from './content-store.ts'
import { type Means, RetryAfter, retryAfterOf, type Source } from './fetch-blob.ts'
import { MANIFEST_TYPES } from './image-manifest.ts'
import { nameOf } from './names.ts'
import type { Came, Near } from './near.ts'
import { afterMsOf, codeOf } from './range-answer.ts'
import { readCapped } from './registry.ts'
import { afterFailure, FIRST_TRY } from './retry-rule.ts'

/** As registries cap manifests themselves. */
const LARGEST = 4 * 1024 * 1024

export interface ManifestMeans extends Means {
  store: ContentStore
  near?: Near | null
}

/** @throws HF_REGISTRY_…, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_CANCELLED */
export async function fetchManifest(
  parts: ManifestMeans,
  source: Source,
  digest: string,
  came: Came,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let body: Uint8Array | null = await parts.store.readWhole(digest, LARGEST)
  if (body === null) {
    body = (await parts.near?.small(digest, LARGEST, source.image, signal)) ?? null
    came.near(body?.length ?? 0)
    body ??= await fetchAnyhow(parts, source, digest, came.received, signal)
    await parts.store.write(nameOf(digest), body)
  }
  return body
}

async function fetchAnyhow(
  { clock }: Means,
  source: Source,
  digest: string,
  received: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let tries = FIRST_TRY
  for (;;) {
    let isWrong = false
    try {
      const body = await fetchOnce(clock, source, digest, tries.place, received, signal)
      if (body !== null) return body
      isWrong = true
      const host = source.places[tries.place]?.origin.host ?? ''
      throw new HoldfastError('HF_REGISTRY_INVALID', `${host} sent another manifest for ${digest}`, {
        place: source.image,
      })
    } catch (error) {
      if (signal.aborted || !(error instanceof HoldfastError)) throw error
      const failure = { code: error.code, gained: 0, isWrong, afterMs: retryAfterOf(error) }
      const again = afterFailure(tries, failure, source.places.length, clock.random())
      if (again === null || !error.code.startsWith('HF_REGISTRY_')) throw error
      tries = again.tries
      if (again.waitMs > 0) await clock.sleep(again.waitMs, signal)
    }
  }
}

/** Null: all came, and it is another one. */
async function fetchOnce(
  clock: ClockPort,
  { registry, places, repository, image }: Source,
  digest: string,
  at: number,
  received: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const place = places[at] ?? places[0]
  if (place === undefined) throw new HoldfastError('HF_INTERNAL', 'there is no place to ask', { place: image })
  const headers = { accept: MANIFEST_TYPES.join(', ') }
  const { answer, pieces } = await registry.get({
    place,
    repository,
    path: `manifests/${digest}`,
    headers,
    signal,
    image,
  })
  const fault = (code: ErrorCode, message: string, cause?: unknown) =>
    new HoldfastError(code, `${place.origin.host} ${message}`, { place: image, cause })
  const { statusCode = 0, headers: said } = answer
  if (statusCode !== 200) {
    answer.destroy()
    const afterMs = afterMsOf(statusCode, said['retry-after'], clock.now().wallMs)
    throw fault(codeOf(statusCode), `answered ${statusCode} for the manifest ${digest}`, new RetryAfter(afterMs))
  }
  const body = await readCapped(pieces, LARGEST)
  if (body === null) throw fault('HF_REGISTRY_INVALID', `sent a manifest of more than ${LARGEST} bytes`)
  received(body.length)
  if (digestOf(body) === digest) return body
  const whole =
    answer.headers['content-length'] === undefined || Number(answer.headers['content-length']) === body.length
  // One that was cut off without a word is another matter than another one.
  if (!whole) throw fault('HF_REGISTRY_UNAVAILABLE', 'broke off in a manifest')
  return null
}
