/**
 * A situation, what is wanted of the engine and what is there, and the questions that are asked of it.
 *
 * Invariant: it is all that the next step is found from; a container is the current one of its service by its
 * hash alone, never by its name.
 */
import { Restart } from '../protocol/enums.ts'
import type { Desired, DesiredService } from './desired.ts'
import type { Container } from './ports.ts'

export interface Situation {
  desired: Desired
  containers: readonly Container[]
  /** Images of the desired services that the engine lacks. */
  missingImages: readonly string[]
  /** Containers that this life of the agent has started, and not stopped since: one that ended, ended by itself. */
  startedHere: readonly string[]
  /** Services that ran before, and so run again even if they ended well. */
  mustRun?: readonly string[]
  /** To a release that ran before: what stands beside it has failed. */
  isGoingBack?: boolean
  /** The release is committed: what fails holds up only what waits for it. */
  isHolding?: boolean
  /** Services that an operator keeps down. */
  stopped?: readonly string[]
  /** Containers that have said they are ready, or have had the time for it. */
  ready?: readonly string[]
}

const ACTIVE = new Set<Container['state']>(['running', 'restarting', 'paused'])

/** Whether it runs, or will by itself. */
export function isActive(container: Container): boolean {
  return ACTIVE.has(container.state)
}

/** The container that is exactly what is desired of a service. */
export function currentOf(desired: DesiredService, containers: readonly Container[]): Container | undefined {
  return containers.find((container) => container.service === desired.name && container.specHash === desired.specHash)
}

/**
 * The restart policy of a service. Not set is "on failure": what ends well has done its work, and what was
 * torn down by a power cut comes back, which the engine's own default would not do.
 */
export function restartOf(wanted: DesiredService): Restart {
  return wanted.service.restart === Restart.RESTART_UNSPECIFIED ? Restart.RESTART_ON_FAILURE : wanted.service.restart
}

/** Whether a container that is not active has done what it was for. */
export function hasEnded(wanted: DesiredService, mine: Container, situation: Situation): boolean {
  const restart = restartOf(wanted)
  if (mine.state !== 'exited') return false
  if (restart === Restart.RESTART_ALWAYS || restart === Restart.RESTART_UNLESS_STOPPED) return false
  if (situation.startedHere.includes(mine.id)) return true
  // Stopping takes the restart policy away and starting gives it back: without it, we stopped it.
  if (mine.restart !== restart || situation.mustRun?.includes(wanted.name)) return false
  // Without success: if an earlier life of the agent, or a power cut, is to blame, it gets another run.
  return mine.exitCode === 0
}

/** Whether an operator keeps it down. */
export function isStopped({ name }: DesiredService, { stopped }: Situation): boolean {
  return stopped?.includes(name) === true
}
