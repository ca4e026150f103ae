/**
 * Adopted containers: of ours, running, although nothing of ours remembers why.
 *
 * Invariant: pure. After the checkpoint was lost these are what the owner relies on: they are held as they
 * are, stopped by nothing but an update's switching, and they are what there is to go back to until a
 * release has been proved.
 */
import { Restart } from '../protocol/enums.ts'
import type { Intent } from './intent.ts'
import type { Next } from './next-step.ts'
import type { Container } from './ports.ts'
import { isActive } from './situation.ts'

export interface Adopted {
  container: string
  service: string
  /** Its restart policy when it was found: stopping takes it away. */
  restart: Restart
}

/**
 * Of what the engine has, what runs or ought to by its own restart policy, in the order in which it started.
 * One that we stopped has no restart policy, so it is left alone.
 */
export function adoptable(containers: readonly Container[]): Adopted[] {
  return containers
    .filter((container) => isActive(container) || comesBack(container))
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .map(({ id, service, restart }) => ({ container: id, service, restart }))
}

/** The intent after looking at the engine: an empty one beside containers that run is one that was lost. */
export function withAdopted(intent: Intent, found: readonly Adopted[]): Intent {
  const isEmpty = intent.current === null && intent.task === null && intent.adopted.length === 0
  return isEmpty && found.length > 0 ? { ...intent, adopted: [...found] } : intent
}

export interface AdoptedSituation {
  adopted: readonly Adopted[]
  containers: readonly Container[]
  /** As `Situation.startedHere`. */
  startedHere: readonly string[]
  /** From a release that has failed: what is not adopted came with it. */
  isGoingBack: boolean
}

/** What is next so that the adopted containers run, and, going back, nothing else does. */
export function nextForAdopted({ adopted, containers, startedHere, isGoingBack }: AdoptedSituation): Next {
  const kept = new Set(adopted.map(({ container }) => container))
  const other = isGoingBack ? containers.find((container) => isActive(container) && !kept.has(container.id)) : undefined
  if (other !== undefined) {
    return {
      kind: 'act',
      step: { act: 'stop', service: other.service, container: other.id, graceMs: other.stopGraceMs },
    }
  }
  for (const { container: id, service, restart } of adopted) {
    const container = containers.find((candidate) => candidate.id === id)
    if (container !== undefined && isDown(container, restart, startedHere, isGoingBack)) {
      return { kind: 'act', step: { act: 'start', service, container: id } }
    }
  }
  return { kind: 'done' }
}

function isDown(container: Container, restart: Restart, startedHere: readonly string[], isGoingBack: boolean): boolean {
  if (isActive(container)) return container.restart !== restart
  if (container.state !== 'exited' || startedHere.includes(container.id)) return false
  // With its policy it ended by itself, or was torn down; without it, we stopped it.
  return isGoingBack || container.restart !== restart || comesBack(container)
}

/** Whether it does not run and its restart policy says that it should. */
function comesBack({ state, restart, exitCode }: Container): boolean {
  if (state !== 'exited') return false
  if (restart === Restart.RESTART_ON_FAILURE) return exitCode !== 0
  return restart === Restart.RESTART_ALWAYS || restart === Restart.RESTART_UNLESS_STOPPED
}
