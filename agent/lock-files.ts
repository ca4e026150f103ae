/**
 * How long lock files still hold that name their seconds.
 *
 * Invariant: a term counts from when the file was first seen as it is, by the monotonic clock; a file that is
 * written anew, or is seen again after it was gone, begins anew.
 */
import type { Lock } from '../machines/locks.ts'
import { SparseMap } from '../storage/sparse-map.ts'

/** A lock file as it was found in a container. */
export interface FoundFile {
  container: string
  path: string
  content: Uint8Array
  lock: Lock
}

export class FileTerms {
  #seen = new SparseMap<string, number>()

  /** The locks of all files that were found in one look; those whose term is over are left out. */
  look(found: readonly FoundFile[], monoMs: number): Lock[] {
    const seen = found.map((file) => {
      const key = `${file.container}\n${file.path}\n${Buffer.from(file.content).toString('base64')}`
      return { key, firstMs: this.#seen.get(key) ?? monoMs, lock: file.lock }
    })
    this.#seen = new SparseMap(seen.map(({ key, firstMs }) => [key, firstMs]))
    return seen
      .map(({ lock, firstMs }) =>
        lock.remainingMs === null ? lock : { ...lock, remainingMs: firstMs + lock.remainingMs - monoMs },
      )
      .filter(({ remainingMs }) => remainingMs === null || remainingMs > 0)
  }
}
