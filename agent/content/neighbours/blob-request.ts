/**
 * What a neighbour may ask, and what it is told.
 *
 * Invariant: pure; what is asked for is a digest and nothing else, so that no path can be built from it.
 */

export const BLOBS = '/v1/blobs/'
/** "m/n": that much of so much has come. */
export const PROGRESS = 'holdfast-progress'

export interface BlobRequest {
  isHead: boolean
  digest: string
  /** As it was sent. */
  range: string | undefined
}

/** Null: there is no such thing. */
export function blobRequest(method: string | undefined, url: string | undefined, range?: string): BlobRequest | null {
  if (method !== 'GET' && method !== 'HEAD') return null
  const digest = /^\/v1\/blobs\/(sha256:[0-9a-f]{64})$/.exec(url ?? '')?.[1]
  return digest === undefined ? null : { isHead: method === 'HEAD', digest, range }
}

/** The first and the last byte, both given; null: nothing of it is there. One that we do not read is all of it (RFC 9110). */
export function rangeOf(range: string | undefined, bytes: number): { from: number; to: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(range ?? '') ?? []
  if (first === '' || (last !== '' && Number(last) < Number(first))) return { from: 0, to: bytes - 1 }
  if (Number(first) >= bytes) return null
  return { from: Number(first), to: Math.min(last === '' ? bytes - 1 : Number(last), bytes - 1) }
}

/** Null: it is no word of progress on a blob of so many bytes. */
export function progressIn(said: string | undefined, bytes: number): number | null {
  const [, done, total] = /^(\d{1,15})\/(\d{1,15})$/.exec(said ?? '') ?? []
  if (done === undefined || Number(total) !== bytes || Number(done) > bytes) return null
  return Number(done)
}
