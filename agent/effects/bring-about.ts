/**
 * Carrying out what `machines/next-step.ts` decides.
 *
 * Invariant: every function looks at the engine first, does one thing that may be done twice, and decides
 * nothing.
 */
import { type Desired, type DesiredService, joinedService } from '../../machines/desired.ts'
import { heldWithout } from '../../machines/lacking.ts'
import type { Step } from '../../machines/next-step.ts'
import type { Container, ContainerSpec } from '../../machines/ports.ts'
import { currentOf, isActive, restartOf, type Situation } from '../../machines/situation.ts'
import type { Goal } from '../../machines/update-effects.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Service } from '../../protocol/types.ts'
import { secretsIn } from '../secrets/secrets-for.ts'
import { fetchImages } from './fetch-images.ts'
import { readyOf } from './ready.ts'
import type { World } from './world.ts'

/** The engine as it stands, against the goal. Null: there is nothing to bring about. */
export async function situationOf(world: World, goal: Goal): Promise<Situation | null> {
  const containers = await world.engine.listContainers(world.device)
  const startedHere = [...world.startedHere]
  const isHolding = goal.undo === null && goal.mustRun !== null
  if (goal.release !== null) {
    const loaded = await world.releases.load(goal.release)
    const { desired, stopped } = isHolding
      ? heldWithout(loaded.desired, containers, goal.stopped)
      : { desired: loaded.desired, stopped: goal.stopped }
    const missingImages = await missingImagesOf(world, lackingIn(desired, containers))
    const mustRun = goal.mustRun ?? []
    return {
      desired,
      containers,
      missingImages,
      startedHere,
      mustRun,
      isGoingBack: goal.undo !== null,
      isHolding,
      stopped,
      ready: await readyOf(world, desired, containers),
    }
  }
  if (goal.undo === null) return null
  // Nothing was committed before: only what the abandoned release made is taken down.
  const { desired } = await world.releases.load(goal.undo)
  const nothing: Desired = { ...desired, services: [], volumes: [], networks: [] }
  return {
    desired: nothing,
    containers: madeBy(desired, containers),
    missingImages: [],
    startedHere,
    stopped: goal.stopped,
  }
}

/** Containers that came from this very release. */
export function madeBy(desired: Desired, containers: readonly Container[]): Container[] {
  return containers.filter(
    (container) =>
      container.release === desired.release && desired.services.some((service) => currentOf(service, [container])),
  )
}

/** Services that have no container as it is wanted. Of one that stands, the engine has the image. */
export function lackingIn({ services }: Desired, containers: readonly Container[]): DesiredService[] {
  return services.filter((service) => currentOf(service, containers) === undefined)
}

/** Images of these services that the engine lacks. */
export async function missingImagesOf(world: World, services: readonly DesiredService[]): Promise<string[]> {
  const images = [...new Set(services.map(({ service }) => service.image))]
  const has = await Promise.all(images.map((image) => world.engine.hasImage(image)))
  return images.filter((_, index) => !has[index])
}

/** As much of the world as it takes to make a container. */
export type Ground = Pick<World, 'device' | 'engine' | 'host' | 'extrasFor' | 'secrets' | 'purging'>

/**
 * Volumes and networks; those that stand are taken as they are. A volume that a purge has left away is made in its name:
 * for whoever makes it, it is empty, and the purge that goes on must not take what has been written into it since.
 */
export async function ensureSurroundings(world: Ground, desired: Desired): Promise<void> {
  const volumes = await world.engine.listVolumes(world.device)
  for (const spec of desired.volumes) {
    if (spec.volume.externalName === '' && !volumes.some((volume) => volume.name === spec.name)) {
      await world.engine.ensureVolume({ ...spec, operation: world.purging(spec.volume.name) })
    }
  }
  const networks = new Set(await world.engine.listNetworks(world.device))
  for (const spec of desired.networks) {
    if (spec.network.externalName === '' && !networks.has(spec.name)) await world.engine.ensureNetwork(spec)
  }
}

export async function createService(world: Ground, desired: Desired, name: string): Promise<void> {
  await world.engine.createContainer(await containerSpecOf(world, desired, serviceOf(desired, name)))
}

/**
 * What the container of a service is made from on this very device.
 * @param run a program beside the service instead
 */
export async function containerSpecOf(
  world: Ground,
  desired: Desired,
  wanted: DesiredService,
  run?: Required<Pick<ContainerSpec, 'name' | 'run'>>,
): Promise<ContainerSpec> {
  const joined = joinedService(wanted.service)
  const containers = joined === null ? [] : await world.engine.listContainers(world.device)
  const other = joined === null ? undefined : currentOf(serviceOf(desired, joined), containers)
  const given = world.extrasFor(wanted.service, run === undefined ? wanted.specHash : '')
  const extras = extrasOf(given, await world.secrets.place(wanted.specHash, wanted.service))
  return {
    name: wanted.containerName,
    device: world.device,
    release: desired.release,
    specHash: wanted.specHash,
    service: withoutSecrets(await fitting(world, wanted.service)),
    networkNames: desired.networkNames,
    volumeNames: desired.volumeNames,
    ...(other === undefined ? {} : { networkContainer: other.id }),
    ...(extras === undefined ? {} : { extras }),
    ...run,
  }
}

