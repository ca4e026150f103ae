/**
 * The plan of a rollout: its waves, and what has to be true before the next one.
 *
 * Invariant: plain JSON; every number is finite and within its bounds, which `read-plan.ts` sees to for a file and
 * `plan-fields.ts` for a request. Durations are milliseconds, shares of devices are numbers from 0 to 1.
 */

/** Which devices a wave brings in, over all that the waves before it have. Cumulative, as shares of a fleet are. */
export type WaveSize =
  /** Of 10,000 devices of the fleet, how many may take it in the end. */
  | { kind: 'share'; share: number }
  /** So many devices of the fleet. */
  | { kind: 'count'; count: number }
  /** These devices: what a query for tags found when the rollout began, or names. */
  | { kind: 'devices'; devices: readonly string[] }

/** How fast devices are brought in within a wave. */
export interface Rate {
  /** Devices a minute at the beginning. */
  perMinute: number
  /** What the rate is multiplied with each time that `every` more devices have done `by`; 1 is constant. */
  factor: number
  every: number
  by: 'notified' | 'succeeded'
  /** Devices a minute at the most; null is without limit. */
  most: number | null
}

/** What finished devices have to say before the next wave, and what ends the rollout. */
export interface Gate {
  /** At least this share of finished devices has succeeded. */
  success: number
  /** More than this share of finished devices has failed: a breach. */
  failure: number
  /** Finished devices before a share is worth anything; where a wave has fewer, all of them. */
  minimum: number
  /** Of the devices in the wave that are there, the share that has to have finished. */
  finished: number
}

export interface Wave {
  size: WaveSize
  /** Null brings all in at once. */
  rate: Rate | null
  gate: Gate
  /** How long the gate has to hold after it has opened, before the next wave. */
  bakeMs: number
  /** From the wave's beginning until its gate opens; longer is a breach. Zero is without limit. */
  stepTimeoutMs: number
}

export type OnBreach = 'pause' | 'abort' | 'revert'

export interface Plan {
  waves: readonly Wave[]
  onBreach: OnBreach
  /** From taking the epoch until it stands, for one device: longer counts as failed. Zero is without limit. */
  progressTimeoutMs: number
  /** How often a device that has failed is asked to try once more. */
  retries: number
  /** Restarts of one service since the commit that make a device count as failed. Zero does not look. */
  restarts: number
  /** Unix milliseconds; nothing is widened before. Zero is at once. */
  notBeforeMs: number
  /** Nothing is widened outside of them; none is always. */
  windows: readonly { schedule: string; timeZone: string; durationMs: number }[]
}

/** The most of everything. */
export const PLAN_LIMITS = { waves: 100, retries: 10, restarts: 1000, factor: 100, number: 1_000_000_000 } as const

export const DEFAULT_GATE: Gate = { success: 0.9, failure: 0.1, minimum: 5, finished: 0.9 }

export const DEFAULT_WAVE: Omit<Wave, 'size'> = {
  rate: null,
  gate: DEFAULT_GATE,
  bakeMs: 60_000,
  stepTimeoutMs: 0,
}

/** Five in a hundred, a quarter, everybody; paused at the first breach. */
export const DEFAULT_PLAN: Plan = {
  waves: [500, 2500, 10_000].map((share) => ({ ...DEFAULT_WAVE, size: { kind: 'share', share } })),
  onBreach: 'pause',
  progressTimeoutMs: 3_600_000,
  retries: 0,
  restarts: 3,
  notBeforeMs: 0,
  windows: [],
}

/** The waves whose share is no larger than one before: a share of a fleet never shrinks. Null is one that is not known. */
export function shrinking(waves: readonly (Pick<Wave, 'size'> | null)[]): number[] {
  let last = 0
  return waves.flatMap((wave, index) => {
    if (wave?.size.kind !== 'share') return []
    const isLarger = wave.size.share > last
    last = wave.size.share
    return isLarger ? [] : [index]
  })
}

/** How many devices have names in it: all that a rollout has let in by name stands in its one message. */
export function namedIn(waves: readonly (Pick<Wave, 'size'> | null)[]): number {
  return new Set(waves.flatMap((wave) => (wave?.size.kind === 'devices' ? wave.size.devices : []))).size
}
