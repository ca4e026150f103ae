/**
 * Whether a release has proved itself.
 *
 * Invariant: pure; a service counts as good only by what the engine says of the very container that is
 * desired, and one bad service is enough to fail.
 */

import { Condition, Health, Restart } from '../protocol/enums.ts'
import type { Fault } from '../protocol/errors.ts'
import type { Desired, DesiredService } from './desired.ts'
import type { Container } from './ports.ts'
import { currentOf, isActive, restartOf, type Situation } from './situation.ts'

/** Restarts by the engine, of a container that the release made, after which it counts as crash-looping. */
const MAX_RESTARTS = 3

export type Verdict =
  | { kind: 'good' }
  /** Not yet: why, one sentence each. */
  | { kind: 'waiting'; reasons: string[] }
  | { kind: 'bad'; service: string; container: string; fault: Fault }

/**
 * Judges every service of the release; only restarts of containers that it made count against it.
 * @param isRepair the release was proved long ago: how often its containers have restarted since says nothing
 * @param stopped services that an operator keeps down: of them nothing is asked
 */
export function judgeHealth(
  desired: Desired,
  containers: readonly Container[],
  isRepair = false,
  stopped: readonly string[] = [],
): Verdict {
  const reasons: string[] = []
  for (const wanted of desired.services.filter(({ name }) => !stopped.includes(name))) {
    const verdict = judgeService(wanted, currentOf(wanted, containers), isRepair ? null : desired.release)
    if (verdict.kind === 'bad') return verdict
    if (verdict.kind === 'waiting') reasons.push(...verdict.reasons)
  }
  return reasons.length > 0 ? { kind: 'waiting', reasons } : { kind: 'good' }
}

/** The container of the first service that is not good yet, or that somebody waits for; null when none has begun. */
export function lateIn({ desired, containers, stopped = [] }: Situation): Container | null {
  for (const wanted of desired.services) {
    const mine = currentOf(wanted, containers)
    if (mine === undefined || mine.state === 'created' || stopped.includes(wanted.name)) continue
    const isBeside = containers.some((other) => other.service === wanted.name && other !== mine && isActive(other))
    if (isBeside || isAwaited(mine, desired) || judgeService(wanted, mine, null).kind !== 'good') return mine
  }
  return null
}

function isAwaited(mine: Container, { services }: Desired): boolean {
  return services.some(({ service }) =>
    service.dependsOn.some(({ service: name, condition }) => {
      if (name !== mine.service) return false
      if (condition === Condition.CONDITION_HEALTHY) return mine.health !== Health.HEALTH_HEALTHY
      return condition === Condition.CONDITION_COMPLETED && isActive(mine)
    }),
  )
}

function judgeService(wanted: DesiredService, container: Container | undefined, release: string | null): Verdict {
  const { name } = wanted
  if (container === undefined) return waiting(`${name} is missing`)
  const bad = (message: string): Verdict => ({
    kind: 'bad',
    service: name,
    container: container.id,
    fault: { code: 'HF_HEALTH_FAILED', message },
  })
  if (container.release === release && container.restarts >= restartsAllowed(wanted)) {
    return bad(`${name} keeps ending (exit code ${container.exitCode}, ${container.restarts} restarts)`)
  }
  switch (container.state) {
    case 'running':
      if (container.health === Health.HEALTH_UNHEALTHY) return bad(`${name} is unhealthy`)
      return container.health === Health.HEALTH_STARTING ? waiting(`${name} is not healthy yet`) : { kind: 'good' }
    case 'exited':
      return judgeEnd(wanted, container, bad)
    case 'dead':
      return bad(`${name} is dead`)
    default:
      return waiting(`${name} is ${container.state}`)
  }
}

/** Who sets a number of retries has them all; the last one shows by how it ends. */
function restartsAllowed(wanted: DesiredService): number {
  const tries = restartOf(wanted) === Restart.RESTART_ON_FAILURE ? wanted.service.restartMaxRetries : 0
  return tries > 0 ? tries + 1 : MAX_RESTARTS
}

function judgeEnd(wanted: DesiredService, container: Container, bad: (message: string) => Verdict): Verdict {
  const restart = restartOf(wanted)
  const comesBack = restart === Restart.RESTART_ALWAYS || restart === Restart.RESTART_UNLESS_STOPPED
  if (comesBack) return waiting(`${wanted.name} has ended and is to be restarted`)
  return container.exitCode === 0 ? { kind: 'good' } : bad(`${wanted.name} ended with exit code ${container.exitCode}`)
}

function waiting(reason: string): Verdict {
  return { kind: 'waiting', reasons: [reason] }
}
