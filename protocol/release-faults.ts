/**
 * What is wrong with the content of a release.
 *
 * Invariant: a release without faults refers to nothing that it does not hold, can be started in some
 * order, and never names an image that could change under its name.
 */
import { dependencyCycle } from './dependency-cycle.ts'
import { MountType } from './enums.ts'
import { type Claim, portConflicts } from './port-conflicts.ts'
import { releaseId } from './release-id.ts'
import { SECRET_NAME } from './sealed-secrets.ts'
import type { Release, Service } from './types.ts'

/** One fault: a field path, and what is the matter there. */
export interface ReleaseFault {
  place: string
  message: string
}

/** What services, volumes and networks may be called: safe in a label, a host name and an engine's name. */
export const ITEM_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

const PINNED = /^[^\s@]+@sha256:[0-9a-f]{64}$/
const PROTOCOLS = ['tcp', 'udp', 'sctp']
const MAX_PORT = 65_535

/** Every fault, in the order of the release. */
export function releaseFaults(release: Release, place = 'release'): ReleaseFault[] {
  const services = new Set(release.services.map((service) => service.name))
  const volumes = new Set(release.volumes.map((volume) => volume.name))
  const networks = new Set(release.networks.map((network) => network.name))
  const faults: ReleaseFault[] = []
  if (release.name === '') faults.push({ place: `${place}.name`, message: 'is missing' })
  if (release.services.length === 0) faults.push({ place: `${place}.services`, message: 'is empty' })
  for (const list of ['services', 'volumes', 'networks'] as const)
    faults.push(...nameFaults(release[list], `${place}.${list}`))
  for (const service of release.services)
    faults.push(...serviceFaults(service, { services, volumes, networks }, `${place}.services.${service.name}`))
  faults.push(...portFaults(release, place), ...cycleFaults(release, place))
  const id = releaseId(release)
  if (release.id !== id) faults.push({ place: `${place}.id`, message: `is not ${id}, which its content gives` })
  return faults
}

interface Known {
  services: ReadonlySet<string>
  volumes: ReadonlySet<string>
  networks: ReadonlySet<string>
}

function nameFaults(items: readonly { name: string }[], place: string): ReleaseFault[] {
  const seen = new Set<string>()
  return items.flatMap(({ name }, index) => {
    const twice = seen.has(name)
    seen.add(name)
    if (!ITEM_NAME.test(name))
      return [{ place: `${place}[${index}].name`, message: `${JSON.stringify(name)} is not a name` }]
    return twice ? [{ place: `${place}[${index}].name`, message: `${JSON.stringify(name)} stands there twice` }] : []
  })
}

function serviceFaults(service: Service, known: Known, place: string): ReleaseFault[] {
  const faults: ReleaseFault[] = []
  const need = (good: boolean, where: string, message: string): void => {
    if (!good) faults.push({ place: `${place}.${where}`, message })
  }
  const lockFile = service.locks?.file ?? ''
  need(lockFile === '' || lockFile.startsWith('/'), 'locks.file', `${JSON.stringify(lockFile)} is not absolute`)
  need(!service.init || !service.noInit, 'noInit', 'does not go together with init')
  need(PINNED.test(service.image), 'image', `${JSON.stringify(service.image)} is not pinned by a sha256 digest`)
  for (const [index, { service: other }] of service.dependsOn.entries())
    need(known.services.has(other), `dependsOn[${index}]`, `there is no service ${JSON.stringify(other)}`)
  for (const [index, { network }] of service.networks.entries())
    need(known.networks.has(network), `networks[${index}]`, `there is no network ${JSON.stringify(network)}`)
  for (const [index, mount] of service.mounts.entries()) {
    const at = `mounts[${index}]`
    need(mount.target.startsWith('/'), at, `the path ${JSON.stringify(mount.target)} is not absolute`)
    if (mount.type === MountType.MOUNT_TYPE_VOLUME)
      need(known.volumes.has(mount.source), at, `there is no volume ${JSON.stringify(mount.source)}`)
    else if (mount.type === MountType.MOUNT_TYPE_BIND)
      need(mount.source.startsWith('/'), at, `the host's path ${JSON.stringify(mount.source)} is not absolute`)
    else need(mount.type === MountType.MOUNT_TYPE_TMPFS, at, 'has no known type')
    const first = service.mounts.findIndex(({ target }) => target === mount.target)
    need(first === index, at, `${JSON.stringify(mount.target)} is mounted by mounts[${first}] already`)
  }
  for (const [index, port] of service.ports.entries()) {
    const at = `ports[${index}]`
    need(port.containerPort >= 1 && port.containerPort <= MAX_PORT, at, `${port.containerPort} is not a port`)
    need(port.hostPort <= MAX_PORT, at, `${port.hostPort} is not a port`)
    need(PROTOCOLS.includes(port.protocol), at, `${JSON.stringify(port.protocol)} is not tcp, udp or sctp`)
  }
  for (const [index, { content, secret }] of service.files.entries()) {
    const at = `files[${index}]`
    need(secret === '' || content.length === 0, at, 'has content, and is a secret of the device')
    need(secret === '' || SECRET_NAME.test(secret), at, `${JSON.stringify(secret)} is not the name of a secret`)
  }
  faults.push(...modeFaults(service, known, place))
  return faults
}

function modeFaults(service: Service, known: Known, place: string): ReleaseFault[] {
  const mode = service.networkMode
  const at = `${place}.networkMode`
  if (mode === '' || mode === 'host' || mode === 'none') return []
  if (!mode.startsWith('service:'))
    return [{ place: at, message: `${JSON.stringify(mode)} is not host, none or service:NAME` }]
  const other = mode.slice('service:'.length)
  return known.services.has(other) ? [] : [{ place: at, message: `there is no service ${JSON.stringify(other)}` }]
}

function portFaults(release: Release, place: string): ReleaseFault[] {
  const claims: (Claim & { place: string })[] = release.services.flatMap((service) =>
    service.ports.map((port, index) => ({
      owner: service.name,
      port,
      place: `${place}.services.${service.name}.ports[${index}]`,
    })),
  )
  return portConflicts(claims).map(([first, second]) => ({
    place: claims[second]!.place,
    message: `host port ${claims[second]!.port.hostPort} is taken by ${claims[first]!.place}`,
  }))
}

function cycleFaults(release: Release, place: string): ReleaseFault[] {
  const cycle = dependencyCycle(new Map(release.services.map((service) => [service.name, startsAfter(service)])))
  return cycle === null ? [] : [{ place: `${place}.services`, message: `wait for one another: ${cycle.join(' → ')}` }]
}

/** The services that must have started before this one can. */
function startsAfter(service: Pick<Service, 'dependsOn' | 'networkMode'>): string[] {
  const joined = service.networkMode.startsWith('service:') ? [service.networkMode.slice('service:'.length)] : []
  return [...service.dependsOn.map((dependency) => dependency.service), ...joined]
}
