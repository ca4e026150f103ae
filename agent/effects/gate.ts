/**
 * What the world says against passing a gate.
 *
 * Invariant: asked anew each time, so that a clock that jumps, a lock that comes or a disk that fills does not
 * matter; nothing here begins what a closed gate forbids.
 */
import { type BlockerFact, blocker, budgetBlocker, lackingBlockers, stopBlockers } from '../../machines/gates.ts'
import type { Task } from '../../machines/intent.ts'
import { lockSentence } from '../../machines/locks.ts'
import type { Tidying } from '../../machines/update-effects.ts'
import { Strategy } from '../../protocol/enums.ts'
import type { Service } from '../../protocol/types.ts'
import { windowState } from '../../protocol/windows.ts'
import { missingImagesOf } from './bring-about.ts'
import { bytesToFetch, type Lacking } from './bytes-to-fetch.ts'
import { type HeldLock, locksOn } from './locks.ts'
import { tidy } from './tidy.ts'
import type { World } from './world.ts'

export interface GateInput {
  task: Task
  /** When the target was signed, Unix time; zero if unknown. */
  issuedAtMs: number
  tidying: Tidying
}

/** Kept free on the engine's disk beyond what is to be fetched. */
const RESERVE_BYTES = 64 * 1024 * 1024
/** What is new takes about twice as much on the disk as over the wire, and both are there while it is unpacked. */
const UNPACKED_RATIO = 3
/** Clocks of operators and devices may differ by so much before one of them is wrong. */
const CLOCK_TOLERANCE_MS = 24 * 3_600_000

export async function gateBlockersOf(world: World, input: GateInput, signal: AbortSignal): Promise<BlockerFact[]> {
  const { task } = input
  const asksForSecrets = task.gate === 'download' && task.kind !== 'repair'
  const lacking = asksForSecrets ? await secretBlockers(world, task) : []
  if (lacking.length > 0) return lacking
  const missing = task.gate === 'download' ? await missingFor(world, task) : []
  // After a start in front of the apply gate this one comes again: what has passed it waits for no window once more.
  if (task.gate === 'download' && missing.length === 0) return []
  const closed = task.kind === 'repair' ? [] : windowBlockers(world, input)
  const stale = task.kind === 'install' && task.scope === 'fleet' ? world.staleness(task.gate) : null
  if (stale !== null) closed.push(stale)
  if (closed.length > 0) return closed
  if (task.gate === 'download') return space(world, input, missing, signal)
  return task.kind === 'repair' ? [] : [...(await stopsAgainst(world, task)), ...(await lockBlockers(world, task))]
}

/** What an operator keeps down says nothing of a release: none is tried that could not come up beside it. */
async function stopsAgainst(world: World, { to }: Task): Promise<BlockerFact[]> {
  const stopped = world.stopped()
  if (stopped.length === 0) return []
  const { desired } = await world.releases.load(to)
  const containers = await world.engine.listContainers(world.device)
  return stopBlockers({ desired, containers, missingImages: [], startedHere: [...world.startedHere], stopped })
}

/** Only what is new waits for its window: going back is never put off. */
function windowBlockers(world: World, { task, issuedAtMs }: GateInput): BlockerFact[] {
  const { gate, hurry, kind, policy } = task
  if (kind !== 'install' || hurry !== 'no' || policy.ignoreWindows) return []
  const { wallMs } = world.clock.now()
  const { isOpen, changesAtMs } = windowState(policy.windows, gate, wallMs)
  if (changesAtMs !== null && wallMs < issuedAtMs - CLOCK_TOLERANCE_MS) {
    const believed = new Date(wallMs).toISOString()
    return [
      blocker(gate, 'clock', `the device believes that it is ${believed}, before the target was signed; set its clock`),
    ]
  }
  if (isOpen) return []
  const next = changesAtMs === null ? 'it never opens' : `it opens at ${new Date(changesAtMs).toISOString()}`
  return [blocker(gate, 'window', `the ${gate} window is closed: ${next}; let it pass with update-now`)]
}

/** Nothing is fetched for what could not be made. */
async function secretBlockers(world: World, { to, gate }: Task): Promise<BlockerFact[]> {
  const { desired } = await world.releases.load(to)
  return lackingBlockers(desired, gate)
}

/** Those that may still put it off. */
async function lockBlockers(world: World, { gate, hurry, policy, to }: Task): Promise<BlockerFact[]> {
  if (policy.ignoreLocks || hurry === 'locks') return []
  const blockers: BlockerFact[] = []
  for (const lock of await locksOn(world)) {
    const leftMs = await patienceOf(world, lock, `${to.document} ${to.arm}`, policy.longestLockMs ?? 0)
    if (leftMs === null || leftMs > 0)
      blockers.push({ ...blocker(gate, 'lock', lockSentence(lock, leftMs)), service: lock.service })
  }
  return blockers
}

