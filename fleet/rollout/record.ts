/**
 * What a rollout's controller remembers of it: enough for the next life, or another process, to go on.
 *
 * Invariant: plain JSON; how devices are is never in it, because the broker retains what they say. What is published is
 * a function of the record (`publishedOf`), so publishing it again changes nothing.
 */
import type { Counts, Failed } from './facts.ts'
import type { Plan } from './plan.ts'

/** Why a rollout stopped by itself. */
export interface Breach {
  rule: 'failure' | 'success' | 'timeout'
  why: string
  /** Index of the wave. */
  wave: number
  atMs: number
  counts: Counts
  /** Who had failed by then, by name; of very many only the first. Absent in records of before. */
  failed?: readonly Failed[]
}

export interface RolloutContext {
  fleet: string
  epoch: number
  /** What is going out, for people. */
  release: string
  /** Whether the target names a fallback. */
  canRevert: boolean
  plan: Plan
  startedMs: number
  /** Index of the wave that is under way. */
  wave: number
  /** When it began; moved on by pauses. */
  waveStartedMs: number
  /** Devices that had been let in when the wave began. */
  waveBase: number
  /** Devices that may have been let in by `givenAtMs`; with a part of one. */
  given: number
  givenAtMs: number
  /** When the gate opened; null before. */
  bakingSinceMs: number | null
  pausedSinceMs: number | null
  endedMs: number | null
  /** Spent before the plan let anybody in, and in pauses. Absent in records of before. */
  stoodMs?: number
  breach: Breach | null
  /** Failures that an operator has seen and gone on from, and that are told of by no name. */
  forgiven: number
  /** Those that are. They count no more, but where they succeed after all. Absent in records of before. */
  forgivenDevices?: readonly string[]
  /** How often each device that had failed was asked to try again. */
  retried: Readonly<Record<string, number>>
  /** The report in which each had said so: what stands there is old. Absent in records of before. */
  retriedAt?: Readonly<Record<string, number>>
  /** Why an operator did something. */
  reason: string
  /** Published last: both only ever grow. */
  share: number
  devices: readonly string[]
  revision: number
  /** Promised news: what is published is refreshed in time. Absent, or zero: nothing is promised. */
  freshForMs?: number
}

/** The states that it may rest in. */
export type RolloutPhase =
  | 'scheduled'
  | 'widening'
  | 'proving'
  | 'baking'
  | 'paused'
  | 'reverting'
  | 'finished'
  | 'aborted'
  | 'reverted'

export interface RolloutRecord {
  phase: RolloutPhase
  context: RolloutContext
}

/** A rollout that has not begun. */
export function freshContext(
  facts: Pick<
    RolloutContext,
    'fleet' | 'epoch' | 'release' | 'canRevert' | 'plan' | 'share' | 'devices' | 'revision' | 'freshForMs'
  >,
  nowMs: number,
): RolloutContext {
  return {
    ...facts,
    startedMs: nowMs,
    wave: 0,
    waveStartedMs: nowMs,
    waveBase: 0,
    given: 0,
    givenAtMs: nowMs,
    bakingSinceMs: null,
    pausedSinceMs: null,
    endedMs: null,
    breach: null,
    forgiven: 0,
    retried: {},
    reason: '',
  }
}

/** What the devices are to be told in each phase. */
export function publishedState(phase: RolloutPhase): 'go' | 'paused' | 'revert' {
  if (phase === 'reverting' || phase === 'reverted') return 'revert'
  return phase === 'paused' || phase === 'aborted' ? 'paused' : 'go'
}

export function isOver(phase: RolloutPhase): boolean {
  return phase === 'finished' || phase === 'aborted' || phase === 'reverted'
}
