/**
 * The volumes of a simulated engine.
 *
 * Invariant: a volume keeps its content until it is removed; making it again changes nothing, not even its
 * labels, as in Docker.
 */
import { Refusal, type VolumeRecord, type World } from './engine-types.ts'

/** Makes it if it is not there. */
export function makeVolume(world: World, volume: Omit<VolumeRecord, 'createdWallMs' | 'content'>): VolumeRecord {
  const held = world.state.volumes.get(volume.name)
  if (held !== undefined) return held
  const made = { ...volume, createdWallMs: world.now().wallMs, content: '' }
  world.state.volumes.set(volume.name, made)
  world.tell('volume', 'create', volume.name, { driver: volume.driver })
  return made
}

/** @returns its name, which is an id */
export function makeAnonymousVolume(world: World): string {
  return makeVolume(world, { name: world.newId(), labels: {}, driver: 'local', options: {} }).name
}

/** @throws 404 */
export function findVolume(world: World, name: string): VolumeRecord {
  const volume = world.state.volumes.get(name)
  if (volume === undefined) throw new Refusal(404, `get ${name}: no such volume`)
  return volume
}

/** @throws 404, 409 while a container, running or not, has it */
export function dropVolume(world: World, name: string): void {
  findVolume(world, name)
  const users = [...world.state.containers.values()].filter(
    ({ config, anonymousVolumes }) =>
      anonymousVolumes.includes(name) || config.mounts.some(({ type, source }) => type === 'volume' && source === name),
  )
  if (users.length > 0)
    throw new Refusal(409, `remove ${name}: volume is in use - [${users.map(({ id }) => id).join(', ')}]`)
  world.state.volumes.delete(name)
  world.tell('volume', 'destroy', name, { driver: 'local' })
}
