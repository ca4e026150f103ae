/**
 * What to do next so that the engine comes to run what is desired: the heart of `switching` and `reverting`.
 *
 * Invariant: a pure function of what is wanted and what is there, so that it does not matter how the world
 * came to be so, in which life of the agent, or after which power cut. Two containers of one service run at
 * the same time only under hand-over. A replaced container is stopped, not removed, until the commit (only
 * delete-then-download gives that up). Every step brings the world nearer, so the steps come to an end.
 */

import { Condition, Health, Restart, Strategy } from '../protocol/enums.ts'
import type { Fault } from '../protocol/errors.ts'
import type { Desired, DesiredService } from './desired.ts'
import type { Container } from './ports.ts'

/** One operation on the engine. */
export type Step =
  | { act: 'stop'; service: string; container: string; graceMs: number }
  /** Also its image when that is named. */
  | { act: 'remove'; service: string; container: string; image: string }
  | { act: 'fetch'; service: string; image: string }
  | { act: 'create'; service: string }
  | { act: 'start'; service: string; container: string }

export type Next =
  | { kind: 'act'; step: Step }
  /** Nothing to do until something changes: why, one sentence each. */
  | { kind: 'wait'; reasons: string[] }
  | { kind: 'done' }
  /** It cannot come about. */
  | { kind: 'failed'; fault: Fault; service: string }

