/**
 * Which containers have said that they are ready to take over from the old ones.
 *
 * Invariant: a word counts for the run of the container that has said it, and for no other; the time that a release
 * allows for it begins anew with each life of the agent.
 */
import type { Desired, DesiredService } from '../../machines/desired.ts'
import type { Container } from '../../machines/ports.ts'
import { currentOf } from '../../machines/situation.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Caller, isKeyOf } from '../local-api/keys.ts'
import type { ReadyWords } from '../ready-words.ts'
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

async function isReady(world: World, { service }: DesiredService, mine: Container): Promise<boolean> {
  const { id } = mine
  const { monoMs } = world.clock.now()
  const since = world.waitedFor.get(id) ?? monoMs
  world.waitedFor.set(id, since)
  const timeoutMs = service.handOver?.timeoutMs ?? 0
  if (timeoutMs > 0 && monoMs - since >= timeoutMs) return true
  if (world.readyWords.has(mine)) return true
  for (const path of READY_FILES) {
    const isThere = (await world.engine.readFile(id, path, MAX_BYTES)) !== null
    if (isThere && !(await world.engine.isLeftOver(id, path))) return true
  }
  return false
}

/**
 * A container says by the local API that it is ready.
 * @throws HF_REQUEST_INVALID when no container runs that has the caller's key
 */
export async function sayReady(
  { engine, device }: Pick<World, 'engine' | 'device'>,
  words: ReadyWords,
  caller: Caller,
): Promise<void> {
  const containers = await engine.listContainers(device)
  const mine = containers.find((container) => container.state === 'running' && isKeyOf(caller, container))
  if (mine === undefined) {
    const message = `is of no container of ${caller.service} that runs: only the one that takes over can say it`
    throw new HoldfastError('HF_REQUEST_INVALID', message, { place: 'header Authorization' })
  }
  await words.say(mine, containers)
}
