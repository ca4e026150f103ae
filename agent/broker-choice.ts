/**
 * Which broker to try next, of several in order of preference.
 *
 * Invariant: every broker of the list is tried before one is tried again; a better one is come back to only after a
 * wait that doubles each time that coming back was in vain, so that a broker that comes and goes moves nobody to and fro.
 */

/** Indices are those of the list. */
export interface Choice {
  next: number
  /** They have failed since one has stood. */
  tried: readonly number[]
  /** Ends in a row since one has stood, its own too. */
  failures: number
  /** Comings back, in a row, after which the better one was lost again soon. */
  vain: number
  /** The last move was to a better one, which has not proved itself yet. */
  isReturn: boolean
}

export interface Ended {
  /** Which one it was. */
  index: number
  /** Since the broker had let us in; null: it never did. */
  lastedMs: number | null
  /** It was there and said nothing any more. */
  silent: boolean
}

/** A connection that lasted so long ends the growing of the waits. */
export const STABLE_MS = 30_000
/** So long a better one must have held us before it is believed again at once. */
export const PROVEN_MS = 30 * 60_000
const RETURN_BASE_MS = 5 * 60_000
const RETURN_CAP_MS = 2 * 3_600_000

export const FIRST_CHOICE: Choice = { next: 0, tried: [], failures: 0, vain: 0, isReturn: false }

/**
 * What to try after an attempt or a connection has ended.
 * @param count how many brokers there are
 */
export function afterEnd(
  choice: Choice,
  { index, lastedMs, silent }: Ended,
  count: number,
  stableMs = STABLE_MS,
): Choice {
  const vain = !choice.isReturn ? choice.vain : (lastedMs ?? 0) >= PROVEN_MS ? 0 : choice.vain + 1
  const stood = lastedMs !== null && lastedMs >= stableMs
  // It held us, and the link between may have broken: our session is there.
  if (stood && !silent) return { next: index, tried: [], failures: 1, vain, isReturn: false }
  const before = stood ? [] : choice.tried
  const tried = before.includes(index) ? before : [...before, index]
  const next = Array.from({ length: count }, (_, other) => other).find((other) => !tried.includes(other))
  const failures = stood ? 1 : choice.failures + 1
  if (next === undefined) return { next: 0, tried: [], failures, vain, isReturn: false }
  return { next, tried, failures, vain, isReturn: false }
}

/** From now on the better one. */
export function toBetter(choice: Choice, index: number): Choice {
  return { ...choice, next: index, tried: [], failures: 0, isReturn: true }
}

/** Whatever has been: the next attempt is at once, in the order of preference. */
export function afresh(choice: Choice): Choice {
  return { ...choice, tried: [], failures: 0 }
}

/**
 * How long to stay with a less preferred one before the better ones are looked at: milliseconds, from half of the
 * ceiling on, so that a fleet does not come back all at once.
 * @param random a number in [0, 1)
 */
export function returnAfterMs({ vain }: Choice, random: number): number {
  const ceiling = Math.min(RETURN_CAP_MS, RETURN_BASE_MS * 2 ** Math.min(vain, 10))
  return Math.floor((ceiling * (1 + random)) / 2)
}
