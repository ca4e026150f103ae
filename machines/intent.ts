/**
 * The durable intent of the update machine, and the pure rules over it.
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

/** Refusals that are remembered; the oldest fall out. */
const MAX_REFUSALS = 16

/** The target that counts. */
export function chosenTarget(intent: Intent): TargetRef | null {
  return intent.wanted.device ?? intent.wanted.fleet
}

export function sameRelease(a: ReleaseRef | null, b: ReleaseRef | null): boolean {
  return a !== null && b !== null && a.document === b.document && a.arm === b.arm
}

export function refusalOf(intent: Intent, release: ReleaseRef): RefusalFact | undefined {
  return intent.refused.find((refusal) => refusal.document === release.document && refusal.arm === release.arm)
}

/** What ought to be installed and is not, or null when there is nothing to do. */
export function goalOf(intent: Intent): { kind: 'install' | 'revert'; target: TargetRef; to: ReleaseRef } | null {
  const target = chosenTarget(intent)
  if (target === null) return null
  const reverted = isReverted(intent, target)
  const to = reverted ? target.fallback : target.release
  if (to === null || refusalOf(intent, to) !== undefined || sameRelease(to, intent.current)) return null
  // A device that never took the epoch is not sent anywhere by its revert.
  if (reverted && !sameRelease(target.release, intent.current)) return null
  return { kind: reverted ? 'revert' : 'install', target, to }
}

/** Whether the rollout sends this epoch back to its fallback. */
export function isReverted(intent: Intent, target: TargetRef): boolean {
  const { rollout } = intent
  return target.scope === 'fleet' && rollout?.state === 'revert' && rollout.epoch === target.release.epoch
}

/** Whether the task under way is no longer what is asked for. */
export function isSuperseded(intent: Intent): boolean {
  const { task } = intent
  if (task === null || task.kind === 'repair') return task !== null && goalOf(intent) !== null
  const target = chosenTarget(intent)
  if (target === null) return task.kind === 'install'
  if (task.to.document !== target.release.document) return task.kind === 'install' || goalOf(intent) !== null
  return task.kind === 'install' && isReverted(intent, target)
}

/** What is wrong with the epoch of a new target, or null. The same document again is nothing new. */
export function epochFault(intent: Intent, target: TargetRef): Fault | null {
  const { scope, release } = target
  const floor = intent.floors[scope]
  if (release.epoch > floor.epoch || release.document === floor.document) return null
  const message =
    release.epoch === floor.epoch
      ? `epoch ${release.epoch} was taken before with other content`
      : `epoch ${release.epoch} is lower than ${floor.epoch}, which was taken before`
  return { code: 'HF_EPOCH_STALE', message }
}

/** Whether a rollout says something newer than the one known. */
export function isNewerRollout(intent: Intent, rollout: RolloutFact): boolean {
  const known = intent.rollout
  if (known === null || rollout.epoch > known.epoch) return true
  return rollout.epoch === known.epoch && rollout.revision > known.revision
}

/** The intent with one more refusal. */
export function withRefusal(intent: Intent, task: Task, fault: Fault, logTail: string[] = []): Intent {
  if (task.kind === 'repair') return intent
  const { document, arm, epoch, releaseId } = task.to
  const refusal = { ...fault, document, arm, scope: task.scope, epoch, releaseId, logTail }
  const refused = [...withoutRefusal(intent, task.to).refused, refusal]
  if (refused.length > MAX_REFUSALS) {
    // What is still asked for would be tried again if it were forgotten.
    const wanted = [intent.wanted.fleet, intent.wanted.device].map((target) => target?.release.document)
    refused.splice(
      Math.max(
        0,
        refused.findIndex((old) => !wanted.includes(old.document)),
      ),
      1,
    )
  }
  return { ...intent, refused }
}

/** The intent without the refusal of one release. */
export function withoutRefusal(intent: Intent, { document, arm }: ReleaseRef): Intent {
  return { ...intent, refused: intent.refused.filter((old) => old.document !== document || old.arm !== arm) }
}

/** The documents that the intent still speaks of; all others may go. */
export function documentsOf(intent: Intent): string[] {
  const refs = [
    intent.wanted.fleet?.release,
    intent.wanted.device?.release,
    intent.current,
    intent.previous,
    intent.task?.to,
  ]
  return [...new Set(refs.flatMap((ref) => (ref ? [ref.document] : [])))]
}

/** Names of the services that are kept down. */
export function stoppedIn(intent: Intent): string[] {
  return intent.stops.map(({ service }) => service)
}

/** The intent in which these services are kept down; a stop that comes again takes the place of the old one. */
export function withStops(intent: Intent, stops: readonly StopFact[]): Intent {
  const others = intent.stops.filter((old) => !stops.some(({ service }) => service === old.service))
  return { ...intent, stops: [...others, ...stops] }
}

/** The intent in which these services may run. */
export function withoutStops(intent: Intent, services: readonly string[]): Intent {
  return { ...intent, stops: intent.stops.filter(({ service }) => !services.includes(service)) }
}