/** What is bound into the container is not copied into it. */
function withoutSecrets(service: Service): Service {
  return secretsIn(service).length === 0
    ? service
    : { ...service, files: service.files.filter(({ secret }) => secret === '') }
}

function extrasOf(
  extras: ContainerSpec['extras'],
  secrets: NonNullable<ContainerSpec['extras']>['binds'],
): ContainerSpec['extras'] {
  if (secrets.length === 0) return extras
  return { environment: extras?.environment ?? {}, binds: [...(extras?.binds ?? []), ...secrets] }
}

/** Without the optional mounts and devices that this host does not have. */
async function fitting(world: Ground, service: Service): Promise<Service> {
  const absent = new Set<string>()
  const optional = [
    ...service.mounts.filter((mount) => mount.optional).map((mount) => mount.source),
    ...service.devices.filter((device) => device.optional).map((device) => device.hostPath),
  ]
  for (const path of optional) if (!(await world.host.exists(path))) absent.add(path)
  if (absent.size === 0) return service
  return {
    ...service,
    mounts: service.mounts.filter((mount) => !mount.optional || !absent.has(mount.source)),
    devices: service.devices.filter((device) => !device.optional || !absent.has(device.hostPath)),
  }
}

export async function startService(world: World, desired: Desired, name: string, container: string): Promise<void> {
  const wanted = serviceOf(desired, name)
  world.waitedFor.set(container, world.clock.now().monoMs)
  await endForgotten(world, name, container)
  // After a reboot the engine finds them gone, and does not start it by itself.
  await world.secrets.place(wanted.specHash, wanted.service)
  try {
    await world.engine.startContainer(container, restartOf(wanted), wanted.service.restartMaxRetries)
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'HF_ENGINE_CONFLICT') throw error
    // It will never start again, and what the engine forgot of it may still run. Whoever looks next finds none,
    // and has it made.
    await world.host.endProcesses(container)
    return world.engine.removeContainer(container)
  }
  world.startedHere.add(container)
}

/**
 * An engine that was killed in the middle of a start has forgotten it: what it holds for not running may live on, and
 * would run beside the one that is to be started.
 */
async function endForgotten(world: World, service: string, next: string): Promise<void> {
  for (const container of await world.engine.listContainers(world.device)) {
    if (container.service === service && container.id !== next && !isActive(container)) {
      await world.host.endProcesses(container.id)
    }
  }
}

/** With the restart policy that it was found with. */
async function startAdopted(world: World, { adopted }: Goal, id: string): Promise<void> {
  const found = adopted.find(({ container }) => container === id)
  if (found === undefined) throw new HoldfastError('HF_INTERNAL', 'there is no release to start from')
  await world.engine.startContainer(id, found.restart, 0)
  world.startedHere.add(id)
}

/** One that we stop has not ended by itself. */
export async function stopContainer(world: World, container: string, graceMs: number): Promise<void> {
  world.startedHere.delete(container)
  await world.engine.stopContainer(container, graceMs)
}

/** Takes one step. */
export async function takeStep(world: World, goal: Goal, step: Step, signal: AbortSignal): Promise<void> {
  const desired = goal.release === null ? null : (await world.releases.load(goal.release)).desired
  world.progress({ step: `${STEP_WORDS[step.act]} ${step.service}`, doneBytes: 0, totalBytes: 0 })
  switch (step.act) {
    case 'stop':
      return stopContainer(world, step.container, step.graceMs)
    case 'remove':
      await world.engine.removeContainer(step.container)
      return step.image === '' ? undefined : world.engine.removeImage(step.image)
    case 'fetch':
      return fetchImages(world, [{ service: step.service, image: step.image, bytes: 0 }], signal)
    case 'create':
      if (desired === null) throw new HoldfastError('HF_INTERNAL', 'there is no release to create from')
      await ensureSurroundings(world, desired)
      return createService(world, desired, step.service)
    case 'start':
      if (desired === null) return startAdopted(world, goal, step.container)
      return startService(world, desired, step.service, step.container)
  }
}

const STEP_WORDS = {
  stop: 'stopping',
  remove: 'removing',
  fetch: 'fetching',
  create: 'creating',
  start: 'starting',
} as const

export function serviceOf(desired: Desired, name: string): DesiredService {
  const found = desired.services.find((service) => service.name === name)
  if (found === undefined) throw new HoldfastError('HF_INTERNAL', `the release has no service ${name}`)
  return found
}
