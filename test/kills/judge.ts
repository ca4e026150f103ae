/**
 * Whether a device has come through a round. Pure.
 *
 * Invariant: `whyNotYet` says what is still missing, and may be asked until nothing is; what `faultsAfter` says
 * can never be made good by waiting.
 */
import { Outcome } from '../../protocol/enums.ts'
import type { Report, Result } from '../../protocol/types.ts'
import { NETWORK, SERVICES, type Testimony, VOLUME } from './application.ts'
import type { EngineFacts } from './engine-facts.ts'
import type { Plan } from './plan.ts'

/** A release, and what it stands on. */
export interface Standing {
  epoch: number
  releaseId: string
  image: string
}

export interface Expectation {
  plan: Plan
  /** What ran before the round. */
  before: Standing
  /** What was deployed in it, or the same. */
  deployed: Standing
  /** Ids of the commands of the round. */
  commands: readonly string[]
}

/** What shall run in the end: known once the commands have been answered. */
export function wantedOf({ plan, before, deployed }: Expectation, answers: readonly Result[]): Standing {
  if (plan.work === 'unhealthy') return before
  if (plan.work === 'cancel' && answers.some(({ outcome }) => outcome === Outcome.OUTCOME_OK)) return before
  return deployed
}

/** What the engine and the broker say that is not yet as it shall be. */
export function whyNotYet(
  expectation: Expectation,
  answers: readonly Result[],
  report: Report | undefined,
  facts: EngineFacts,
): string[] {
  const { commands, before, deployed } = expectation
  if (answers.length < commands.length) return [`${commands.length - answers.length} commands have no answer`]
  const wanted = wantedOf(expectation, answers)
  const missing: string[] = []
  const expect = (what: string, is: unknown, shall: unknown): void => {
    const [a, b] = [JSON.stringify(is), JSON.stringify(shall)]
    if (a !== b) missing.push(`${what}: ${a} instead of ${b}`)
  }
  expect('phase', report?.phase, 'idle')
  expect('epoch', report?.current?.epoch, wanted.epoch)
  expect('release', report?.current?.releaseId, wanted.releaseId)
  expect(
    'blockers',
    report?.blockers.map(({ kind }) => kind),
    [],
  )
  const isRefused = report?.refused.some(({ epoch }) => epoch === deployed.epoch) ?? false
  expect(`refusal of epoch ${deployed.epoch}`, isRefused, wanted.epoch !== deployed.epoch)
  expect(
    'containers',
    facts.containers.map(({ service, state }) => `${service} ${state}`),
    SERVICES.map((service) => `${service} running`),
  )
  const shown = new Map(report?.services.map(({ service, containerId }) => [service, containerId]))
  for (const { service, id } of facts.containers)
    expect(`container of ${service} in the report`, shown.get(service), id)
  expect('volumes', facts.volumes, [VOLUME])
  expect('networks', facts.networks, [NETWORK])
  const strangers = facts.images.filter((image) => image !== wanted.image && image !== before.image)
  if (expectation.plan.work === 'update') expect('images that nobody needs', strangers, [])
  if (facts.mark === null) missing.push('the volume has no mark')
  return missing
}

/** How much of the testimony is from before, and what stood on the volume then. */
export interface Past {
  starts: number
  births: number
  overlaps: number
  mark: string | null
}

/** What went wrong on the way, though the end is right. */
export function faultsAfter(
  { plan }: Expectation,
  answers: readonly Result[],
  past: Past,
  testimony: Testimony,
  mark: string | null,
): string[] {
  const faults = testimony.overlaps.slice(past.overlaps).map((line) => `two stores at the same time: ${line}`)
  const isDone = answers.length > 0 && answers.every(({ outcome }) => outcome === Outcome.OUTCOME_OK)
  const marks = new Set([past.mark, ...testimony.births.slice(past.births), mark])
  const emptied = marks.size - 1
  // A purge that failed did so before it took the volume away or after: in the one case it has emptied nothing, in
  // the other once, and its answer does not say which. Never twice: who goes on with it finds no volume any more,
  // or one with its own label, and nobody else makes the volume while it is not answered. Where the engine's
  // refusals are known, the crash explorer asks for the one or the other (scenarios purge-not-begun and -ended).
  const isTried = answers.length > 0 && answers.every(({ outcome }) => outcome !== Outcome.OUTCOME_REFUSED)
  const [least, most] = plan.work === 'purge' ? [isDone ? 1 : 0, isTried ? 1 : 0] : [0, 0]
  if (emptied < least || emptied > most)
    faults.push(`the volume was emptied ${emptied} times (${plan.work}, ${isDone ? 'done' : 'not done'})`)
  const starts = testimony.starts - past.starts
  // An engine that is killed starts its containers again when it comes back.
  const isEngineWhole = plan.kills.every(({ victim }) => victim === 'agent')
  if (plan.work === 'restart' && isDone && (starts < 1 || (isEngineWhole && starts > 1)))
    faults.push(`one command restarted the store ${starts} times`)
  return faults
}
