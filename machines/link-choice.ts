/**
 * Which of several links a device uses: by what it prefers, and by what has been seen of each.
 *
 * Invariant: pure. The link in use is left only for one that was not seen failing, and only after it has itself failed for
 * the whole of `afterMs`; a better one is gone back to only after it has held for the whole of `backAfterMs`; between two
 * switches lies `afterMs` at least, whatever is seen.
 */
import type { LinkFact } from './link-port.ts'
import { linkStateOf, mainLinkOf } from './link-state.ts'

export interface FailoverRule {
  afterMs: number
  backAfterMs: number
}

export const DEFAULT_FAILOVER: FailoverRule = { afterMs: 60_000, backAfterMs: 300_000 }

/** The metrics of a link that is set back begin here: above all that a configuration may ask for, and NetworkManager's own 20,000. */
export const SET_BACK_METRIC = 40_000

/** What one look beyond a link has shown; null: nobody could look. */
export interface LinkLook {
  name: string
  isGood: boolean | null
}

/** Since when all looks at a link have shown the same. Monotonic milliseconds. */
interface Streak {
  isGood: boolean
  sinceMs: number
}

export interface LinkMemory {
  streaks: Readonly<Record<string, Streak>>
  switchedMs: number | null
}

export const NO_LINK_MEMORY: LinkMemory = { streaks: {}, switchedMs: null }

export function isSetBack({ defaultMetrics: [metric = 0] }: LinkFact): boolean {
  return metric >= SET_BACK_METRIC
}

/** Links that lead out, the preferred one first, whatever is set back at the moment. */
export function byPreference(links: readonly LinkFact[]): LinkFact[] {
  const preference = ({ defaultMetrics: [metric = 0] }: LinkFact): number => metric % SET_BACK_METRIC
  return links
    .filter((link) => linkStateOf([link]) === 'usable')
    .toSorted((a, b) => preference(a) - preference(b) || (a.name < b.name ? -1 : 1))
}

/**
 * Links that have to be looked at: all while the broker is away, which leaves something to choose; only those that are
 * preferred to the one in use while it is there, since the broker is the proof of that one.
 */
export function linksToLookAt(links: readonly LinkFact[], isConnected: boolean): string[] {
  const usable = byPreference(links).map(({ name }) => name)
  if (usable.length < 2) return []
  return isConnected ? usable.slice(0, usable.indexOf(mainLinkOf(links)!.name)) : usable
}

/** Between two looks. Often enough that the times of the rule mean something, and no more. */
export function lookEveryMs({ afterMs, backAfterMs }: FailoverRule, isConnected: boolean): number {
  return Math.max(5_000, Math.round(isConnected ? backAfterMs / 5 : afterMs / 4))
}

export interface LinkChoice {
  memory: LinkMemory
  /** The links to be set back, so that another one is used; null: it stays as it is. */
  setBack: string[] | null
}

/** After a round of looks. */
export function chooseLink(
  before: LinkMemory,
  links: readonly LinkFact[],
  looks: readonly LinkLook[],
  nowMs: number,
  rule: FailoverRule,
): LinkChoice {
  const streaks: Record<string, Streak> = {}
  for (const { name, isGood } of looks) {
    const last = before.streaks[name]
    if (isGood !== null) streaks[name] = last?.isGood === isGood ? last : { isGood, sinceMs: nowMs }
  }
  const stays = { memory: { ...before, streaks }, setBack: null }
  const usable = byPreference(links)
  const used = mainLinkOf(links)
  if (used === null || (before.switchedMs !== null && nowMs - before.switchedMs < rule.afterMs)) return stays
  const hasBeen = (isGood: boolean, { name }: LinkFact, forMs: number): boolean =>
    streaks[name]?.isGood === isGood && nowMs - streaks[name].sinceMs >= forMs
  const at = usable.findIndex(({ name }) => name === used.name)
  const chosen = hasBeen(false, used, rule.afterMs)
    ? instead(usable, used, streaks)
    : usable.slice(0, at).find((link) => hasBeen(true, link, rule.backAfterMs))
  if (chosen === undefined) return stays
  const setBack = usable.slice(0, usable.indexOf(chosen)).map(({ name }) => name)
  return { memory: { streaks, switchedMs: nowMs }, setBack }
}

/** One that was seen to hold, or else one of which nothing is known. */
function instead(
  usable: readonly LinkFact[],
  used: LinkFact,
  streaks: Readonly<Record<string, Streak>>,
): LinkFact | undefined {
  const others = usable.filter(({ name }) => name !== used.name)
  return (
    others.find(({ name }) => streaks[name]?.isGood === true) ?? others.find(({ name }) => streaks[name] === undefined)
  )
}
