/**
 * The locks that applications hold at this moment, by the local API or by a file in their container.
 *
 * Invariant: only a container that runs holds a lock, and only one that this run of it has taken: who has ended, by a power
 * cut for one, cannot give it back.
 */
import { LOCK_FILES, type Lock, lockOfFile, MAX_LOCK_FILE_BYTES } from '../../machines/locks.ts'
import { isActive } from '../../machines/situation.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { FoundFile } from '../lock-files.ts'
import type { World } from './world.ts'

export async function locksOn(world: World): Promise<Lock[]> {
  const containers = (await world.engine.listContainers(world.device)).filter(isActive)
  const services = new Set(containers.map(({ service }) => service))
  const leases = world.leases().filter(({ service }) => services.has(service))
  const found: FoundFile[] = []
  for (const { id, service } of containers) {
    for (const path of LOCK_FILES) {
      const content = await lockFile(world, id, path)
      if (content !== null && !(await world.engine.isLeftOver(id, path)))
        found.push({ container: id, path, content, lock: lockOfFile(service, path, content) })
    }
  }
  return [...leases, ...world.fileTerms.look(found, world.clock.now().monoMs)]
}

/** Whatever stands there under that name is a lock. */
async function lockFile(world: World, container: string, path: string): Promise<Uint8Array | null> {
  try {
    return await world.engine.readFile(container, path, MAX_LOCK_FILE_BYTES)
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ENGINE_FAILED') return new Uint8Array()
    throw error
  }
}
