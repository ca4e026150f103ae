/**
 * Links that come and go: one that was lost twice within a while is not used again at once.
 *
 * Invariant: pure. A link that comes back for the first time in a while is never held off, and none is for the sake of one
 * that is seen to lead nowhere.
 */
import { byPreference, type FailoverRule, isSetBack, type LinkMemory } from './link-choice.ts'
import type { LinkFact } from './link-port.ts'

export interface LinkFlaps {
  /** Links that led out when they were last told of. */
  usable: readonly string[]
  /** When each was lost, the last two times. Monotonic milliseconds. */
  losses: Readonly<Record<string, readonly number[]>>
}

export const NO_FLAPS: LinkFlaps = { usable: [], losses: {} }

interface FlapRule {
  /** Whether what is lost now comes of itself, and of no change that is being tried. */
  counts: boolean
  backAfterMs: number
}

/** What was lost longer ago than counts is forgotten. */
export function notedFlaps(
  before: LinkFlaps,
  links: readonly LinkFact[],
  nowMs: number,
  { counts, backAfterMs }: FlapRule,
): LinkFlaps {
  const usable = byPreference(links).map(({ name }) => name)
  const lost = counts ? before.usable.filter((name) => !usable.includes(name)) : []
  const recent = Object.entries(before.losses).filter(([, times]) => nowMs - times.at(-1)! < backAfterMs)
  const losses: Record<string, readonly number[]> = Object.fromEntries(recent)
  for (const name of lost) losses[name] = [...(losses[name] ?? []), nowMs].slice(-2)
  return { usable, losses }
}

/** The links to be set back, now that one has come back which does not hold; null: it stays as it is. */
export function holdOff(
  known: LinkFlaps,
  links: readonly LinkFact[],
  { streaks }: LinkMemory,
  nowMs: number,
  rule: FailoverRule,
): string[] | null {
  const usable = byPreference(links)
  const flaps = ({ name }: LinkFact): boolean => !known.usable.includes(name) && doesNotHold(known, name, nowMs, rule)
  const instead = usable.findIndex((link) => !isSetBack(link) && !flaps(link) && streaks[link.name]?.isGood !== false)
  const before = usable.slice(0, Math.max(0, instead))
  return before.some((link) => !isSetBack(link) && flaps(link)) ? before.map(({ name }) => name) : null
}

function doesNotHold({ losses }: LinkFlaps, name: string, nowMs: number, { backAfterMs }: FailoverRule): boolean {
  const [first, second] = losses[name] ?? []
  if (first === undefined || second === undefined) return false
  return second - first < backAfterMs && nowMs - second < backAfterMs
}
