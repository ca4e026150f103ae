/** Counts and budgets as the report shows them. Pure. */
import type { Loose } from '../../protocol/codec.ts'
import { ByteClass as WireClass } from '../../protocol/enums.ts'
import type { ByteBudget, Usage } from '../../protocol/types.ts'
import type { LinkFact } from '../link-facts.ts'
import type { Budget, Use } from './budget.ts'
import type { ByteClass, Row } from './counts.ts'

interface UsageFacts {
  link: LinkFact
  rows: readonly Row[]
  uses: readonly Use[]
  /** Unix time. */
  wholeAtMs(period: 'day' | 'month'): number
}

const WIRE: Record<ByteClass | 'all', WireClass> = {
  all: WireClass.BYTE_CLASS_UNSPECIFIED,
  control: WireClass.BYTE_CLASS_CONTROL,
  reports: WireClass.BYTE_CLASS_REPORTS,
  logs: WireClass.BYTE_CLASS_LOGS,
  content: WireClass.BYTE_CLASS_CONTENT,
}

export function usageMessage({ link, rows, uses, wholeAtMs }: UsageFacts): Loose<Usage> {
  return {
    link: link.type,
    metered: link.metered,
    counts: rows.map(({ class: of, link: type, metered, day, month }) => ({
      class: WIRE[of],
      link: type,
      metered,
      dayBytes: day,
      monthBytes: month,
    })),
    budgets: uses.map(({ budget, day, month }) => {
      const { dayBytes, monthBytes, link: type } = budget
      const spent = monthBytes > 0 && month >= monthBytes ? 'month' : dayBytes > 0 && day >= dayBytes ? 'day' : null
      return {
        budget: { class: WIRE[budget.class], link: type, dayBytes, monthBytes },
        dayBytes: day,
        monthBytes: month,
        wholeAtMs: spent === null ? 0 : wholeAtMs(spent),
      }
    }),
  }
}

/** Of a signed policy; a class of tomorrow limits nothing. */
export function usageBudgets(budgets: readonly ByteBudget[]): Budget[] {
  return budgets.flatMap(({ class: of, link, dayBytes, monthBytes }): Budget[] => {
    const known = (Object.keys(WIRE) as (keyof typeof WIRE)[]).find((name) => WIRE[name] === of)
    return known === undefined ? [] : [{ class: known, link, dayBytes, monthBytes }]
  })
}
