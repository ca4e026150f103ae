/**
 * What a service waits for before it may start, and when it waits in vain.
 *
 * Invariant: a dependency is met by what is there now alone, and only by the container that is desired of it. Who
 * joins a service's network waits for it to be started, said or not.
 */
import { Condition, Health } from '../protocol/enums.ts'
import { type DesiredService, joinedService } from './desired.ts'
import type { Container } from './ports.ts'
import { currentOf, hasEnded, isActive, isStopped, type Situation } from './situation.ts'

/** A container that will not become what somebody waits for. */
interface DependencyFailure {
  container: Container
  message: string
}

const CONDITION_WORDS: Record<Condition, string> = {
  [Condition.CONDITION_UNSPECIFIED]: 'started',
  [Condition.CONDITION_STARTED]: 'started',
  [Condition.CONDITION_HEALTHY]: 'healthy',
  [Condition.CONDITION_COMPLETED]: 'completed',
}

/** What it still waits for, one sentence each. */
export function unmetDependencies(wanted: DesiredService, situation: Situation): string[] {
  return unmet(wanted, situation).map(({ service, condition, other }) => {
    const why = other === undefined ? '' : whyUnmet(condition, other, situation)
    return `${wanted.name} waits for ${service} to be ${CONDITION_WORDS[condition]}${why}`
  })
}

/** Services that would have to be started, and could not before an operator lets another one run: that one's name too. */
export function heldByStops(situation: Situation): { service: string; stopped: string }[] {
  const { desired, containers } = situation
  return desired.services.flatMap((wanted) => {
    const mine = currentOf(wanted, containers)
    if (isStopped(wanted, situation) || (mine !== undefined && isActive(mine))) return []
    return unmet(wanted, situation)
      .filter(({ other }) => other !== undefined && isStopped(other, situation))
      .map(({ service }) => ({ service: wanted.name, stopped: service }))
  })
}

function unmet(wanted: DesiredService, situation: Situation) {
  const joined = joinedService(wanted.service)
  const dependencies = joined === null ? [] : [{ service: joined, condition: Condition.CONDITION_STARTED }]
  return [...wanted.service.dependsOn, ...dependencies].flatMap(({ service, condition }) => {
    const other = situation.desired.services.find(({ name }) => name === service)
    return other !== undefined && isMet(condition, other, situation) ? [] : [{ service, condition, other }]
  })
}

/** Where more than time is missing. */
function whyUnmet(condition: Condition, other: DesiredService, situation: Situation): string {
  if (isStopped(other, situation)) return ', which an operator has stopped'
  const container = currentOf(other, situation.containers)
  const isUnchecked = container?.state === 'running' && container.health === Health.HEALTH_NONE
  return condition === Condition.CONDITION_HEALTHY && isUnchecked ? ', which has no health check' : ''
}

/** On the way to a new release, what waits for something that has failed already waits in vain. */
export function failedDependency(wanted: DesiredService, situation: Situation): DependencyFailure | null {
  if (situation.isGoingBack === true || situation.isHolding === true) return null
  for (const { service, condition } of wanted.service.dependsOn) {
    const other = situation.desired.services.find(({ name }) => name === service)
    const container = other && currentOf(other, situation.containers)
    if (other === undefined || container === undefined) continue
    const isEnded = hasEnded(other, container, situation)
    if (
      condition === Condition.CONDITION_HEALTHY &&
      container.health === Health.HEALTH_UNHEALTHY &&
      isActive(container)
    ) {
      return { container, message: `${service} is unhealthy, and ${wanted.name} waits for it` }
    }
    if (isEnded && (condition === Condition.CONDITION_HEALTHY || container.exitCode !== 0)) {
      return {
        container,
        message: `${service} ended with exit code ${container.exitCode}, and ${wanted.name} waits for it`,
      }
    }
  }
  return null
}

function isMet(condition: Condition, other: DesiredService, situation: Situation): boolean {
  const container = currentOf(other, situation.containers)
  if (container === undefined) return false
  if (condition === Condition.CONDITION_HEALTHY) {
    return container.state === 'running' && container.health === Health.HEALTH_HEALTHY
  }
  const ended = hasEnded(other, container, situation)
  if (condition === Condition.CONDITION_COMPLETED) return ended && container.exitCode === 0
  // "Started" is also true of a one-shot service that has already ended.
  return isActive(container) || ended
}
