/** What is said of a budget: pure. */
import type { Left } from './budget.ts'

/** "of the 20000000 bytes a day for content over metered links" */
export function budgetName(by: NonNullable<Left['by']>): string {
  const { class: of, link } = by.budget
  const where = link === '' ? '' : link === 'metered' ? ' over metered links' : ` over ${link}`
  return `${by.whole} bytes a ${by.period} for ${of === 'all' ? 'everything' : of}${where}`
}

/**
 * Why nothing may go, and when it may again.
 * @param needed in bytes
 */
export function spentSentence({ by, bytes }: Left, wholeAtMs: number, needed = 1): string {
  if (by === null) return 'nothing limits it'
  const whole = `they are whole again at ${new Date(wholeAtMs).toISOString()}`
  if (bytes === 0) return `the ${budgetName(by)} are spent; ${whole}`
  return `${needed} bytes are needed and ${bytes} are left of the ${budgetName(by)}; ${whole}`
}
