/**
 * The update machine's effects, on the ports.
 *
 * Invariant: each looks before it acts, may run twice and ends the same; what must be decided is decided by
 * the pure functions of `machines/`.
 */
import { type Adopted, adoptable, nextForAdopted } from '../../machines/adopted.ts'
import { type BlockerFact, blocker } from '../../machines/gates.ts'
import type { ReleaseRef, Task } from '../../machines/intent.ts'
import { judgeHealth } from '../../machines/judge-health.ts'
import { currentOf, isActive, type Next, nextStep, type Step } from '../../machines/next-step.ts'
import type { Container } from '../../machines/ports.ts'
import { unmetRequirement } from '../../machines/requirements.ts'
import type { Goal, Plan, Proof, Tidying } from '../../machines/update-effects.ts'
import { Strategy } from '../../protocol/enums.ts'
import type { Fault } from '../../protocol/errors.ts'
import { fullJitter } from '../backoff.ts'
import { createService, ensureSurroundings, missingImagesOf, situationOf, takeStep } from './bring-about.ts'
import { fetchImages } from './fetch-images.ts'
import { lastLines } from './last-lines.ts'
import { tidy } from './tidy.ts'
import type { World } from './world.ts'

/** Kept free on the engine's disk beyond what is to be fetched. */
const RESERVE_BYTES = 64 * 1024 * 1024
/** An image takes about so much more on the disk than over the wire, and both are there while it is unpacked. */
const UNPACKED_RATIO = 3
const BACKOFF = { baseMs: 1_000, capMs: 300_000 }
const LOG_TAIL = 20

type WithRelease = { release: ReleaseRef }

export function updateEffectsOn(world: World) {
  return {
    observe: async (): Promise<Adopted[]> => {
      await world.engine.info()
      return adoptable(await world.engine.listContainers(world.device))
    },
    admit: ({ release }: WithRelease): Promise<Fault | null> => admit(world, release),
    plan: ({ release }: WithRelease): Promise<Plan> => plan(world, release),
    gate: ({ task }: { task: Task }): Promise<BlockerFact[]> => gate(world, task),
    fetch: ({ release }: WithRelease, signal: AbortSignal): Promise<null> => fetch(world, release, signal),
    stage: ({ release }: WithRelease): Promise<null> => stage(world, release),
    survey: ({ goal }: { goal: Goal }, signal: AbortSignal): Promise<Next> => survey(world, goal, signal),
    act: async ({ goal, step }: { goal: Goal; step: Step }, signal: AbortSignal): Promise<null> => {
      try {
        await takeStep(world, goal, step, signal)
      } finally {
        world.progress(null)
      }
      return null
    },
    prove: ({ release, isRepair }: WithRelease & { isRepair: boolean }, signal: AbortSignal): Promise<Proof> =>
      prove(world, release, isRepair, signal),
    contact: async (_: null, signal: AbortSignal): Promise<null> => {
      await world.reachBroker(signal)
      return null
    },
    tidy: async ({ tidying }: { tidying: Tidying }): Promise<null> => {
      await tidy(world, tidying)
      return null
    },
    pause: async (input: { ms: number } | { failures: number }, signal: AbortSignal): Promise<null> => {
      const ms =
        'ms' in input ? input.ms : fullJitter(input.failures, BACKOFF.baseMs, BACKOFF.capMs, world.clock.random())
      await world.clock.sleep(ms, signal)
      return null
    },
  }
}

async function surveyAdopted(world: World, { adopted, undo }: Goal): Promise<Next> {
  const containers = await world.engine.listContainers(world.device)
  return nextForAdopted({ adopted, containers, startedHere: [...world.startedHere], isGoingBack: undo !== null })
}

async function survey(world: World, goal: Goal, signal: AbortSignal): Promise<Next> {
  if (goal.release === null && goal.adopted.length > 0) return surveyAdopted(world, goal)
  const situation = await situationOf(world, goal)
  const next: Next = situation === null ? { kind: 'done' } : nextStep(situation)
  if (next.kind !== 'failed') return next
  return { ...next, logTail: await lastLines(world.engine, next.container, LOG_TAIL, signal) }
}

