/**
 * The watchdog: proves progress, not a process.
 *
 * Invariant: the sentinel hears from the agent only as long as the event loop turns and nothing is stuck by the
 * rule of `watchdog-rule.ts`; so an agent that hangs in any way ends, and its next life resumes.
 */
import type { ClockPort } from '../machines/ports.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { Notice } from './adapters/sentinel.ts'
import { type Pulse, stuckIn } from './watchdog-rule.ts'

/** Silence that is too long, when no service manager says otherwise. */
const LIMIT_MS = 60_000
const BEATS_IN_LIMIT = 3

/**
 * How long silence may last, in milliseconds.
 * @param env `WATCHDOG_USEC` of sd_watchdog_enabled(3), microseconds
 */
export function watchdogLimitMs(env: Readonly<Record<string, string | undefined>>): number {
  const asked = Number(env.WATCHDOG_USEC)
  return Number.isFinite(asked) && asked > 0 ? Math.min(LIMIT_MS, asked / 1000) : LIMIT_MS
}

interface WatchdogOptions {
  clock: ClockPort
  limitMs: number
  pulse(): Pulse
  sentinel: { tell(notice: Notice): void }
  signal: AbortSignal
}

/** Resolves with HF_STUCK once something is; null when `signal` was aborted. */
export async function watch({
  clock,
  limitMs,
  pulse,
  sentinel,
  signal,
}: WatchdogOptions): Promise<HoldfastError | null> {
  while (!signal.aborted) {
    const stuck = stuckIn(pulse(), clock.now().monoMs)
    if (stuck !== null) return new HoldfastError('HF_STUCK', stuck)
    sentinel.tell('WATCHDOG=1')
    await clock.sleep(limitMs / BEATS_IN_LIMIT, signal).catch(() => {
      // Only ever aborted, and the loop's condition sees that.
    })
  }
  return null
}
