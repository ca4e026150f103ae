/**
 * How long to wait before the next attempt.
 *
 * Invariant: full jitter: any moment between now and the ceiling is as likely, so that a fleet that lost
 * its broker all at once does not come back all at once.
 */

/**
 * A delay in milliseconds, from zero to under min(cap, base × 2^attempt).
 * @param attempt how many attempts have failed before; zero for the first delay
 * @param random a number in [0, 1)
 */
export function fullJitter(attempt: number, base: number, cap: number, random: number): number {
  // 2^31 times any base is over any cap; a larger exponent would end in Infinity × 0.
  const ceiling = Math.min(cap, base * 2 ** Math.min(attempt, 31))
  return Math.floor(ceiling * random)
}
