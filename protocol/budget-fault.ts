/** What is wrong with a byte budget. Pure. */
import type { ByteBudget } from './types.ts'

/** Of one policy. */
export const MAX_BUDGETS = 32

/** @returns in words; null when nothing is. A class of a newer version limits nothing and is no fault. */
export function budgetFault({ link, dayBytes, monthBytes }: Omit<ByteBudget, 'class'>): string | null {
  if (link !== '' && !/^[a-z][a-z0-9-]{0,31}$/.test(link))
    return `the link ${JSON.stringify(link.slice(0, 40))} is no kind of link, as "cellular", "wifi", "ethernet" and "metered" are`
  if (dayBytes > 0 && monthBytes > 0 && monthBytes < dayBytes)
    return 'a month has to be allowed as much as one of its days'
  return null
}