/** For how much longer a lock may put the release off: what the target allows all of them, and its own service it; null is without end. */
async function patienceOf(
  { deferrals }: World,
  { service, longestMs }: HeldLock,
  release: string,
  longestOfAllMs: number,
): Promise<number | null> {
  const ofAll = longestOfAllMs > 0 ? longestOfAllMs - (await deferrals.forMs(release, '')) : null
  const own = longestMs > 0 ? longestMs - (await deferrals.forMs(release, service)) : null
  return least(ofAll, own)
}

function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

/** Images of the release that the engine lacks, each with a service that it is for. */
async function missingFor(world: World, task: Task): Promise<Lacking[]> {
  const { desired } = await world.releases.load(task.to)
  return (await missingImagesOf(world, desired.services)).map((image) => {
    const users = desired.services.filter(({ service }) => service.image === image)
    return {
      service: users[0]!.service,
      makesRoom: users.every(({ service }) => service.strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD),
      isAtHand: world.shelf?.holds(image) ?? false,
    }
  })
}

/**
 * Services of the releases that are known here whose images are there.
 * @param missing of the one that is to be fetched
 */
async function standingOf(world: World, { task, tidying }: GateInput, missing: readonly Lacking[]): Promise<Service[]> {
  // What cannot be read any more only makes the count larger.
  const loading = [task.to, ...tidying.keepImages].map((ref) => world.releases.load(ref).catch(() => null))
  const [wanted = [], ...kept] = (await Promise.all(loading)).map((loaded) => loaded?.desired.services ?? [])
  const asked = new Set(wanted.map(({ service }) => service.image))
  const others = kept.flat().filter(({ service }) => !asked.has(service.image))
  const absent = new Set([...missing.map(({ service }) => service.image), ...(await missingImagesOf(world, others))])
  return [...wanted, ...kept.flat()].map(({ service }) => service).filter(({ image }) => !absent.has(image))
}

async function space(
  world: World,
  input: GateInput,
  missing: readonly Lacking[],
  signal: AbortSignal,
): Promise<BlockerFact[]> {
  const { task, tidying } = input
  const { fetchBytes } = task.policy
  const { os, architecture } = await world.engine.info()
  const { overLink: all, atOnce } = bytesToFetch(
    missing,
    await standingOf(world, input, missing),
    `${os}/${architecture}`,
  )
  if (fetchBytes > 0 && all > fetchBytes && task.kind === 'install') {
    const message = `fetching costs ${all} bytes and the target allows ${fetchBytes}; publish one that allows more`
    return [blocker('download', 'budget', message)]
  }
  // What is held already has to run, whatever it costs.
  const spent = task.kind === 'install' ? await spentBudget(world, all, missing, signal) : null
  if (spent !== null) return [spent]
  if (atOnce === 0) return []
  const needed = atOnce * UNPACKED_RATIO + RESERVE_BYTES
  if (await hasFree(world, needed)) return []
  // Garbage of ours first; what is needed to go back is none.
  await tidy(world, tidying)
  const { diskFreeBytes } = await world.engine.info()
  if (await hasFree(world, needed)) return []
  const message = `${needed} bytes are needed on the engine's disk and ${diskFreeBytes} are free; free some`
  return [blocker('download', 'space', message, 'HF_SPACE_LOW')]
}

/** Layers are what is known without a word of a registry; where they do not fit, a delta may. */
async function spentBudget(
  world: World,
  byLayers: number,
  missing: readonly Lacking[],
  signal: AbortSignal,
): Promise<BlockerFact | null> {
  const left = await world.contentLeft()
  const spent = budgetBlocker(byLayers, left)
  if (spent === null || left === null || left.bytes === 0 || world.plannedBytes === undefined) return spent
  let bytes = 0
  for (const { service, isAtHand, makesRoom } of missing) {
    if (isAtHand) continue
    // What a delta could be made from goes before it is fetched.
    const planned = makesRoom ? null : await world.plannedBytes(service.image, signal)
    if (planned === null) return spent
    bytes += planned
  }
  return budgetBlocker(Math.min(bytes, byLayers), left)
}

async function hasFree(world: World, bytes: number): Promise<boolean> {
  const { diskFreeBytes, diskTotalBytes } = await world.engine.info()
  return diskTotalBytes === 0 || diskFreeBytes >= bytes
}
