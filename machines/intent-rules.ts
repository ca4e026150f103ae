/**
 * The pure rules over the intent: what it asks for, what goes against that, and how its lists change.
 *
 * Invariant: each is a function of the intent, and of what is held against it, alone; none changes what it is given.
 */
import type { Fault } from '../protocol/errors.ts'
import type { Intent, RefusalFact, ReleaseRef, RolloutFact, StopFact, TargetRef, Task } from './intent.ts'

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

/** What ought to be installed, or null where nothing asks for anything. */
export function wantedRelease(intent: Intent): ReleaseRef | null {
  const target = chosenTarget(intent)
  if (target === null) return null
  if (!isReverted(intent, target)) return target.release
  // One that runs nothing takes what its fleet was sent back to. One that runs what was before stays with it.
  const { current } = intent
  const isToLeave = current === null || sameRelease(target.release, current)
  return isToLeave && target.fallback !== null ? target.fallback : current
}

/** What ought to be installed and is not, or null when there is nothing to do. */
export function goalOf(intent: Intent): { kind: 'install' | 'revert'; target: TargetRef; to: ReleaseRef } | null {
  const [target, to] = [chosenTarget(intent), wantedRelease(intent)]
  if (target === null || to === null) return null
  if (refusalOf(intent, to) !== undefined || sameRelease(to, intent.current)) return null
  return { kind: isReverted(intent, target) && intent.current !== null ? 'revert' : 'install', target, to }
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
  return task.kind === 'install' && isReverted(intent, target) !== (task.to.arm === 'fallback')
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

/** The documents that the intent still needs; all others may go. */
export function documentsOf(intent: Intent): string[] {
  const refs = [
    intent.wanted.fleet?.release,
    intent.wanted.device?.release,
    intent.current,
    intent.previous,
    isTaskLeft(intent) ? null : intent.task?.to,
  ]
  return [...new Set(refs.flatMap((ref) => (ref ? [ref.document] : [])))]
}

/** Whether what the task was for is not needed even to go back: with nothing to go back to, its traces are found by it. */
function isTaskLeft({ phase, current }: Intent): boolean {
  return phase === 'cancelling' || (phase === 'reverting' && current !== null)
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