async function admit(world: World, ref: ReleaseRef): Promise<Fault | null> {
  const { release } = await world.releases.load(ref)
  const { architecture, memoryBytes, diskTotalBytes } = await world.engine.info()
  const wanted = release.requirements?.devices ?? []
  const exists = await Promise.all(wanted.map((path) => world.host.exists(path)))
  const paths = wanted.filter((_, index) => exists[index])
  const facts = { architecture, memoryBytes, diskTotalBytes, paths, deviceType: world.host.deviceType() }
  return unmetRequirement(release.requirements, facts)
}

async function plan(world: World, ref: ReleaseRef): Promise<Plan> {
  const { desired } = await world.releases.load(ref)
  const containers = await world.engine.listContainers(world.device)
  const missing = new Set(await missingImagesOf(world, desired.services))
  return {
    fetch: desired.services
      .filter(({ service }) => missing.has(service.image))
      .map(({ name, service }) => ({ service: name, image: service.image, bytes: service.imageBytes })),
    changed: desired.services.filter((service) => currentOf(service, containers) === undefined).map(({ name }) => name),
    running: runningIn(containers),
  }
}

function runningIn(containers: readonly Container[]): string[] {
  return [...new Set(containers.filter(isActive).map((container) => container.service))]
}

async function gate(world: World, task: Task): Promise<BlockerFact[]> {
  if (task.gate !== 'download') return []
  const { desired } = await world.releases.load(task.to)
  const missing = new Set(await missingImagesOf(world, desired.services))
  const bytesOf = new Map(desired.services.map(({ service }) => [service.image, service.imageBytes]))
  const bytes = [...missing].reduce((sum, image) => sum + (bytesOf.get(image) ?? 0), 0)
  if (bytes === 0) return []
  const { diskFreeBytes, diskTotalBytes } = await world.engine.info()
  const needed = bytes * UNPACKED_RATIO + RESERVE_BYTES
  if (diskTotalBytes === 0 || diskFreeBytes >= needed) return []
  const message = `${needed} bytes are needed on the engine's disk and ${diskFreeBytes} are free; free some`
  return [blocker('download', 'space', message, 'HF_SPACE_LOW')]
}

/** All but the images of services that are to be stopped before their image is fetched. */
async function fetch(world: World, ref: ReleaseRef, signal: AbortSignal): Promise<null> {
  const { desired } = await world.releases.load(ref)
  const missing = new Set(await missingImagesOf(world, desired.services))
  const wanted = desired.services
    .filter(({ service }) => !killsFirst(service.strategy) && missing.delete(service.image))
    .map(({ name, service }) => ({ service: name, image: service.image, bytes: service.imageBytes }))
  try {
    await fetchImages(world, wanted, signal)
  } finally {
    world.progress(null)
  }
  return null
}

/** Containers are made ahead, so that the switch is only a stop and a start. */
async function stage(world: World, ref: ReleaseRef): Promise<null> {
  const { desired } = await world.releases.load(ref)
  await ensureSurroundings(world, desired)
  const containers = await world.engine.listContainers(world.device)
  const missing = new Set(await missingImagesOf(world, desired.services))
  for (const service of desired.services) {
    const joins = service.service.networkMode.startsWith('service:')
    if (joins || missing.has(service.service.image) || currentOf(service, containers) !== undefined) continue
    await createService(world, desired, service.name)
  }
  return null
}

async function prove(world: World, ref: ReleaseRef, isRepair: boolean, signal: AbortSignal): Promise<Proof> {
  const { desired } = await world.releases.load(ref)
  const containers = await world.engine.listContainers(world.device)
  const verdict = judgeHealth(desired, containers, isRepair)
  const running = runningIn(containers)
  if (verdict.kind !== 'bad') return { verdict, running, logTail: [] }
  return { verdict, running, logTail: await lastLines(world.engine, verdict.container, LOG_TAIL, signal) }
}

function killsFirst(strategy: Strategy): boolean {
  return strategy === Strategy.STRATEGY_KILL_THEN_DOWNLOAD || strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD
}
