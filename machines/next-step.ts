/**
 * What to do next so that the engine comes to run what is desired: the heart of `switching` and `reverting`.
 *
 * Invariant: a pure function of what is wanted and what is there, so that it does not matter how the world
 * came to be so, in which life of the agent, or after which power cut. Nothing is stopped before the images
 * are there that are to be there first. Two containers of one service run at the same time only under
 * hand-over. A replaced container is stopped, not removed, until the commit (only delete-then-download gives
 * that up). Every step brings the world nearer, so the steps come to an end.
 */

import { Health, Strategy } from '../protocol/enums.ts'
import type { Fault } from '../protocol/errors.ts'
import type { Desired, DesiredService } from './desired.ts'
import { failedDependency, unmetDependencies } from './next-step-dependencies.ts'
import type { Container } from './ports.ts'
import { currentOf, hasEnded, isActive, isStopped, restartOf, type Situation } from './situation.ts'

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
  | { kind: 'failed'; fault: Fault; service: string; container: string; logTail: string[] }

/** See the invariant of this file. */
export function nextStep(situation: Situation): Next {
  const { desired, containers } = situation
  const absent = desired.services.find(
    (service) => fetchesFirst(service) && isFetchedFor(service, situation) && !isStopped(service, situation),
  )
  if (absent !== undefined) return fetchImage(absent)
  const wanted = new Set(desired.services.map((service) => service.name))
  const orphan = containers.find((container) => !wanted.has(container.service) && isActive(container))
  if (orphan !== undefined) return stop(orphan)

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
  if (isStopped(wanted, situation)) {
    const running = containers.find((container) => container.service === wanted.name && isActive(container))
    return running === undefined ? { kind: 'done' } : stop(running)
  }
  const mine = currentOf(wanted, containers)
  const stale = containers.find(
    (container) => container.service === wanted.name && container !== mine && isActive(container),
  )
  if (mine?.state === 'removing') return { kind: 'wait', reasons: [`${wanted.name} is being removed`] }
  if (mine?.state === 'dead') return act({ act: 'remove', service: wanted.name, container: mine.id, image: '' })
  if (mine !== undefined && isActive(mine)) return settle(wanted, mine, stale, situation)
  if (mine === undefined || !hasEnded(wanted, mine, situation)) return bringUp(wanted, mine, stale, situation)
  if (stale === undefined) return { kind: 'done' }
  if (handsOver(wanted, situation) && !(mine.exitCode === 0 && isProved(wanted, mine, situation))) {
    return failed(mine, `the new ${wanted.name} ended with exit code ${mine.exitCode}, the old one stays`)
  }
  return stop(stale)
}

/** What the old one waits for: health, where it is checked, and the word of the new one, where that is asked for. */
function isProved(wanted: DesiredService, { id, health }: Container, { ready }: Situation): boolean {
  if (health === Health.HEALTH_STARTING || health === Health.HEALTH_UNHEALTHY) return false
  return wanted.service.handOver?.waitUntilReady !== true || ready?.includes(id) === true
}

/** It runs; what is left is its restart policy and the old one beside it. */
function settle(wanted: DesiredService, mine: Container, stale: Container | undefined, situation: Situation): Next {
  if (stale !== undefined) {
    if (!handsOver(wanted, situation)) return stop(stale)
    if (mine.health === Health.HEALTH_UNHEALTHY) {
      return failed(mine, `the new ${wanted.name} is unhealthy, the old one stays`)
    }
    if (mine.health === Health.HEALTH_STARTING || mine.state !== 'running') {
      return { kind: 'wait', reasons: [`${wanted.name}: the old one stays until the new one is healthy`] }
    }
    if (wanted.service.handOver?.waitUntilReady === true && situation.ready?.includes(mine.id) !== true) {
      return { kind: 'wait', reasons: [`${wanted.name}: the old one stays until the new one says that it is ready`] }
    }
    return stop(stale)
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
  const reasons = unmetDependencies(wanted, situation)
  if (reasons.length > 0) {
    const failure = failedDependency(wanted, situation)
    return failure === null ? { kind: 'wait', reasons } : failed(failure.container, failure.message)
  }
  if (stale !== undefined && !handsOver(wanted, situation)) return stop(stale)

  const isMissing = isFetchedFor(wanted, situation)
  if (isMissing && wanted.service.strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD) {
    const rest = situation.containers.find((container) => container.service === wanted.name)
    if (rest !== undefined) return removeWhole(rest, situation.desired)
  }
  const inTheWay = situation.containers.find(
    (container) =>
      container !== mine &&
      isActive(container) &&
      sharesPort(wanted, container) &&
      !isDesired(container, situation.desired),
  )
  if (inTheWay !== undefined) return stop(inTheWay)
  if (mine !== undefined) return act({ act: 'start', service: wanted.name, container: mine.id })
  return isMissing ? fetchImage(wanted) : act({ act: 'create', service: wanted.name })
}

/** What is not there yet and cannot be made without its image. A container that stands needs none. */
function isFetchedFor(wanted: DesiredService, { containers, missingImages }: Situation): boolean {
  return missingImages.includes(wanted.service.image) && currentOf(wanted, containers) === undefined
}

function fetchesFirst({ service: { strategy } }: DesiredService): boolean {
  return strategy !== Strategy.STRATEGY_KILL_THEN_DOWNLOAD && strategy !== Strategy.STRATEGY_DELETE_THEN_DOWNLOAD
}

function removeWhole({ id, service, image }: Container, desired: Desired): Next {
  const isWanted = desired.services.some((other) => other.service.image === image)
  return act({ act: 'remove', service, container: id, image: isWanted ? '' : image })
}

/** Side by side is impossible where both want the same port of the host, and pointless when going back. */
function handsOver(wanted: DesiredService, situation: Situation): boolean {
  if (situation.isGoingBack === true) return false
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

/** Within its own grace: what its successor, or nobody any more, is given does not matter to it. */
function stop({ id, service, stopGraceMs }: Container): Next {
  return act({ act: 'stop', service, container: id, graceMs: stopGraceMs })
}

function fetchImage({ name, service }: DesiredService): Next {
  return act({ act: 'fetch', service: name, image: service.image })
}

function failed({ service, id }: Container, message: string): Next {
  return { kind: 'failed', service, container: id, fault: { code: 'HF_HEALTH_FAILED', message }, logTail: [] }
}

function act(step: Step): Next {
  return { kind: 'act', step }
}
