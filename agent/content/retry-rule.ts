/**
 * Whether a blob that was cut off is asked for again at once, and where.
 *
 * Invariant: pure; as long as bytes come it goes on for ever, and when none do it ends, so that whoever wants the blob
 * can say why and wait by himself.
 */
import type { ErrorCode } from '../../protocol/errors.ts'
import { fullJitter } from '../backoff.ts'
import { LEAST_BYTES } from './pace-rule.ts'

/** How it has gone since the last byte that helped. */
export interface Tries {
  /** Attempts that brought nothing. */
  barren: number
  /** Which of the places that have it is asked. */
  place: number
  /** Times that a whole blob was not what its digest says. */
  wrong: number
  /** Times that it came too slowly. */
  slow: number
}

export const FIRST_TRY: Tries = { barren: 0, place: 0, wrong: 0, slow: 0 }

export interface Failure {
  code: ErrorCode
  /** Bytes that the attempt brought. */
  gained: number
  /** All came, and they are not what the digest says. */
  isWrong: boolean
  /** So long the server asks to be left alone; null: it does not. */
  afterMs: number | null
  /** It was given up for its slowness. Left out: it was not. */
  isSlow?: boolean
  /** Some of the blob has come since it was first asked for. Left out: nothing has. */
  hasGiven?: boolean
}

export type Again = { tries: Tries; waitMs: number } | null

/** Less than this is no reason to ask again at once: each attempt costs a connection. */
const WORTH_BYTES = 64 * 1024
const BARREN_AT_MOST = 2
const WRONG_AT_MOST = 2
/** Longer than this nobody waits inside of a fetch. */
const LONGEST_WAIT_MS = 60_000
const BACKOFF = { baseMs: 1_000, capMs: 10_000 }

/**
 * @param places how many have it
 * @param random in [0, 1)
 * @returns null to give up
 */
export function afterFailure(tries: Tries, failure: Failure, places: number, random: number): Again {
  const { code, gained, isWrong, afterMs, isSlow = false, hasGiven = false } = failure
  const next = tries.place + 1
  const elsewhere = { ...tries, place: next }
  // What cannot be right may be somebody else's word, of one that stands between for a moment.
  if (isWrong || (code === 'HF_REGISTRY_INVALID' && gained === 0)) {
    const wrong = tries.wrong + 1
    if (wrong >= Math.max(WRONG_AT_MOST, places)) return null
    const waitMs = isWrong || next < places ? 0 : fullJitter(1, BACKOFF.baseMs, BACKOFF.capMs, random)
    return { tries: { ...elsewhere, place: next % places, wrong, barren: 0 }, waitMs }
  }
  // A token, or an address that was signed, has grown old.
  const isPassing = code === 'HF_REGISTRY_UNAVAILABLE' || (code === 'HF_REGISTRY_UNAUTHORIZED' && hasGiven)
  // What it says it will always say; another may have it.
  if (!isPassing) return next < places ? { tries: elsewhere, waitMs: 0 } : null
  if (afterMs !== null && places === 1) {
    const barren = gained > 0 ? 0 : tries.barren + 1
    return afterMs <= LONGEST_WAIT_MS && barren <= BARREN_AT_MOST
      ? { tries: { ...tries, barren }, waitMs: afterMs }
      : null
  }
  // Of one that drips a byte now and then, bytes are no reason to go on for ever.
  const isBarren = gained < (isSlow ? LEAST_BYTES : 1)
  const isWorth = gained >= WORTH_BYTES
  if (isWorth && !isSlow) return { tries: { ...tries, barren: 0 }, waitMs: 0 }
  const barren = isBarren ? tries.barren + 1 : 0
  if (barren > BARREN_AT_MOST + places - 1) return null
  const waitMs = isWorth || next < places ? 0 : fullJitter(barren, BACKOFF.baseMs, BACKOFF.capMs, random)
  const slow = tries.slow + (isSlow ? 1 : 0)
  return { tries: { ...tries, barren, slow, place: next % places }, waitMs }
}
