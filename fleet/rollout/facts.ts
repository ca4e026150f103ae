/**
 * What a decision needs to know of a fleet: numbers, however large it is.
 *
 * Invariant: pure; a device counts for a wave exactly when the published share or the list of names includes it.
 */
import type { Outcome } from '../states/outcome.ts'
import type { Failure, Group, Refuser, Standing } from '../states/state-base.ts'
import type { Plan, WaveSize } from './plan.ts'

/** Devices that may take the epoch, by how far they are. */
export interface Counts {
  included: number
  /** Offline, and without it: nobody waits for them. */
  away: number
  /** There, and have not taken it. */
  waiting: number
  notified: number
  succeeded: number
  /** Run it, and do badly after the commit. */
  unwell: number
  /** Have refused it, gone back, or taken too long. */
  failed: number
  reverted: number
  /** Of all these: are there, and run it or are at it. What a revert waits for. */
  holding: number
}

export interface Facts {
  nowMs: number
  /** Devices of the fleet, and how many of them are there. */
  size: number
  online: number
  counts: Counts
  /** The same without those that an operator has gone on from and that have not succeeded since: what a gate is judged by. */
  judged: Counts
  /** By name; of very many only the first. */
  failed: readonly Failed[]
  /** Whether the plan's schedule lets anything be widened now. */
  isOpen: boolean
}

/** One that has failed. */
export interface Failed {
  device: string
  /** The code of its refusal, or what it does in words. */
  why: string
}

/** Of nobody. */
export const NO_COUNTS: Counts = {
  included: 0,
  away: 0,
  waiting: 0,
  notified: 0,
  succeeded: 0,
  unwell: 0,
  failed: 0,
  reverted: 0,
  holding: 0,
}

/** What the devices have been told, how often each was asked to try again, and which failures an operator has seen. */
export interface Told {
  share: number
  devices: readonly string[]
  retried: Readonly<Record<string, number>>
  forgivenDevices?: readonly string[]
}

export function countsOf(
  { groups, named, refusers }: Omit<Standing, 'failures'>,
  told: Told,
  plan: Pick<Plan, 'retries'>,
): Counts {
  const counts = { ...NO_COUNTS }
  const isLetIn = letInBy(told)
  const included = groups.filter(({ lot }) => lot < told.share)
  for (const group of [...included, ...named.filter((device) => device.lot >= told.share && isLetIn(device))]) {
    counts.included += group.count
    counts[columnOf(group)] += group.count
    if (group.online && HOLDING.has(group.outcome)) counts.holding += group.count
  }
  // One that will be asked once more has not ended.
  const again = refusers.filter((device) => isLetIn(device) && mayRetry(device, told.retried, plan.retries)).length
  counts.failed -= again
  counts.notified += again
  return counts
}

/** @param counts of all of them */
export function judgedOf(
  counts: Counts,
  { named, refusers }: Pick<Standing, 'named' | 'refusers'>,
  told: Told,
  plan: Pick<Plan, 'retries'>,
): Counts {
  const judged = { ...counts }
  const forgiven = new Set(told.forgivenDevices)
  const isLetIn = letInBy(told)
  const again = new Set(
    refusers.filter((device) => mayRetry(device, told.retried, plan.retries)).map(({ name }) => name),
  )
  for (const device of named) {
    if (!forgiven.has(device.name) || !isLetIn(device)) continue
    const column = again.has(device.name) ? 'notified' : columnOf(device)
    if (column === 'succeeded') continue
    judged.included -= 1
    judged[column] -= 1
    if (device.online && HOLDING.has(device.outcome)) judged.holding -= 1
  }
  return judged
}

/** Of those that were let in; one that will be asked once more has not failed yet. */
export function failedOf({ failures }: Pick<Standing, 'failures'>, told: Told, plan: Pick<Plan, 'retries'>): Failed[] {
  const isLetIn = letInBy(told)
  const isOver = (failure: Failure): boolean =>
    failure.outcome !== 'failed' || failure.code === '' || !mayRetry(failure, told.retried, plan.retries)
  return failures
    .filter((failure) => isLetIn(failure) && isOver(failure))
    .map(({ name, outcome, code }) => ({ device: name, why: code === '' ? FAILED_WORDS[outcome] : code }))
}

const FAILED_WORDS: Readonly<Record<Failure['outcome'], string>> = {
  failed: 'has refused it or gone back',
  unwell: 'runs it, and does badly',
  notified: 'has been at it for too long',
}

function letInBy({ share, devices }: Told): (device: { name: string; lot: number }) => boolean {
  const names = new Set(devices)
  return ({ name, lot }) => lot < share || names.has(name)
}

/** Whether a device that has refused the epoch is to be asked to try again. */
export function mayRetry(
  { name }: Pick<Refuser, 'name'>,
  retried: Readonly<Record<string, number>>,
  retries: number,
): boolean {
  return (retried[name] ?? 0) < retries
}

const HOLDING: ReadonlySet<Outcome> = new Set<Outcome>(['notified', 'succeeded', 'unwell'])

function columnOf({ outcome, isLate }: Group): Outcome {
  return outcome === 'notified' && isLate ? 'failed' : outcome
}

export function sizeOf({ groups }: Standing): number {
  return groups.reduce((sum, { count }) => sum + count, 0)
}

export function onlineOf({ groups }: Standing): number {
  return groups.reduce((sum, { online, count }) => sum + (online ? count : 0), 0)
}

/** How many devices have ended, well or badly. */
export function finishedOf({ succeeded, unwell, failed, reverted }: Counts): number {
  return succeeded + unwell + failed + reverted
}

/** Lots of a fleet's devices, rising: what turns a number of devices into a share. */
export function lotsOf({ groups }: Standing): number[] {
  const lots: number[] = []
  for (const { lot, count } of groups.toSorted((a, b) => a.lot - b.lot))
    for (let left = count; left > 0; left -= 1) lots.push(lot)
  return lots
}

/**
 * The smallest share that includes so many devices, or all that are known; devices of one lot come together. It never
 * includes more for being told less.
 */
export function shareFor(count: number, lots: readonly number[]): number {
  if (count <= 0) return 0
  const last = lots[Math.min(count, lots.length) - 1]
  return last === undefined ? 0 : last + 1
}

/** How many devices a wave includes in the end, of these lots. */
export function includedBy(share: number, lots: readonly number[]): number {
  let low = 0
  let high = lots.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (lots[middle]! < share) low = middle + 1
    else high = middle
  }
  return low
}

/** The share that a wave ends with. Waves of names leave it as it was. */
export function endOf(size: WaveSize, before: number, lots: readonly number[]): number {
  if (size.kind === 'devices') return before
  return Math.max(before, size.kind === 'share' ? size.share : shareFor(size.count, lots))
}
