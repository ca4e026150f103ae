/**
 * What a device has sent and received, and how its last updates ended, in words.
 *
 * Invariant: pure.
 */
import { ByteClass } from '../../protocol/enums.ts'
import type { BudgetUse, Report, UpdateOutcome, Usage } from '../../protocol/types.ts'
import { formatBytes } from '../text/bytes.ts'
import { formatMoment } from '../text/moment.ts'

const CLASS_WORDS: Readonly<Record<number, string>> = {
  [ByteClass.BYTE_CLASS_UNSPECIFIED]: 'everything',
  [ByteClass.BYTE_CLASS_CONTROL]: 'control',
  [ByteClass.BYTE_CLASS_REPORTS]: 'reports',
  [ByteClass.BYTE_CLASS_LOGS]: 'logs',
  [ByteClass.BYTE_CLASS_CONTENT]: 'content',
}

/** One sentence for each link, and one for each budget. */
export function usageWords(usage: Usage): string[] {
  const links = [...new Set(usage.counts.map(({ link }) => link))]
  return [
    ...links.map((link) => {
      const mine = usage.counts.filter((count) => count.link === link)
      const total = (of: 'dayBytes' | 'monthBytes') => mine.reduce((sum, count) => sum + count[of], 0)
      const classes = mine
        .filter(({ monthBytes }) => monthBytes > 0)
        .map((count) => `${CLASS_WORDS[count.class] ?? 'other'} ${formatBytes(count.monthBytes)}`)
      const now = link === usage.link ? ', which it uses now' : ''
      return `over ${link}${now}: ${formatBytes(total('dayBytes'))} today, ${formatBytes(total('monthBytes'))} this month (${classes.join(', ')})`
    }),
    ...usage.budgets.map(budgetWords),
  ]
}

/** Of those that are spent. */
export function spentWords(usage: Usage): string[] {
  return usage.budgets.filter(({ wholeAtMs }) => wholeAtMs > 0).map(budgetWords)
}

function outcomeWords({ outcome, epoch, version, code, message, atMs }: UpdateOutcome): string {
  const what = version === '' ? `epoch ${epoch}` : `epoch ${epoch} (${version})`
  const why = outcome === 'refused' ? `: ${code} ${message}` : ''
  return `${outcome} ${what} at ${formatMoment(atMs)}${why}`
}

/** What a device says of its last updates beyond what it runs now: the newest first. */
export function lastOutcomes({ outcomes }: Pick<Report, 'outcomes'>, count: number): string[] {
  return outcomes.slice(-count).reverse().map(outcomeWords)
}

function budgetWords({ budget, dayBytes, monthBytes, wholeAtMs }: BudgetUse): string {
  const what = CLASS_WORDS[budget?.class ?? 0] ?? 'another class'
  const where = budget?.link === '' ? '' : budget?.link === 'metered' ? ' over metered links' : ` over ${budget?.link}`
  const day = budget?.dayBytes ? [`${formatBytes(dayBytes)} of ${formatBytes(budget.dayBytes)} today`] : []
  const month = budget?.monthBytes ? [`${formatBytes(monthBytes)} of ${formatBytes(budget.monthBytes)} this month`] : []
  const spent = wholeAtMs > 0 ? `; it is spent until ${formatMoment(wholeAtMs)}` : ''
  return `the byte budget for ${what}${where}: ${[...day, ...month].join(', ')}${spent}`
}
