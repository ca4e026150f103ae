/**
 * Commands over services and their volumes: restart, stop, start, purge, prune.
 *
 * Invariant: each may be begun again after a power cut: what it has done already it sees in the world or in its
 * own note, and it does the rest.
 */
import { type CommandFact, type Done, ok, refused } from '../../machines/commands.ts'
import type { Desired, DesiredService } from '../../machines/desired.ts'
import { currentOf, isActive } from '../../machines/situation.ts'
import { createService, ensureSurroundings, missingImagesOf, startService, stopContainer } from './bring-about.ts'
import { begin, type CommandWorld, goOn } from './command-world.ts'
import { fetchImages } from './fetch-images.ts'
import { tidy } from './tidy.ts'

/**
 * Once for each container that ran at the beginning: which these are, and when they had started, is its note. What has
 * done its work is run again only when it is named; what an operator keeps down stays down.
 */
export async function restart(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  const found = await chosenBy(world, command)
  if ('outcome' in found) return found
  const { desired } = found
  const down = world.stopped()
  const chosen = withFollowers(desired, found.chosen).filter(({ name }) => !down.includes(name))
  if (chosen.length === 0) return refused('HF_COMMAND_FAILED', 'an operator has stopped it; start it')
  const startedAt = await startsAtBeginning(world, command, chosen)
  const containers = await world.engine.listContainers(world.device)
  const left = chosen.filter((service) => {
    const container = currentOf(service, containers)
    if (container === undefined) return isNamed(command, service)
    return startedAt[container.id] === container.startedAt
  })
  await stopAll(world, left, signal)
  await startAll(world, desired, left, signal)
  const restarted = chosen.filter((service) => {
    const container = currentOf(service, containers)
    return container === undefined ? isNamed(command, service) : container.id in startedAt
  })
  return ok(`restarted ${namesOf(restarted).join(', ') || 'nothing: nothing ran'}`)
}

function isNamed({ args }: CommandFact, { name }: DesiredService): boolean {
  return args.service === name
}

/** In the order of the release, with those that are to be restarted with them. */
function withFollowers({ services }: Desired, chosen: readonly DesiredService[]): DesiredService[] {
  const names = new Set(namesOf(chosen))
  for (const { name, service } of services) {
    if (service.dependsOn.some((dependency) => dependency.restart && names.has(dependency.service))) names.add(name)
  }
  return services.filter(({ name }) => names.has(name))
}

async function startsAtBeginning(
  world: CommandWorld,
  command: CommandFact,
  chosen: readonly DesiredService[],
): Promise<Record<string, string>> {
  if (command.note !== '') return JSON.parse(command.note) as Record<string, string>
  const containers = await world.engine.listContainers(world.device)
  const starts: Record<string, string> = {}
  for (const service of chosen) {
    const container = currentOf(service, containers)
    if (container !== undefined && (isNamed(command, service) || isActive(container)))
      starts[container.id] = container.startedAt
  }
  await world.note(command.id, JSON.stringify(starts))
  return starts
}

/** The update machine is told with the answer that they are to stay down. */
export async function stop(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  const found = await chosenBy(world, command)
  if ('outcome' in found) return found
  await begin(world, command)
  await stopAll(world, found.chosen, signal)
  const services = namesOf(found.chosen)
  const forMs = Number(command.args.forMs ?? 0)
  const until = forMs > 0 ? `for ${Math.round(forMs / 1000)} s` : 'until they are started'
  return { ...ok(`stopped ${services.join(', ')} ${until}`), services }
}

/** The update machine is told with the answer that they may run; what they need it brings up by itself. */
export async function start(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  const found = await chosenBy(world, command)
  if ('outcome' in found) return found
  const { desired, chosen } = found
  const containers = await world.engine.listContainers(world.device)
  const down = chosen.filter((service) => {
    const container = currentOf(service, containers)
    return container === undefined || !isActive(container)
  })
  await ensureSurroundings(world, desired)
  await startAll(world, desired, down, signal)
  const services = namesOf(chosen)
  return { ...ok(`started ${services.join(', ')}`), services }
}

