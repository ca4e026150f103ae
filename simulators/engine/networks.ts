/**
 * The networks of a simulated engine.
 *
 * Invariant: a network can be removed as long as no *running* container is on it, as in Docker, where a
 * stopped container then fails to start.
 */
import { type ContainerRecord, type NetworkRecord, Refusal, type World } from './engine-types.ts'

const PREDEFINED = ['', 'default', 'bridge', 'host', 'none']

/** The networks that a container needs to start, but for those that every engine has. */
export function activeNetworks({ config }: ContainerRecord): string[] {
  const names = new Set([config.networkMode, ...Object.keys(config.networks)])
  return [...names].filter((name) => !PREDEFINED.includes(name) && !name.startsWith('container:'))
}

/** By id or name. */
export function findNetwork(world: World, key: string): NetworkRecord | null {
  for (const network of world.state.networks.values()) if (network.id === key || network.name === key) return network
  return null
}

/** @throws 409 when there is one of that name */
export function makeNetwork(world: World, network: Omit<NetworkRecord, 'id' | 'createdWallMs'>): NetworkRecord {
  if (PREDEFINED.includes(network.name))
    throw new Refusal(403, `operation is not permitted on predefined ${network.name} network `)
  if (findNetwork(world, network.name) !== null)
    throw new Refusal(409, `network with name ${network.name} already exists`)
  const made = { ...network, id: world.newId(), createdWallMs: world.now().wallMs }
  world.state.networks.set(made.id, made)
  world.tell('network', 'create', made.id, { name: made.name, type: made.driver })
  return made
}

/** Puts a container on one more network. */
export function joinNetwork(record: ContainerRecord, name: string, aliases: string[]): void {
  record.config = { ...record.config, networks: { ...record.config.networks, [name]: { aliases } } }
}

/** @throws 404, 403 while a running container is on it */
export function dropNetwork(world: World, key: string): void {
  if (key !== '' && PREDEFINED.includes(key))
    throw new Refusal(403, `${key} is a pre-defined network and cannot be removed`)
  const network = findNetwork(world, key)
  if (network === null) throw new Refusal(404, `network ${key} not found`)
  const users = [...world.state.containers.values()].filter(
    (record) =>
      record.run !== null && activeNetworks(record).some((name) => name === network.name || name === network.id),
  )
  if (users.length > 0)
    throw new Refusal(
      403,
      `error while removing network: network ${network.name} id ${network.id} has active endpoints`,
    )
  world.state.networks.delete(network.id)
  world.tell('network', 'destroy', network.id, { name: network.name, type: network.driver })
}
