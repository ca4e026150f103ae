/**
 * What byte budgets leave.
 *
 * Invariant: pure. Every budget that covers a class on a link has its say, and the one that leaves least decides. The
 * device's own budgets go over the target's of the same class and link, one by one.
 */
import { type LinkFact, LOCAL } from '../link-facts.ts'
import type { ByteClass, Row } from './counts.ts'

export interface Budget {
  class: ByteClass | 'all'
  /** "cellular", …; "metered"; empty is any link to the outside. */
  link: string
  /** Zero is without limit. */
  dayBytes: number
  monthBytes: number
}

export interface Use {
  budget: Budget
  day: number
  month: number
}

/** What may still go. */
export interface Left {
  /** Infinity when nothing limits it. */
  bytes: number
  /** What decides; null when nothing does. */
  by: { budget: Budget; period: 'day' | 'month'; whole: number; used: number } | null
}

const UNLIMITED: Left = { bytes: Number.POSITIVE_INFINITY, by: null }

/** The target's, where the device has none of its own for the same. */
export function inForce(own: readonly Budget[], target: readonly Budget[]): Budget[] {
  const isOwn = (budget: Budget): boolean => own.some((one) => one.class === budget.class && one.link === budget.link)
  return [...own, ...target.filter((budget) => !isOwn(budget))].filter((one) => one.dayBytes > 0 || one.monthBytes > 0)
}

export function usesOf(budgets: readonly Budget[], rows: readonly Row[]): Use[] {
  return budgets.map((budget) => {
    const mine = rows.filter((row) => covers(budget, row.class, { type: row.link, metered: row.metered }))
    const total = (of: 'day' | 'month'): number => mine.reduce((sum, row) => sum + row[of], 0)
    return { budget, day: total('day'), month: total('month') }
  })
}

export function leftFor(uses: readonly Use[], of: ByteClass, link: LinkFact): Left {
  // Asked at each message, and most devices have no budget.
  if (uses.length === 0) return UNLIMITED
  return uses
    .filter(({ budget }) => covers(budget, of, link))
    .flatMap(({ budget, day, month }) => [
      { budget, period: 'day' as const, whole: budget.dayBytes, used: day },
      { budget, period: 'month' as const, whole: budget.monthBytes, used: month },
    ])
    .filter(({ whole }) => whole > 0)
    .reduce<Left>((least, by) => {
      const bytes = Math.max(0, by.whole - by.used)
      // Of two that are spent, the one that is whole again later.
      return bytes < least.bytes || (bytes === least.bytes && by.period === 'month') ? { bytes, by } : least
    }, UNLIMITED)
}

/** Between two reports at least, in milliseconds: the slower the less is left. */
export function reportPaceMs({ bytes, by }: Left): number {
  if (by === null || bytes > by.whole / 5) return 0
  return bytes > 0 ? 60_000 : 3_600_000
}

function covers(budget: Budget, of: ByteClass, { type, metered }: LinkFact): boolean {
  if (budget.class !== 'all' && budget.class !== of) return false
  return (budget.link === '' && type !== LOCAL.type) || budget.link === type || (budget.link === 'metered' && metered)
}
