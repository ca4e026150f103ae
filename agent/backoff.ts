/**
 * How long to wait before the next attempt, and waiting so long.
 *
 * Invariant: full jitter: any moment between now and the ceiling is as likely, so that a fleet that lost
 * its broker all at once does not come back all at once; also when it was the links of all that came back.
 */
import type { ClockPort } from '../machines/ports.ts'

/** Within which an attempt comes once the device's own link is back, for the first time. */
const HASTY_MS = 5_000
const LEAST_HASTY_MS = 60_000

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

/**
 * What is left of a wait once the link has come back: never more than was left.
 * @param times how often this has been asked since a connection has stood: a link that comes and goes gains less each time
 */
export function hastened(leftMs: number, times: number, random: number): number {
  return Math.min(leftMs, fullJitter(times, HASTY_MS, LEAST_HASTY_MS, random))
}

/** The wait for the next attempt, which a link that comes back shortens. */
export class Pause {
  readonly #clock: ClockPort
  #haste = new AbortController()
  #times = 0

  constructor(clock: ClockPort) {
    this.#clock = clock
  }

  /** Shortens the wait that is under way, or the next one. */
  hasten(): void {
    this.#haste.abort()
  }

  /** A connection has stood: what was before does not count. */
  stood(): void {
    this.#times = 0
    this.#haste = new AbortController()
  }

  /** Ends early when aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const clock = this.#clock
    const endMs = clock.now().monoMs + ms
    await clock.sleep(ms, AbortSignal.any([signal, this.#haste.signal])).catch(() => undefined)
    const isHasty = this.#haste.signal.aborted
    this.#haste = new AbortController()
    const leftMs = endMs - clock.now().monoMs
    if (!isHasty || signal.aborted || leftMs <= 0) return
    const times = this.#times
    this.#times += 1
    await clock.sleep(hastened(leftMs, times, clock.random()), signal).catch(() => undefined)
    // Whatever the link has done meanwhile, it was waited for.
    this.#haste = new AbortController()
  }
}