export interface Situation {
  desired: Desired
  containers: readonly Container[]
  /** Images of the desired services that the engine lacks. */
  missingImages: readonly string[]
  /** Containers that this life of the agent has started: one of these that ended, ended by itself. */
  startedHere: readonly string[]
  /** Services that ran before the update began; only when going back. */
  mustRun?: readonly string[]
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

/** See the invariant of this file. */
export function nextStep(situation: Situation): Next {
  const { desired, containers } = situation
  const wanted = new Set(desired.services.map((service) => service.name))
  const orphan = containers.find((container) => !wanted.has(container.service) && isActive(container))
  if (orphan !== undefined) return act({ act: 'stop', service: orphan.service, container: orphan.id, graceMs: 10_000 })

  const reasons: string[] = []
  for (const service of desired.services) {
    const next = nextForService(service, situation)
    if (next.kind === 'wait') reasons.push(...next.reasons)
    else if (next.kind !== 'done') return next
  }
  return reasons.length > 0 ? { kind: 'wait', reasons } : { kind: 'done' }
}

function nextForService(wanted: DesiredService, situation: Situation): Next {
  const { containers } = situation
  const mine = currentOf(wanted, containers)
  const stale = containers.filter(
    (container) => container.service === wanted.name && container !== mine && isActive(container),
  )
  if (mine?.state === 'removing') return { kind: 'wait', reasons: [`${wanted.name} is being removed`] }
  if (mine?.state === 'dead') return act({ act: 'remove', service: wanted.name, container: mine.id, image: '' })
  if (mine !== undefined && isActive(mine)) return settle(wanted, mine, stale[0], situation)
  if (mine !== undefined && hasEnded(wanted, mine, situation))
    return stale[0] ? stop(wanted, stale[0]) : { kind: 'done' }
  return bringUp(wanted, mine, stale[0], situation)
}

/** It runs; what is left is its restart policy and the old one beside it. */
function settle(wanted: DesiredService, mine: Container, stale: Container | undefined, situation: Situation): Next {
  if (stale !== undefined) {
    if (!handsOver(wanted, situation)) return stop(wanted, stale)
    if (mine.health === Health.HEALTH_UNHEALTHY) {
      const message = `the new ${wanted.name} is unhealthy, the old one stays`
      return { kind: 'failed', service: wanted.name, fault: { code: 'HF_HEALTH_FAILED', message } }
    }
    if (mine.health === Health.HEALTH_STARTING || mine.state !== 'running') {
      return { kind: 'wait', reasons: [`${wanted.name}: the old one stays until the new one is healthy`] }
    }
    return stop(wanted, stale)
  }
  if (mine.restart !== restartOf(wanted)) return act({ act: 'start', service: wanted.name, container: mine.id })
  return { kind: 'done' }
}

/** It does not run and shall: dependencies, then the old one, ports, image, container, start. */
function bringUp(
  wanted: DesiredService,
  mine: Container | undefined,
  stale: Container | undefined,
  situation: Situation,
): Next {
  const { strategy, image, stopGraceMs } = wanted.service
  const reasons = unmetDependencies(wanted, situation)
  if (reasons.length > 0) return { kind: 'wait', reasons }

  const missing = situation.missingImages.includes(image)
  const killsFirst =
    strategy === Strategy.STRATEGY_KILL_THEN_DOWNLOAD || strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD
  if (missing && !killsFirst) return act({ act: 'fetch', service: wanted.name, image })
  if (stale !== undefined && !handsOver(wanted, situation)) {
    return stop(wanted, stale)
  }
  const rest = situation.containers.find((container) => container.service === wanted.name && container !== mine)
  if (missing && rest !== undefined && strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD) {
    return act({
      act: 'remove',
      service: wanted.name,
      container: rest.id,
      image: rest.image === image ? '' : rest.image,
    })
  }
  const inTheWay = situation.containers.find(
    (container) =>
      container !== mine &&
      isActive(container) &&
      sharesPort(wanted, container) &&
      !isDesired(container, situation.desired),
  )
  if (inTheWay !== undefined) {
    return act({ act: 'stop', service: inTheWay.service, container: inTheWay.id, graceMs: stopGraceMs || 10_000 })
  }
  if (mine !== undefined) return act({ act: 'start', service: wanted.name, container: mine.id })
  if (missing) return act({ act: 'fetch', service: wanted.name, image })
  return act({ act: 'create', service: wanted.name })
}

/** Whether a container that is not active has done what it was for. */
function hasEnded(wanted: DesiredService, mine: Container, situation: Situation): boolean {
  if (mine.state !== 'exited' || situation.mustRun?.includes(wanted.name)) return false
  const restart = restartOf(wanted)
  if (restart === Restart.RESTART_ALWAYS || restart === Restart.RESTART_UNLESS_STOPPED) return false
  if (mine.exitCode === 0) return true
  // Without success: if an earlier life of the agent, or a power cut, is to blame, it gets another run.
  return situation.startedHere.includes(mine.id)
}

function unmetDependencies(wanted: DesiredService, situation: Situation): string[] {
  return wanted.service.dependsOn.flatMap((dependency) => {
    const other = situation.desired.services.find((service) => service.name === dependency.service)
    const container = other && currentOf(other, situation.containers)
    if (isMet(dependency.condition, container)) return []
    return [`${wanted.name} waits for ${dependency.service} to be ${CONDITION_WORDS[dependency.condition]}`]
  })
}

const CONDITION_WORDS: Record<Condition, string> = {
  [Condition.CONDITION_UNSPECIFIED]: 'started',
  [Condition.CONDITION_STARTED]: 'started',
  [Condition.CONDITION_HEALTHY]: 'healthy',
  [Condition.CONDITION_COMPLETED]: 'completed',
}

function isMet(condition: Condition, container: Container | undefined): boolean {
  if (container === undefined) return false
  if (condition === Condition.CONDITION_COMPLETED) return container.state === 'exited' && container.exitCode === 0
  if (condition === Condition.CONDITION_HEALTHY) {
    return container.state === 'running' && container.health === Health.HEALTH_HEALTHY
  }
  // "Started" is also true of a one-shot service that has already ended.
  return isActive(container) || container.state === 'exited'
}

/** Side by side is impossible where both want the same port of the host, and pointless when going back. */
function handsOver(wanted: DesiredService, situation: Situation): boolean {
  if (situation.mustRun !== undefined) return false
  return wanted.service.strategy === Strategy.STRATEGY_HAND_OVER && hostPortsOf(wanted).length === 0
}

function sharesPort(wanted: DesiredService, container: Container): boolean {
  return hostPortsOf(wanted).some((port) => container.hostPorts.includes(port))
}

function hostPortsOf(wanted: DesiredService): string[] {
  return wanted.service.ports
    .filter((port) => port.hostPort > 0)
    .map((port) => `${port.hostPort}/${port.protocol || 'tcp'}`)
}

function isDesired(container: Container, desired: Desired): boolean {
  return desired.services.some(
    (service) => service.name === container.service && service.specHash === container.specHash,
  )
}

/**
 * The restart policy of a service. Not set is "on failure": what ends well has done its work, and what was
 * torn down by a power cut comes back, which the engine's own default would not do.
 */
export function restartOf(wanted: DesiredService): Restart {
  return wanted.service.restart === Restart.RESTART_UNSPECIFIED ? Restart.RESTART_ON_FAILURE : wanted.service.restart
}

function stop(wanted: DesiredService, container: Container): Next {
  return act({
    act: 'stop',
    service: wanted.name,
    container: container.id,
    graceMs: wanted.service.stopGraceMs || 10_000,
  })
}

function act(step: Step): Next {
  return { kind: 'act', step }
}
