/**
 * Whether the agent makes progress: the rule by which it counts as stuck.
 *
 * Invariant: pure. What may rightly take for ever (a wait, a followed log, what has a budget of its own) is
 * never stuck; everything else has a bound, far above what it takes on a slow device.
 */

import type { commandEffects } from '../machines/commands.ts'
import type { networkEffects } from '../machines/network-effects.ts'
import type { provisionEffects } from '../machines/provision-effects.ts'
import type { updateEffects } from '../machines/update-effects.ts'

/** What the runtime is doing at one moment. All times by the same monotonic clock, in milliseconds. */
export interface Pulse {
  effects: readonly EffectUnderWay[]
  /** Since when one event has been worked on: its step, its batch on the disk. Null when none is. */
  workingSinceMs: number | null
}

interface EffectUnderWay {
  /** "update/forwardAct" */
  key: string
  src: string
  /** When it began, or last got on. */
  sinceMs: number
  /** Beyond the bound: what it was told to wait for. */
  allowanceMs: number
}

const MINUTE_MS = 60_000

/** One batch on a disk that is about to fail may take minutes, and then still be written. */
const WORK_BOUND_MS = 5 * MINUTE_MS

type Effect =
  | keyof typeof updateEffects
  | keyof typeof commandEffects
  | keyof typeof networkEffects
  | keyof typeof provisionEffects

/** Null: waits by its nature, or keeps to a budget that is another effect. */
const BOUNDS_MS: Readonly<Record<Effect, number | null>> = {
  observe: 5 * MINUTE_MS,
  admit: 5 * MINUTE_MS,
  plan: 5 * MINUTE_MS,
  gate: 5 * MINUTE_MS,
  survey: 5 * MINUTE_MS,
  prove: 5 * MINUTE_MS,
  stage: 15 * MINUTE_MS,
  act: 15 * MINUTE_MS,
  tidy: 15 * MINUTE_MS,
  // Since its last byte: unpacking a large layer on a memory card says nothing for a while.
  fetch: 30 * MINUTE_MS,
  readNetwork: 5 * MINUTE_MS,
  applyNetwork: 5 * MINUTE_MS,
  keepNetwork: 5 * MINUTE_MS,
  revertNetwork: 5 * MINUTE_MS,
  steerLinks: 5 * MINUTE_MS,
  inspect: 5 * MINUTE_MS,
  generate: 15 * MINUTE_MS,
  // A registrar that waits for an operator is waited for an hour.
  claim: 75 * MINUTE_MS,
  examine: 5 * MINUTE_MS,
  verify: 15 * MINUTE_MS,
  dropCredential: 5 * MINUTE_MS,
  // With volumes, which an engine may take long to give up.
  wipe: 15 * MINUTE_MS,
  untilRenewal: null,
  contact: null,
  confirmContact: null,
  patience: null,
  pause: null,
  expire: null,
  expireBehind: null,
  unlock: null,
  stopsEnd: null,
  runCommand: null,
  streamLogs: null,
}

/** For an effect that nobody has thought of here. */
const DEFAULT_BOUND_MS = 15 * MINUTE_MS

/** What is stuck, as a sentence; null when all is well. */
export function stuckIn({ effects, workingSinceMs }: Pulse, nowMs: number): string | null {
  if (workingSinceMs !== null && nowMs - workingSinceMs > WORK_BOUND_MS) {
    return `one event has been worked on for ${seconds(nowMs - workingSinceMs)}`
  }
  for (const { key, src, sinceMs, allowanceMs } of effects) {
    const bound = isKnown(src) ? BOUNDS_MS[src] : DEFAULT_BOUND_MS
    if (bound !== null && nowMs - sinceMs > bound + allowanceMs) {
      return `${key} (${src}) has made no progress for ${seconds(nowMs - sinceMs)}`
    }
  }
  return null
}

function isKnown(src: string): src is Effect {
  return Object.hasOwn(BOUNDS_MS, src)
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
