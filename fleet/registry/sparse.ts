/**
 * An index of which not all is there: a registry may keep the images of some platforms alone.
 */
import { faultOf } from '../../protocol/errors.ts'

/**
 * @returns what was read of those that are there, in their order
 * @throws what `read` throws; HF_REGISTRY_NOT_FOUND only when none is there
 */
export async function ofThoseThere<E, T>(entries: readonly E[], read: (entry: E) => Promise<T>): Promise<T[]> {
  const lacking: unknown[] = []
  const there = await Promise.all(
    entries.map((entry) =>
      read(entry).then(
        (value): T[] => [value],
        (error: unknown): T[] => {
          if (faultOf(error).code !== 'HF_REGISTRY_NOT_FOUND') throw error
          lacking.push(error)
          return []
        },
      ),
    ),
  )
  const found = ([] as T[]).concat(...there)
  if (found.length === 0 && lacking.length > 0) throw lacking[0]
  return found
}
