/**
 * Which containers have said that they are ready to take over from the old ones.
 *
 * Invariant: a word counts only when it came after the container had been started; the time that a release
 * allows for it begins anew with each life of the agent.
 */
import type { Desired, DesiredService } from '../../machines/desired.ts'
import type { Container } from '../../machines/ports.ts'
import { currentOf } from '../../machines/situation.ts'
import type { World } from './world.ts'

/** In the container: ours, and the one that balena documents. */
const READY_FILES = ['/run/holdfast/ready', '/tmp/balena/handover-complete', '/tmp/resin/handover-complete']
const MAX_BYTES = 4096

/** Ids of containers; only of services that hand over and are waited for. */
export async function readyOf(world: World, desired: Desired, containers: readonly Container[]): Promise<string[]> {
  const ready: string[] = []
  for (const wanted of desired.services) {
    const mine = currentOf(wanted, containers)
    if (mine?.state !== 'running' || wanted.service.handOver?.waitUntilReady !== true) continue
    if (containers.some((other) => other.service === mine.service && other !== mine)) {
      if (await isReady(world, wanted, mine)) ready.push(mine.id)
    }
  }
  return ready
}

async function isReady(world: World, { name, service }: DesiredService, { id }: Container): Promise<boolean> {
  const { monoMs } = world.clock.now()
  const since = world.waitedFor.get(id) ?? monoMs
  world.waitedFor.set(id, since)
  const timeoutMs = service.handOver?.timeoutMs ?? 0
  if (timeoutMs > 0 && monoMs - since >= timeoutMs) return true
  const said = world.readyAt(name)
  if (said !== null && said >= since) return true
  for (const path of READY_FILES) if ((await world.engine.readFile(id, path, MAX_BYTES)) !== null) return true
  return false
}
