/**
 * "Did you mean": the known word that a misspelt one is nearest to.
 *
 * Invariant: suggests only what a slip of the fingers could have meant, and says nothing otherwise.
 */

/** The nearest of `known`, or null when none is within a third of the word's length. */
export function closest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const steps = distance(word.toLowerCase(), candidate.toLowerCase(), least)
    if (steps < least) {
      least = steps
      best = candidate
    }
  }
  return best
}

/** A clause to put behind a message: ` — did you mean "x"?`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const near = closest(word, known)
  return near === null ? '' : `; did you mean ${JSON.stringify(near)}?`
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), or `limit` if as many. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let steps = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, before[j - 2]! + 1)
      row.push(steps)
    }
    before = last
    last = row
  }
  return Math.min(limit, last[b.length]!)
}