export async function purge(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  const name = String(command.args.volume ?? '')
  const desired = await currentDesired(world)
  const spec = desired?.volumes.find((volume) => volume.volume.name === name)
  if (desired === null || spec === undefined)
    return (await wasEmptied(world, command, name))
      ? ok(`emptied ${name}; the release that runs now has none`)
      : refused('HF_COMMAND_FAILED', `the release has no volume ${name}`)
  if (spec.volume.externalName !== '') return refused('HF_COMMAND_FAILED', `the volume ${name} is not ours to empty`)

  const users = desired.services.filter((service) => service.service.mounts.some((mount) => mount.source === name))
  const standing = (await world.engine.listVolumes(world.device)).find((volume) => volume.name === spec.name)
  if (standing?.operation !== command.id) {
    await begin(world, command)
    await stopAll(world, users, signal)
    // Also containers of other releases that wait to be removed: any of them keeps the volume in use.
    const names = new Set(namesOf(users))
    for (const container of await world.engine.listContainers(world.device)) {
      if (names.has(container.service)) await world.engine.removeContainer(container.id)
    }
    goOn(signal)
    await world.engine.removeVolume(spec.name)
    await world.engine.ensureVolume({ ...spec, operation: command.id })
  }
  await ensureSurroundings(world, desired)
  const kept = new Set(world.stopped())
  await startAll(
    world,
    desired,
    users.filter((service) => !kept.has(service.name)),
    signal,
  )
  return ok(`emptied ${name}`)
}

/**
 * Whether a purge that has begun came to it before a release without the volume was gone over to: nothing but a purge takes a
 * volume away. One that has begun was of a volume of ours.
 */
async function wasEmptied({ engine, device }: CommandWorld, { id, note }: CommandFact, name: string): Promise<boolean> {
  if (note === '') return false
  const standing = (await engine.listVolumes(device)).find((volume) => volume.name === `${device}_${name}`)
  return standing === undefined || standing.operation === id
}

/** Containers of programs that were run once are among it, when they have ended. */
export async function prune(world: CommandWorld, signal: AbortSignal): Promise<Done> {
  if (world.isUpdating())
    return refused('HF_COMMAND_BUSY', 'an update is under way, and needs what it has made already')
  await tidy(world, world.tidying())
  for (const { id, state } of await world.engine.listRuns(world.device)) {
    goOn(signal)
    if (state !== 'running') await world.engine.removeContainer(id)
  }
  return ok('removed what no release that is kept needs')
}

interface Chosen {
  desired: Desired
  chosen: DesiredService[]
}

/** The services that a command names: one, or all. */
async function chosenBy(world: CommandWorld, { args }: CommandFact): Promise<Chosen | Done> {
  const name = String(args.service ?? '')
  const desired = await currentDesired(world)
  if (desired === null) return refused('HF_COMMAND_FAILED', 'no release runs here')
  const chosen = desired.services.filter((service) => name === '' || service.name === name)
  if (chosen.length === 0) return refused('HF_COMMAND_FAILED', `the release has no service ${name}`)
  return { desired, chosen }
}

function namesOf(services: readonly DesiredService[]): string[] {
  return services.map(({ name }) => name)
}

export async function currentDesired(world: CommandWorld): Promise<Desired | null> {
  const current = world.current()
  return current === null ? null : (await world.releases.load(current)).desired
}

async function stopAll(world: CommandWorld, services: readonly DesiredService[], signal: AbortSignal): Promise<void> {
  const containers = await world.engine.listContainers(world.device)
  for (const service of services.toReversed()) {
    const container = currentOf(service, containers)
    goOn(signal)
    if (container !== undefined) await stopContainer(world, container.id, container.stopGraceMs)
  }
}

async function startAll(
  world: CommandWorld,
  desired: Desired,
  services: readonly DesiredService[],
  signal: AbortSignal,
): Promise<void> {
  for (const service of services) {
    goOn(signal)
    let container = currentOf(service, await world.engine.listContainers(world.device))
    if (container === undefined) {
      // An update brings no image for what is kept down.
      const missing = await missingImagesOf(world, [service])
      await fetchImages(
        world,
        missing.map((image) => ({ service: service.name, image, bytes: 0 })),
        signal,
      )
      await createService(world, desired, service.name)
      container = currentOf(service, await world.engine.listContainers(world.device))
    }
    if (container !== undefined) await startService(world, desired, service.name, container.id)
  }
}
