/**
 * How much may be asked, in one way: claims and renewals are counted apart.
 *
 * Invariant: pure but for its own counts; its memory is bounded; who is over a limit is passed over and not answered,
 * so that asking costs the asker more than us.
 */

export interface LimitOptions {
  /** Of one claim, or device: at most one in so long. Default 1,000. */
  everyMs: number
  /** Of all together: in a second, on the average. Default 200. */
  perSecond: number
  /** Of all together at once. Default 2,000. */
  burst: number
  /** Wrong codes for one serial in an hour. Default 10. */
  wrongCodes: number
}

export const DEFAULT_LIMITS: LimitOptions = { everyMs: 1000, perSecond: 200, burst: 2000, wrongCodes: 10 }

const HOUR_MS = 3_600_000
/** So many claims are remembered at most: beyond that, the oldest are forgotten. */
const MOST_REMEMBERED = 100_000

export class Limits {
  readonly #options: LimitOptions
  readonly #askedMs = new Map<string, number>()
  readonly #wrong = new Map<string, { count: number; sinceMs: number }>()
  #tokens: number
  #filledMs: number

  /** @param nowMs of a clock that does not jump; so also below */
  constructor(options: LimitOptions, nowMs: number) {
    this.#options = options
    this.#tokens = options.burst
    this.#filledMs = nowMs
  }

  /** Whether this one may be looked at now. */
  admit(id: string, nowMs: number): boolean {
    const { everyMs, perSecond, burst } = this.#options
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#filledMs) / 1000) * perSecond)
    this.#filledMs = nowMs
    const before = this.#askedMs.get(id)
    if (this.#tokens < 1 || (before !== undefined && nowMs - before < everyMs)) return false
    this.#tokens -= 1
    remember(this.#askedMs, id, nowMs)
    return true
  }

  /** A wrong code was shown for a serial. */
  countWrong(serial: string, nowMs: number): void {
    const known = this.#wrong.get(serial)
    const goesOn = known !== undefined && nowMs - known.sinceMs < HOUR_MS
    remember(this.#wrong, serial, goesOn ? { ...known, count: known.count + 1 } : { count: 1, sinceMs: nowMs })
  }

  /** Whether codes for this serial are not looked at for now. */
  isLocked(serial: string, nowMs: number): boolean {
    const known = this.#wrong.get(serial)
    return known !== undefined && known.count >= this.#options.wrongCodes && nowMs - known.sinceMs < HOUR_MS
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  const oldest = map.size > MOST_REMEMBERED ? map.keys().next() : null
  if (oldest !== null && oldest.done !== true) map.delete(oldest.value)
}
