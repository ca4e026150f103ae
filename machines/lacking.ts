/**
 * Services that want a secret which the device does not have.
 *
 * Invariant: pure. What runs goes on without being touched, what does not run stays down, and the other services are
 * held as ever: a secret that was taken away takes nothing down, and nothing along.
 */
import type { Desired } from './desired.ts'
import type { Container } from './ports.ts'
import { currentOf, isActive } from './situation.ts'

/** What is to be held of a committed release, and what is to stay down of it. */
export function heldWithout(
  desired: Desired,
  containers: readonly Container[],
  stopped: readonly string[],
): { desired: Desired; stopped: string[] } {
  const down = [...stopped]
  const services = desired.services.map((wanted) => {
    if (wanted.lacks.length === 0 || stopped.includes(wanted.name)) return wanted
    const active = containers.find((container) => container.service === wanted.name && isActive(container))
    if (active === undefined) down.push(wanted.name)
    else if (active !== currentOf(wanted, containers)) return { ...wanted, specHash: active.specHash }
    return wanted
  })
  return { desired: { ...desired, services }, stopped: down }
}
