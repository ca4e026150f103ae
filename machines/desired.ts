/**
 * What a release means on this device: names and hashes of the containers, volumes and networks it wants.
 *
 * Invariant: the same release on the same device is always the same `Desired`; two services whose
 * containers would differ in anything have different hashes.
 */
import { KINDS } from '../protocol/codec.ts'
import { HoldfastError } from '../protocol/errors.ts'
import { messageHash } from '../protocol/message-hash.ts'
import { specHash } from '../protocol/spec-hash.ts'
import type { Network, Release, Service } from '../protocol/types.ts'
import type { NetworkSpec, VolumeSpec } from './ports.ts'

export interface DesiredService {
  name: string
  containerName: string
  specHash: string
  service: Service
  /** Secrets that it wants, it or whose network it joins, and the device does not have. */
  lacks: string[]
}

/** What is known of the device's secrets, without their values. */
export interface SecretMarks {
  has(name: string): boolean
  /** Stands for its value, and for nobody who has no key for it says anything of it; null: there never was one. */
  mark(name: string): string | null
  /** Of the environment of this device's containers: by "NAME", or by "SERVICE:NAME" for one service. */
  readonly variables?: Readonly<Record<string, string>>
}

const NO_MARKS: SecretMarks = { has: () => false, mark: () => null }

export interface Desired {
  device: string
  release: string
  /** Dependencies before their dependents. */
  services: DesiredService[]
  volumes: VolumeSpec[]
  networks: NetworkSpec[]
  /** From the release's names to the engine's. */
  volumeNames: Record<string, string>
  networkNames: Record<string, string>
}

/**
 * @throws HF_TARGET_INVALID when `depends_on` goes in a circle or into the void
 */
export function desiredOf(device: string, release: Release, secrets: SecretMarks = NO_MARKS): Desired {
  // A volume keeps its name over all releases, because its data must stay; it is never hashed.
  const volumes = release.volumes.map((volume) => ({
    name: volume.externalName || `${device}_${volume.name}`,
    device,
    volume,
  }))
  const networks = release.networks.map((network) => {
    const hash = networkHash(network)
    return {
      name: network.externalName || `${device}_${network.name}_${hash.slice(0, 8)}`,
      device,
      network,
      specHash: hash,
    }
  })
  const volumeNames = Object.fromEntries(volumes.map((spec) => [spec.volume.name, spec.name]))
  const networkNames = Object.fromEntries(networks.map((spec) => [spec.network.name, spec.name]))

  const hashes = new Map<string, string>()
  const lacking = new Map<string, string[]>()
  const { variables = {} } = secrets
  const services = inDependencyOrder(release.services).map((written) => {
    const service = withVariables(written, variables)
    const wanted = service.files.filter(({ secret }) => secret !== '').map(({ secret }) => secret)
    const hash = specHash({
      service: runtimeHash(service),
      volumes: service.mounts.map((mount) => volumeNames[mount.source] ?? ''),
      networks: service.networks.map((attachment) => networkNames[attachment.network] ?? ''),
      // Who joins the network of another container must follow it when that one is replaced.
      joins: hashes.get(joinedService(service) ?? '') ?? '',
      ...followed(service, hashes),
      // Another value is another container: a program reads its secrets when it starts.
      ...(wanted.length === 0 ? {} : { secrets: wanted.map((name) => secrets.mark(name) ?? '') }),
    })
    const lacks = wanted.filter((name) => !secrets.has(name))
    lacks.push(...(lacking.get(joinedService(service) ?? '') ?? []))
    hashes.set(service.name, hash)
    lacking.set(service.name, lacks)
    return {
      name: service.name,
      containerName: `${device}_${service.name}_${hash.slice(0, 8)}`,
      specHash: hash,
      service,
      lacks: [...new Set(lacks)],
    }
  })
  return { device, release: release.id, services, volumes, networks, volumeNames, networkNames }
}

/** The service whose network this one joins, if it does. */
export function joinedService(service: Service): string | null {
  return service.networkMode.startsWith('service:') ? service.networkMode.slice('service:'.length) : null
}

/** What it is to be started anew with is part of it, when there is any. */
function followed({ dependsOn }: Service, hashes: ReadonlyMap<string, string>): { follows?: string[] } {
  const follows = dependsOn.filter(({ restart }) => restart).map(({ service }) => hashes.get(service) ?? '')
  return follows.length === 0 ? {} : { follows: follows.sort() }
}

/** With what this device has for it: a variable of the service goes over one for all. */
function withVariables(service: Service, variables: Readonly<Record<string, string>>): Service {
  const own = Object.entries(variables).filter(([name]) => !name.includes(':') || name.startsWith(`${service.name}:`))
  if (own.length === 0) return service
  const inOrder = own.sort(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')))
  const environment = Object.fromEntries(inOrder.map(([name, value]) => [name.slice(name.indexOf(':') + 1), value]))
  return { ...service, environment: { ...service.environment, ...environment } }
}

/** Messages are never changed in place, and a release is looked at again with each secret that changes. */
const runtimeHashes = new WeakMap<Service, string>()
const networkHashes = new WeakMap<Network, string>()

function networkHash(network: Network): string {
  const known = networkHashes.get(network)
  if (known !== undefined) return known
  const hash = messageHash(KINDS.Network, network)
  networkHashes.set(network, hash)
  return hash
}

function runtimeHash(service: Service): string {
  const known = runtimeHashes.get(service)
  if (known !== undefined) return known
  const hash = messageHash(KINDS.Service, runtimePart(service))
  runtimeHashes.set(service, hash)
  return hash
}

/** What is of no account to the container itself may change without replacing it. */
function runtimePart(service: Service): Service {
  return {
    ...service,
    strategy: 0,
    handOver: null,
    priority: 0,
    dependsOn: [],
    imageTag: '',
    imageBytes: 0,
    imageParts: [],
    locks: null,
  }
}

/** Dependencies first; among equals, by name. */
function inDependencyOrder(services: readonly Service[]): Service[] {
  const byName = new Map(services.map((service) => [service.name, service]))
  const ordered: Service[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (service: Service): void => {
    if (state.get(service.name) === 'done') return
    if (state.get(service.name) === 'open') {
      throw new HoldfastError('HF_TARGET_INVALID', 'depends on itself', {
        place: `services.${service.name}.depends_on`,
      })
    }
    state.set(service.name, 'open')
    for (const name of dependenciesOf(service)) {
      const dependency = byName.get(name)
      if (dependency === undefined) {
        throw new HoldfastError('HF_TARGET_INVALID', `there is no service ${name}`, {
          place: `services.${service.name}`,
        })
      }
      visit(dependency)
    }
    state.set(service.name, 'done')
    ordered.push(service)
  }
  for (const service of [...services].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(service)
  return ordered
}

function dependenciesOf(service: Service): string[] {
  const joined = joinedService(service)
  const names = service.dependsOn.map((dependency) => dependency.service)
  return (joined === null ? names : [...names, joined]).sort()
}
