/**
 * The rules of a rollout: when a wave has passed, when it has failed, and how fast devices are brought in.
 *
 * Invariant: pure; what a rule says depends on its arguments alone, so that two controllers that know the same decide
 * the same.
 */
import { formatDuration } from '../text/duration.ts'
import { type Counts, finishedOf } from './facts.ts'
import type { Gate, Rate, Wave } from './plan.ts'

export type Verdict =
  /** Not enough is known yet. */
  | { kind: 'waiting'; why: string }
  | { kind: 'passed' }
  | { kind: 'breach'; rule: 'failure' | 'success' | 'timeout'; why: string }

/**
 * What a wave's gate says. A breach is told as soon as it is certain, also while the wave is still being widened.
 * @param state whether every device of the wave has been let in; ms since the wave began, pauses left out; how many
 * failures an operator has seen and gone on from: they count no more, and of those that are told of by name so many are
 * left out of the counts already; how many devices of the fleet are there; whether any device of it has been heard of;
 * and whether the fleet has any of the names, where the wave is of names
 */
export function judgeWave(
  wave: Pick<Wave, 'gate' | 'stepTimeoutMs'>,
  counts: Counts,
  {
    isFull,
    elapsedMs,
    forgiven,
    leftOut = 0,
    online,
    isHeard = true,
    isBorne = true,
  }: {
    isFull: boolean
    elapsedMs: number
    forgiven: number
    leftOut?: number
    online: number
    isHeard?: boolean
    isBorne?: boolean
  },
): Verdict {
  const { gate, stepTimeoutMs } = wave
  const finished = Math.max(0, finishedOf(counts) - forgiven)
  const bad = Math.max(0, finished - counts.succeeded)
  const least = sampleOf(gate, counts, forgiven)
  if (finished >= least && finished > 0 && bad / finished > gate.failure)
    return { kind: 'breach', rule: 'failure', why: `${bad} of ${finished} finished devices have failed` }
  const verdict = isFull
    ? judgeFull(gate, counts, { forgiven, leftOut, online, isHeard, isBorne }, least)
    : waiting('devices are still being let in')
  if (verdict.kind !== 'waiting') return verdict
  if (stepTimeoutMs > 0 && elapsedMs > stepTimeoutMs)
    return {
      kind: 'breach',
      rule: 'timeout',
      why: `the wave has not passed in ${formatDuration(stepTimeoutMs)}: ${verdict.why}`,
    }
  return verdict
}

/** A name may have been mistyped, and the next wave may be everybody. */
const UNKNOWN_NAMES = 'none of the devices that are named is known in the fleet and without a target of its own'

const NOBODY_HEARD = 'no device of the fleet without a target of its own has reported yet'

function judgeFull(
  gate: Gate,
  counts: Counts,
  {
    forgiven,
    leftOut,
    online,
    isHeard,
    isBorne,
  }: { forgiven: number; leftOut: number; online: number; isHeard: boolean; isBorne: boolean },
  least: number,
): Verdict {
  if (!isBorne) return waiting(isHeard ? UNKNOWN_NAMES : NOBODY_HEARD)
  const finished = Math.max(0, finishedOf(counts) - forgiven)
  const here = hereOf(counts) - forgiven
  const needed = Math.max(least, Math.ceil(gate.finished * here))
  if (finished < needed) return waiting(`${finished} of ${here} devices have finished, and ${needed} have to`)
  if (finished === 0) {
    // Nobody is proof of nothing, but for a wave that is too small to let anybody in.
    const isEmpty = forgiven + leftOut > 0 || (counts.included === 0 && online > 0)
    return isEmpty ? { kind: 'passed' } : waiting('no device has finished')
  }
  if (counts.succeeded / finished >= gate.success) return { kind: 'passed' }
  // Those that are still at it might turn it; once there are none, they cannot.
  if (counts.notified + counts.waiting > 0) return waiting(`only ${counts.succeeded} of ${finished} have succeeded`)
  return { kind: 'breach', rule: 'success', why: `only ${counts.succeeded} of ${finished} have succeeded` }
}

/** A wave of three devices can never have five that have finished. */
function sampleOf({ minimum }: Gate, counts: Counts, forgiven: number): number {
  return Math.min(minimum, Math.max(0, hereOf(counts) - forgiven))
}

function hereOf({ included, away }: Counts): number {
  return included - away
}

function waiting(why: string): Verdict {
  return { kind: 'waiting', why }
}

/**
 * Devices a minute, now.
 * @param done since the rollout began: how many have been notified (told), and how many have succeeded
 */
export function rateNow(rate: Rate, done: { notified: number; succeeded: number }): number {
  const steps = Math.floor(done[rate.by] / rate.every)
  const grown = rate.perMinute * rate.factor ** Math.min(steps, MOST_STEPS)
  return Math.min(grown, rate.most ?? Number.MAX_SAFE_INTEGER)
}

/** Beyond it, any factor above one has passed every fleet. */
const MOST_STEPS = 1000

/**
 * How many devices of a wave may have been let in by now.
 * @param given with what had been let in before, which may be a part of a device
 * @param spanMs since then
 */
export function allowance(
  rate: Rate | null,
  given: number,
  spanMs: number,
  done: { notified: number; succeeded: number },
): number {
  if (rate === null) return Number.MAX_SAFE_INTEGER
  return given + (rateNow(rate, done) * Math.max(0, spanMs)) / 60_000
}
