/**
 * What stands in a plan that comes over a socket, field by field.
 *
 * Invariant: pure; it lets through what `read-plan.ts` makes of a file, and nothing that a file could not have asked
 * for.
 */
import { MOST_NAMED, WHOLE_SHARE } from '../../protocol/check-rollout.ts'
import { isName } from '../../protocol/topics.ts'
import { windowFault } from '../../protocol/window-fault.ts'
import {
  all,
  from,
  listOf,
  made,
  madeByKind,
  oneOf,
  orNull,
  type Rule,
  type Rules,
  such,
  text,
  worded,
} from '../control/request-fields.ts'
import { type Gate, namedIn, PLAN_LIMITS, type Plan, type Rate, shrinking, type Wave, type WaveSize } from './plan.ts'

const LATEST_MS = 8_640_000_000_000_000

const number = (least: number, most: number): Rule =>
  such(
    (value) => typeof value === 'number' && value >= least && value <= most,
    `is not a number from ${least} to ${most}`,
  )
const positive = such(
  (value) => typeof value === 'number' && value > 0 && value <= PLAN_LIMITS.number,
  `is not a number above 0, and ${PLAN_LIMITS.number} at the most`,
)
const durationMs = from(0, Number.MAX_SAFE_INTEGER)
const share = number(0, 1)
const count = (least: number): Rule => from(least, PLAN_LIMITS.number)

const longFrom = (most: number, why: string): Rule =>
  such((items) => (items as unknown[]).length >= 1 && (items as unknown[]).length <= most, why)

type SizeKinds = { [K in WaveSize['kind']]: Rules<Omit<Extract<WaveSize, { kind: K }>, 'kind'>> }
const SIZES: SizeKinds = {
  share: { share: from(1, WHOLE_SHARE) },
  count: { count: count(1) },
  devices: {
    devices: all(
      listOf(worded(isName, 'cannot be the name of a device')),
      longFrom(MOST_NAMED, `has to name from 1 to ${MOST_NAMED} devices`),
    ),
  },
}

const RATE: Rules<Rate> = {
  perMinute: positive,
  factor: number(1, PLAN_LIMITS.factor),
  every: count(1),
  by: oneOf(['notified', 'succeeded'] satisfies Rate['by'][]),
  most: orNull(positive),
}

const GATE: Rules<Gate> = { success: share, failure: share, minimum: count(0), finished: share }

const WAVE: Rules<Wave> = {
  size: madeByKind(SIZES),
  rate: orNull(made(RATE)),
  gate: made(GATE),
  bakeMs: durationMs,
  stepTimeoutMs: durationMs,
}

const WINDOW: Rules<Plan['windows'][number]> = { schedule: text, timeZone: text, durationMs }

/** Of waves that are each good. */
const together: Rule = (value) => {
  const waves = value as readonly Wave[]
  const [shrinks] = shrinking(waves)
  if (shrinks !== undefined)
    return { at: `[${shrinks}].size.share`, why: 'has to be a larger share than the waves before it' }
  const named = namedIn(waves)
  return named <= MOST_NAMED ? null : { at: '', why: `name ${named} devices together, ${MOST_NAMED} are allowed` }
}

const opens: Rule = (window) => {
  const why = windowFault(window as Plan['windows'][number])
  return why === null ? null : { at: '', why }
}

const PLAN: Rules<Plan> = {
  waves: all(
    listOf(made(WAVE)),
    longFrom(PLAN_LIMITS.waves, `has to have from 1 to ${PLAN_LIMITS.waves} waves`),
    together,
  ),
  onBreach: oneOf(['pause', 'abort', 'revert'] satisfies Plan['onBreach'][]),
  progressTimeoutMs: durationMs,
  retries: from(0, PLAN_LIMITS.retries),
  restarts: from(0, PLAN_LIMITS.restarts),
  notBeforeMs: from(-LATEST_MS, LATEST_MS),
  windows: listOf(all(made(WINDOW), opens)),
}

export const aPlan: Rule = made(PLAN)
