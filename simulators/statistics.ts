/** What is said of many measurements of one thing. Pure. */

/**
 * The value that a share of the others does not exceed (nearest rank).
 * @param share in (0, 1]: 0.5 is the median
 * @throws RangeError when there is nothing to choose from
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('no measurements')
  return value
}

export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no measurements')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
