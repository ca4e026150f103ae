/**
 * The locks that applications hold at this moment, by the local API or by a file in their container.
 *
 * Invariant: only a container that runs holds a lock, and only one that this run of it has taken: who has ended, by a power
 * cut for one, cannot give it back. What the release that runs says of a service's locks holds, in force since its commit.
 */
import { isHolder, LOCK_FILES, type Lock, lockOfFile, MAX_LOCK_FILE_BYTES } from '../../machines/locks.ts'
import { isActive } from '../../machines/situation.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { LockRules } from '../../protocol/types.ts'
import type { FoundFile } from '../lock-files.ts'
import type { World } from './world.ts'

/** A lock that counts. */
export interface HeldLock extends Lock {
  /** The longest that the service's locks may put one update off, in milliseconds; zero is without end. */
  longestMs: number
}

export async function locksOn(world: World): Promise<HeldLock[]> {
  const rules = await lockRulesOf(world)
  const heeded = (service: string) => rules.get(service)?.ignored !== true
  const containers = (await world.engine.listContainers(world.device)).filter(
    (container) => isActive(container) && heeded(container.service),
  )
  const leases = world.leases().filter((lease) => containers.some((container) => isHolder(lease, container)))
  const found: FoundFile[] = []
  for (const { id, service } of containers) {
    const own = rules.get(service)?.file ?? ''
    for (const path of new Set(own === '' ? LOCK_FILES : [own, ...LOCK_FILES])) {
      const content = await lockFile(world, id, path)
      if (content !== null && !(await world.engine.isLeftOver(id, path)))
        found.push({ container: id, path, content, lock: lockOfFile(service, path, content) })
    }
  }
  return [...leases, ...world.fileTerms.look(found, world.clock.now().monoMs)].map((lock) => ({
    ...lock,
    longestMs: rules.get(lock.service)?.longestMs ?? 0,
  }))
}

/** What a document that cannot be had says of itself: the release runs all the same. */
const LOST: ReadonlySet<string> = new Set(['HF_STORE_CORRUPT', 'HF_TARGET_INVALID', 'HF_TRUST_BEHIND'])

/** Of the committed release; a device that has none, or has lost it, heeds all locks. */
async function lockRulesOf(world: World): Promise<ReadonlyMap<string, LockRules>> {
  const current = world.current()
  if (current === null) return new Map()
  const loaded = await world.releases.load(current).catch((error: unknown) => {
    if (error instanceof HoldfastError && LOST.has(error.code)) return null
    throw error
  })
  if (loaded === null) return new Map()
  const { release } = loaded
  return new Map(release.services.flatMap(({ name, locks }) => (locks === null ? [] : [[name, locks]])))
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
