/**
 * What the engine's port does where it may be done already.
 *
 * Invariant: only the refusal that is named is taken for "not necessary"; every other fault is handed on.
 */
import { Refusal } from './engine-types.ts'

/** Whether it was there to be done. */
export function unlessGone<T>(act: () => T | Promise<T>): Promise<boolean> {
  return unless(404, act)
}

/** Whether nobody uses it, and it was done. */
export function unlessInUse<T>(act: () => T | Promise<T>): Promise<boolean> {
  return unless(409, act)
}

async function unless<T>(status: number, act: () => T | Promise<T>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (error instanceof Refusal && error.status === status) return false
    throw error
  }
}
