/**
 * The word that somebody meant.
 *
 * Invariant: a suggestion is near enough that it can be a slip: one change in three letters at most.
 */

/** The nearest of the words, or null when none is near. */
export function didYouMean(word: string, words: readonly string[]): string | null {
  const near = words
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(
      ({ candidate, distance: far }) => far <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.candidate ?? null
}

/** How many letters must be put in, left out, changed or swapped with the next (optimal string alignment). */
function distance(a: string, b: string): number {
  // A word from outside may be long, and the table is a.length × b.length.
  if (Math.abs(a.length - b.length) > 10) return Number.POSITIVE_INFINITY
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    rows.push(current)
    for (let column = 1; column <= b.length; column += 1) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current.push(
        Math.min(
          cell(row - 1, column) + 1,
          cell(row, column - 1) + 1,
          cell(row - 1, column - 1) + change,
          swapped ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return cell(a.length, b.length)
}
