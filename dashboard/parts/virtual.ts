/**
 * Which of many lines of equal height are drawn.
 *
 * Invariant: pure; what is drawn covers what is seen, with some before and behind, and is never more than that.
 */
export interface Span {
  first: number
  /** Not drawn any more. */
  end: number
}

export function spanOf(lines: number, lineHeight: number, top: number, height: number, spare = 6): Span {
  const first = Math.max(0, Math.min(lines, Math.floor(top / lineHeight)) - spare)
  const end = Math.min(lines, Math.ceil((top + height) / lineHeight) + spare)
  return { first, end: Math.max(first, end) }
}
