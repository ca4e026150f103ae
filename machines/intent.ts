/**
 * The durable intent of the update machine, and its defaults.
 *
 * Invariant: everything here is what the engine cannot tell; JSON only; from it alone, and the world, the
 * machine resumes.
 */
import type { Fault } from '../protocol/errors.ts'
import type { Window } from '../protocol/types.ts'
import type { Adopted } from './adopted.ts'

/** One release within one signed document. */
export interface ReleaseRef {
  /** Name of the signed target that holds it. */
  document: string
  /** Which of the two releases that a target may hold. */
  arm: 'release' | 'fallback'
  epoch: number
  releaseId: string
  name: string
  version: string
}

export type Scope = 'fleet' | 'device'

/** A target as the machine knows it: its signature was checked, its content stands in the document. */
export interface TargetRef {
  scope: Scope
  release: ReleaseRef
  fallback: ReleaseRef | null
  /** From 0 to 9,999: takes part in a rollout whose share is above it. */
  lot: number
  policy: Policy
  /** Unix time, as its signer's clock said; zero if unknown. */
  issuedAtMs: number
}

/** When an update may happen, and how it is proved; defaults are filled in. Durations in milliseconds. */
export interface Policy {
  healthTimeoutMs: number
  soakMs: number
  contactTimeoutMs: number
  fetchAttempts: number
  resumeAttempts: number
  windows: Window[]
  ignoreLocks: boolean
  ignoreWindows: boolean
  /** Most bytes that fetching may cost; zero is without limit. */
  fetchBytes: number
  /** The longest that locks may put it off; zero, and not set, is without end. */
  longestLockMs?: number
}

/** An operator's pause. */
export interface HoldFact {
  reason: string
  /** Of downloading too. */
  downloads: boolean
}

/** A service that an operator keeps down. */
export interface StopFact {
  service: string
  /** How long, from the moment that follows, or from the next boot; zero is until it is started. */
  forMs: number
  bootId: string
  monoMs: number
}

export interface RolloutFact {
  epoch: number
  revision: number
  state: 'go' | 'paused' | 'revert'
  /** Of 10,000. */
  share: number
}

/** A release that is not to be tried again until the operator moves on. */
export interface RefusalFact extends Fault {
  document: string
  arm: 'release' | 'fallback'
  scope: Scope
  epoch: number
  releaseId: string
  logTail: string[]
}

/** What the machine is busy with. */
export interface Task {
  /** `repair` brings back the release that is already committed. */
  kind: 'install' | 'revert' | 'repair'
  scope: Scope
  to: ReleaseRef
  policy: Policy
  /** Which gate comes next. */
  gate: 'download' | 'apply'
  /** What an operator has it pass over: windows, and applications' locks too. */
  hurry: 'no' | 'windows' | 'locks'
  /** Services that ran when it began: going back means that they run again. */
  ranBefore: string[]
  /** The engine may have been changed for it. */
  switched: boolean
  /** Failures that were nobody else's fault, on the way to the switch, and again since. */
  failures: number
  /** Starts of the agent in the middle of switching or proving. */
  resumes: number
  /** Why it goes back, once it does. */
  fault: Fault | null
  logTail: string[]
}

export type Phase =
  | 'idle'
  | 'admitting'
  | 'planning'
  | 'waiting'
  | 'fetching'
  | 'staging'
  | 'switching'
  | 'proving'
  | 'committing'
  | 'reverting'
  | 'cancelling'

export interface Intent {
  phase: Phase
  /** The newest acceptable target of each scope; the device's own goes over the fleet's. */
  wanted: Record<Scope, TargetRef | null>
  /** Highest epoch ever accepted in each scope, and its document; outlives the target itself. */
  floors: Record<Scope, { epoch: number; document: string }>
  /** What was proved and committed last, and what before it. */
  current: ReleaseRef | null
  previous: ReleaseRef | null
  /** Services of `current` that ran when it was proved: what ended them unseen, a shutdown for one, is undone. */
  runs: string[]
  /** What ran when nothing was known of it any more; empty once a release is committed. */
  adopted: Adopted[]
  /** What was before was given up on purpose, as the device became somebody else or was moved: nothing is lost. */
  begunAnew?: true
  task: Task | null
  refused: RefusalFact[]
  rollout: RolloutFact | null
  hold: HoldFact | null
  stops: StopFact[]
}

export const FRESH_INTENT: Intent = {
  phase: 'idle',
  wanted: { fleet: null, device: null },
  floors: { fleet: { epoch: 0, document: '' }, device: { epoch: 0, document: '' } },
  current: null,
  previous: null,
  runs: [],
  adopted: [],
  task: null,
  refused: [],
  rollout: null,
  hold: null,
  stops: [],
}

/** Defaults of holdfast.proto, message Policy. */
export const DEFAULT_POLICY: Policy = {
  healthTimeoutMs: 120_000,
  soakMs: 10_000,
  contactTimeoutMs: 900_000,
  fetchAttempts: 5,
  resumeAttempts: 5,
  windows: [],
  ignoreLocks: false,
  ignoreWindows: false,
  fetchBytes: 0,
}
