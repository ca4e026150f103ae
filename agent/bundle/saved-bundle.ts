/**
 * What is kept of a bundle while its update is under way.
 *
 * Invariant: pure; what cannot be read is told and counts as none: then the update goes on as one of the broker's.
 */
import type { Checkpoint } from '../../storage/store.ts'

/** The checkpoint's name. */
export const BUNDLE = 'bundle'
export const SAVED_VERSION = 1

export interface SavedBundle {
  path: string
  /** Of its target. */
  document: string
  epoch: number
  /** The device has had no connection to its broker since the bundle came. */
  offline: boolean
}

export function writtenBundle(saved: SavedBundle | null): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(saved))
}

export function bundleIn(saved: Pick<Checkpoint, 'version' | 'body'> | undefined): {
  bundle: SavedBundle | null
  problem: string | null
} {
  if (saved === undefined) return { bundle: null, problem: null }
  try {
    const value = JSON.parse(new TextDecoder().decode(saved.body)) as Partial<SavedBundle> | null
    if (saved.version === SAVED_VERSION && value === null) return { bundle: null, problem: null }
    const { path, document, epoch, offline } = value ?? {}
    const isGood =
      saved.version === SAVED_VERSION &&
      typeof path === 'string' &&
      typeof document === 'string' &&
      Number.isSafeInteger(epoch) &&
      typeof offline === 'boolean'
    if (isGood) return { bundle: value as SavedBundle, problem: null }
  } catch {
    // Damaged, and told.
  }
  return {
    bundle: null,
    problem: 'From which bundle the update under way came cannot be read any more; give the bundle again.',
  }
}
