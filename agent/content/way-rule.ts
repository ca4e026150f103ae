/**
 * What is tried next when an image could not be brought into the engine by way of the store.
 *
 * Invariant: pure; it ends: each way is gone once, and the last one is the engine's own pull.
 */
import type { ErrorCode } from '../../protocol/errors.ts'

export type Way =
  /** By a delta, if there is one that is worth it; else as 'missing'. */
  | 'delta'
  /** Only what the engine lacks, by what it says itself. */
  | 'missing'
  /** Every layer. */
  | 'whole'
  /** The engine fetches it itself. */
  | 'pull'

export interface Trouble {
  code: ErrorCode
  /** Where it was met. */
  at: 'fetch' | 'base' | 'load' | 'unpack'
  /** It was a delta that was fetched or applied. */
  byDelta: boolean
  /** Something of the image is in the store, or its registry has answered us before. */
  isKnown: boolean
  /** Layers were left out. */
  leftOut: boolean
}

/** What says nothing of a delta: it is tried again, or nothing is. */
const NOT_OF_DELTA: readonly ErrorCode[] = ['HF_REGISTRY_UNAVAILABLE', 'HF_ENGINE_UNAVAILABLE', 'HF_CANCELLED']
/** What only the engine may know how to open: it has credentials of its own. Being refused costs it next to nothing. */
const REFUSED: readonly ErrorCode[] = ['HF_REGISTRY_UNAUTHORIZED', 'HF_REGISTRY_NOT_FOUND', 'HF_FILE_UNREADABLE']
/** What only the engine may know how to reach: by mirrors, authorities and proxies of its own. */
const UNREACHED: readonly ErrorCode[] = ['HF_REGISTRY_UNAVAILABLE', 'HF_REGISTRY_INVALID']
/** What only the engine may know how to read: the release pins it, and it will not change. */
const UNREAD: ErrorCode = 'HF_IMAGE_INVALID'

/** Null: none; the trouble is what is told. */
export function nextWay(way: Way, { code, at, byDelta, isKnown, leftOut }: Trouble): Way | null {
  if (way === 'pull') return null
  if (byDelta) return way !== 'delta' || NOT_OF_DELTA.includes(code) ? null : 'missing'
  // The engine has another disk, or the same, and then its own fault.
  if (code === 'HF_CONTENT_UNWRITABLE' || code === 'HF_CONTENT_DAMAGED') return 'pull'
  // A pull begins anew each time: not where our own way has led anywhere before.
  if (at === 'fetch')
    return REFUSED.includes(code) || code === UNREAD || (UNREACHED.includes(code) && !isKnown) ? 'pull' : null
  // All of it is here, and the engine would come no further with what it fetches itself.
  if (at === 'unpack') return null
  if (code !== 'HF_IMAGE_INVALID' && code !== 'HF_ENGINE_FAILED') return null
  return way !== 'whole' && leftOut ? 'whole' : 'pull'
}
