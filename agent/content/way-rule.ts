/**
 * What is tried next when an image could not be brought into the engine by way of the store.
 *
 * Invariant: pure; it ends: each way is gone once, and the last one is the engine's own pull.
 */
import type { ErrorCode } from '../../protocol/errors.ts'

export type Way =
  /** Only what the engine lacks, by what it says itself. */
  | 'missing'
  /** Every layer. */
  | 'whole'
  /** The engine fetches it itself. */
  | 'pull'

export interface Trouble {
  code: ErrorCode
  /** Where it was met. */
  at: 'fetch' | 'load'
  /** Something of the image is in the store, or its registry has answered us before. */
  isKnown: boolean
  /** Layers were left out. */
  leftOut: boolean
}

/** What only the engine may know to reach or to open: its own mirrors, authorities, proxies and credentials. */
const ENGINE_MAY: readonly ErrorCode[] = [
  'HF_REGISTRY_UNAUTHORIZED',
  'HF_REGISTRY_UNAVAILABLE',
  'HF_REGISTRY_INVALID',
  'HF_REGISTRY_NOT_FOUND',
  'HF_FILE_UNREADABLE',
]

/** Null: none; the trouble is what is told. */
export function nextWay(way: Way, { code, at, isKnown, leftOut }: Trouble): Way | null {
  if (way === 'pull') return null
  // The engine has another disk, or the same, and then its own fault.
  if (code === 'HF_CONTENT_UNWRITABLE' || code === 'HF_CONTENT_DAMAGED') return 'pull'
  // A pull would begin anew each time: only where our own way has never led anywhere.
  if (at === 'fetch') return !isKnown && ENGINE_MAY.includes(code) ? 'pull' : null
  if (code !== 'HF_IMAGE_INVALID' && code !== 'HF_ENGINE_FAILED') return null
  return way === 'missing' && leftOut ? 'whole' : 'pull'
}
