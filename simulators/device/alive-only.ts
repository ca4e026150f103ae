/**
 * What a process calls that may be killed in the middle.
 *
 * Invariant: once it is dead nothing more is called, and nothing that it waits for ever settles.
 */
import { NEVER } from './mortal-kv.ts'

/** Makes calls of a process into such that end with it. */
export function aliveOnly(isAlive: () => boolean) {
  return <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (!isAlive()) return NEVER
      try {
        const result = await call(...args)
        return isAlive() ? result : NEVER
      } catch (error) {
        if (!isAlive()) return NEVER
        throw error
      }
    }
}
