/**
 * The commands that work on the device, on the ports.
 *
 * Invariant: each may be begun again after a power cut: what it has done already it sees in the world (the
 * boot id for a reboot, the operation's label for a purge), and does the rest.
 */
import { type Answer, type CommandFact, ok, refused } from '../../machines/commands.ts'
import type { Desired, DesiredService } from '../../machines/desired.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import { currentOf } from '../../machines/next-step.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { DEFAULT_ENTRIES, flightAnswer } from './answer-flight.ts'
import { createService, ensureSurroundings, startService, stopContainer } from './bring-about.ts'
import type { World } from './world.ts'

/** What commands need beyond the world. */
export interface CommandWorld extends World {
  /** The committed release. */
  current(): ReleaseRef | null
  /** Who and what the device is, as one line of JSON. */
  identify(): string
  streamLogs(command: CommandFact, signal: AbortSignal): Promise<Answer>
}

type WithCommand = { command: CommandFact }

export function commandEffectsOn(world: CommandWorld) {
  return {
    runCommand: ({ command }: WithCommand, signal: AbortSignal): Promise<Answer> =>
      withinBudget(world, command, signal, (inner) => run(world, command, inner)),
    // Following logs is meant to last until the budget is spent: the stream itself keeps to it.
    streamLogs: ({ command }: WithCommand, signal: AbortSignal): Promise<Answer> => world.streamLogs(command, signal),
    expire: async ({ command }: WithCommand, signal: AbortSignal): Promise<null> => {
      await world.clock.sleep(remainingMs(world, command), signal)
      return null
    },
  }
}

/** What is left of a budget. After a reboot nobody knows how long it was dark: then it begins anew. */
function remainingMs(world: World, command: CommandFact): number {
  const now = world.clock.now()
  return now.bootId === command.bootId
    ? Math.max(0, command.budgetMs - (now.monoMs - command.monoMs))
    : command.budgetMs
}

const EXPIRED: Answer = {
  outcome: 'expired',
  code: 'HF_COMMAND_EXPIRED',
  message: 'it was not done within its budget',
  output: '',
}

/** Works until the budget is spent. Nothing of the work goes on after the answer: what must not be disturbed may begin. */
async function withinBudget(
  world: World,
  command: CommandFact,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const remaining = remainingMs(world, command)
  if (remaining === 0) return EXPIRED
  const spent = new AbortController()
  const done = new AbortController()
  world.clock.sleep(remaining, AbortSignal.any([signal, done.signal])).then(
    () => spent.abort(),
    () => {
      // The work has ended before.
    },
  )
  try {
    return await work(AbortSignal.any([signal, spent.signal]))
  } catch (error) {
    if (!spent.signal.aborted) throw error
    return EXPIRED
  } finally {
    done.abort()
  }
}

/** Between two operations on the engine is the place to give up: what is half done is repaired from `idle`. */
function goOn(signal: AbortSignal): void {
  if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the command was given up')
}

async function run(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Answer> {
  switch (command.action) {
    case 'identify':
      return ok('', world.identify())
    case 'restart':
      return restart(world, String(command.args.service ?? ''), signal)
    case 'flight':
      return flightAnswer(await world.store.flight(Number(command.args.limit ?? 0) || DEFAULT_ENTRIES))
    case 'purge':
      return purge(world, command, signal)
    case 'reboot':
      return reboot(world, command, signal)
    default:
      throw new HoldfastError('HF_INTERNAL', `${command.action} is not worked on here`)
  }
}

async function restart(world: CommandWorld, name: string, signal: AbortSignal): Promise<Answer> {
  const desired = await currentDesired(world)
  if (desired === null) return refused('HF_COMMAND_FAILED', 'no release runs here')
  const chosen = desired.services.filter((service) => name === '' || service.name === name)
  if (chosen.length === 0) return refused('HF_COMMAND_FAILED', `the release has no service ${name}`)
  await stopAll(world, chosen, signal)
  await startAll(world, desired, chosen, signal)
  return ok(`restarted ${chosen.map((service) => service.name).join(', ')}`)
}

async function purge(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Answer> {
  const name = String(command.args.volume ?? '')
  const desired = await currentDesired(world)
  const spec = desired?.volumes.find((volume) => volume.volume.name === name)
  if (desired === null || spec === undefined) return refused('HF_COMMAND_FAILED', `the release has no volume ${name}`)
  if (spec.volume.externalName !== '') return refused('HF_COMMAND_FAILED', `the volume ${name} is not ours to empty`)

  const users = desired.services.filter((service) => service.service.mounts.some((mount) => mount.source === name))
  const standing = (await world.engine.listVolumes(world.device)).find((volume) => volume.name === spec.name)
  if (standing?.operation !== command.id) {
    await stopAll(world, users, signal)
    // Also containers of other releases that wait to be removed: any of them keeps the volume in use.
    const names = new Set(users.map((service) => service.name))
    for (const container of await world.engine.listContainers(world.device)) {
      if (names.has(container.service)) await world.engine.removeContainer(container.id)
    }
    goOn(signal)
    await world.engine.removeVolume(spec.name)
    await world.engine.ensureVolume({ ...spec, operation: command.id })
  }
  await ensureSurroundings(world, desired)
  await startAll(world, desired, users, signal)
  return ok(`emptied ${name}`)
}

async function reboot(world: World, command: CommandFact, signal: AbortSignal): Promise<Answer> {
  if (world.clock.now().bootId !== command.bootId) return ok('rebooted')
  goOn(signal)
  await world.host.reboot()
  goOn(signal)
  // The answer is given after the boot; if none comes, by the budget.
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new HoldfastError('HF_CANCELLED', 'the wait for the reboot was ended')),
    )
  })
}

async function currentDesired(world: CommandWorld): Promise<Desired | null> {
  const current = world.current()
  return current === null ? null : (await world.releases.load(current)).desired
}

async function stopAll(world: World, services: readonly DesiredService[], signal: AbortSignal): Promise<void> {
  const containers = await world.engine.listContainers(world.device)
  for (const service of services.toReversed()) {
    const container = currentOf(service, containers)
    goOn(signal)
    if (container !== undefined) await stopContainer(world, container.id, service.service.stopGraceMs || 10_000)
  }
}

async function startAll(
  world: World,
  desired: Desired,
  services: readonly DesiredService[],
  signal: AbortSignal,
): Promise<void> {
  for (const service of services) {
    goOn(signal)
    let container = currentOf(service, await world.engine.listContainers(world.device))
    if (container === undefined) {
      await createService(world, desired, service.name)
      container = currentOf(service, await world.engine.listContainers(world.device))
    }
    if (container !== undefined) await startService(world, desired, service.name, container.id)
  }
}
