/**
 * The update machine's effects, on the ports.
 *
 * Invariant: each looks before it acts, may run twice and ends the same; what must be decided is decided by
 * the pure functions of `machines/`.
 */
import { type Adopted, adoptable, nextForAdopted } from '../../machines/adopted.ts'
import type { BlockerFact } from '../../machines/gates.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import { judgeHealth, lateIn } from '../../machines/judge-health.ts'
import { type Next, nextStep, type Step } from '../../machines/next-step.ts'
import type { Container } from '../../machines/ports.ts'
import { unmetRequirement } from '../../machines/requirements.ts'
import { isActive } from '../../machines/situation.ts'
import type { Goal, Plan, Proof, Tidying } from '../../machines/update-effects.ts'
import { Strategy } from '../../protocol/enums.ts'
import { type Fault, HoldfastError } from '../../protocol/errors.ts'
import { fullJitter } from '../backoff.ts'
import { createService, ensureSurroundings, lackingIn, missingImagesOf, situationOf, takeStep } from './bring-about.ts'
import { fetchImages } from './fetch-images.ts'
import { type GateInput, gateBlockersOf } from './gate.ts'
import { lastLines, lastWordsKept } from './last-lines.ts'
import { tidy } from './tidy.ts'
import type { World } from './world.ts'

const BACKOFF = { baseMs: 1_000, capMs: 300_000 }

type WithRelease = { release: ReleaseRef }

export function updateEffectsOn(world: World) {
  return {
    observe: async (): Promise<Adopted[]> => {
      await world.engine.info()
      return adoptable(await world.engine.listContainers(world.device))
    },
    admit: ({ release }: WithRelease): Promise<Fault | null> => admit(world, release),
    plan: ({ release }: WithRelease): Promise<Plan> => plan(world, release),
    gate: (input: GateInput, signal: AbortSignal): Promise<BlockerFact[]> => gateBlockersOf(world, input, signal),
    fetch: ({ release }: WithRelease, signal: AbortSignal): Promise<null> => fetch(world, release, signal),
    stage: ({ release }: WithRelease, signal: AbortSignal): Promise<null> => stage(world, release, signal),
    survey: ({ goal }: { goal: Goal }, signal: AbortSignal): Promise<Next> => survey(world, goal, signal),
    act: async ({ goal, step }: { goal: Goal; step: Step }, signal: AbortSignal): Promise<null> => {
      try {
        await takeStep(world, goal, step, signal)
      } finally {
        world.progress(null)
      }
      return null
    },
    prove: ({ goal, isRepair }: { goal: Goal; isRepair: boolean }, signal: AbortSignal): Promise<Proof> =>
      prove(world, goal, isRepair, signal),
    contact: async (_: null, signal: AbortSignal): Promise<null> => {
      await world.reachBroker(signal)
      return null
    },
    tidy: async ({ tidying }: { tidying: Tidying }): Promise<null> => {
      await tidy(world, tidying)
      return null
    },
    patience: async ({ ms, goal }: { ms: number; goal: Goal }, signal: AbortSignal): Promise<string[]> => {
      await world.clock.sleep(ms, signal)
      return lastWords(world, goal, signal)
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
  return { ...next, logTail: await evidence(world, goal, next, signal) }
}

async function admit(world: World, ref: ReleaseRef): Promise<Fault | null> {
  const { release } = await world.releases.load(ref)
  const { architecture, os, memoryBytes, diskTotalBytes } = await world.engine.info()
  const wanted = release.requirements?.devices ?? []
  const exists = await Promise.all(wanted.map((path) => world.host.exists(path)))
  const paths = wanted.filter((_, index) => exists[index])
  const facts = { architecture, os, memoryBytes, diskTotalBytes, paths, deviceType: world.host.deviceType() }
  return unmetRequirement(release.requirements, facts)
}

async function plan(world: World, ref: ReleaseRef): Promise<Plan> {
  const { desired } = await world.releases.load(ref)
  const containers = await world.engine.listContainers(world.device)
  const changed = lackingIn(desired, containers)
  const missing = new Set(await missingImagesOf(world, changed))
  return {
    fetch: changed
      .filter(({ service }) => missing.has(service.image))
      .map(({ name, service }) => ({ service: name, image: service.image, bytes: service.imageBytes })),
    changed: changed.map(({ name }) => name),
    running: runningIn(containers),
  }
}

function runningIn(containers: readonly Container[]): string[] {
  return [...new Set(containers.filter(isActive).map((container) => container.service))]
}

/** All but the images of services that are to be stopped before their image is fetched. */
async function fetch(world: World, ref: ReleaseRef, signal: AbortSignal): Promise<null> {
  const { desired } = await world.releases.load(ref)
  const missing = new Set(await missingImagesOf(world, desired.services))
  const wanted = desired.services
    .filter(({ service }) => !killsFirst(service.strategy) && missing.delete(service.image))
    .sort((a, b) => b.service.priority - a.service.priority)
    .map(({ name, service }) => ({ service: name, image: service.image, bytes: service.imageBytes }))
  try {
    await fetchImages(world, wanted, signal)
  } finally {
    world.progress(null)
  }
  return null
}

/** Containers are made ahead, so that the switch is only a stop and a start. */
async function stage(world: World, ref: ReleaseRef, signal: AbortSignal): Promise<null> {
  const { desired } = await world.releases.load(ref)
  await ensureSurroundings(world, desired)
  const lacking = lackingIn(desired, await world.engine.listContainers(world.device))
  const missing = new Set(await missingImagesOf(world, lacking))
  for (const service of lacking) {
    const joins = service.service.networkMode.startsWith('service:')
    if (joins || missing.has(service.service.image)) continue
    if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the update was given up')
    await createService(world, desired, service.name)
  }
  return null
}

async function prove(world: World, goal: Goal, isRepair: boolean, signal: AbortSignal): Promise<Proof> {
  const situation = await situationOf(world, goal)
  if (situation === null) throw new HoldfastError('HF_INTERNAL', 'there is no release to prove')
  const { desired, containers } = situation
  const verdict = judgeHealth(desired, containers, isRepair, situation.stopped)
  const running = runningIn(containers)
  const drifted = nextStep(situation).kind === 'act'
  if (drifted || verdict.kind !== 'bad') return { verdict, running, drifted, logTail: [] }
  return { verdict, running, drifted, logTail: await evidence(world, goal, verdict, signal) }
}

/** What is held stays as it is, and its logs with it; what an update brought goes. */
async function evidence(
  world: World,
  { release, mustRun }: Goal,
  { service, container }: { service: string; container: string },
  signal: AbortSignal,
): Promise<string[]> {
  if (release === null || mustRun !== null) return lastLines(world.engine, container, signal)
  return lastWordsKept(world, { service, container, release: release.releaseId }, signal)
}

/** Of the first service that is not well yet, when its time is over; none when that cannot be told. */
async function lastWords(world: World, goal: Goal, signal: AbortSignal): Promise<string[]> {
  const situation = await situationOf(world, goal).catch(() => null) // evidence, so never a reason to fail
  const late = situation === null ? null : lateIn(situation)
  if (late === null) return []
  return evidence(world, goal, { service: late.service, container: late.id }, signal)
}

function killsFirst(strategy: Strategy): boolean {
  return strategy === Strategy.STRATEGY_KILL_THEN_DOWNLOAD || strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD
}
