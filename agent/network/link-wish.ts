/**
 * That another of several links shall be used, until it has been brought about.
 *
 * Invariant: pure. A wish ends with the links that it names, and with what speaks against it: it is tried again on no evidence
 * older than what was seen since.
 */
import { byPreference, type FailoverRule, type LinkMemory } from '../../machines/link-choice.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { mainLinkOf } from '../../machines/link-state.ts'

export interface LinkWish {
  setBack: readonly string[]
  /** What was seen beyond the links, or that one comes and goes. */
  because: 'looks' | 'flaps'
  /** Monotonic milliseconds. */
  atMs: number
}

/** Whether all that it sets back still leads out: one that was lost is decided of when it comes again. */
export function leadsOut({ setBack }: LinkWish, links: readonly LinkFact[]): boolean {
  const usable = byPreference(links).map(({ name }) => name)
  return setBack.every((name) => usable.includes(name))
}

/** Whether it is to be tried again although it failed. */
export function isStillWanted(
  { setBack, because, atMs }: LinkWish,
  links: readonly LinkFact[],
  { streaks }: LinkMemory,
  nowMs: number,
  { backAfterMs }: FailoverRule,
): boolean {
  const chosen = byPreference(links).find(({ name }) => !setBack.includes(name))
  if (chosen === undefined || streaks[chosen.name]?.isGood === false) return false
  // One that comes and goes is good whenever it is there; once it has stayed for so long it holds.
  if (because === 'flaps') return nowMs - atMs < backAfterMs
  const used = mainLinkOf(links)
  return used === null || !setBack.includes(used.name) || streaks[used.name]?.isGood !== true
}
