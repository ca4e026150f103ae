/**
 * The report: what the device runs, how it is, and why it has not converged.
 *
 * Invariant: pure; made from what is known now, so that none needs to be kept, and the newest says all.
 */

import { type BlockerFact, faultBlocker } from '../machines/gates.ts'
import type { Intent, ReleaseRef } from '../machines/intent.ts'
import { wantedRelease } from '../machines/intent-rules.ts'
import type { Container, EngineInfo } from '../machines/ports.ts'
import type { UpdateContext } from '../machines/update-context.ts'
import type { Loose } from '../protocol/codec.ts'
import { Health } from '../protocol/enums.ts'
import type { Fault } from '../protocol/errors.ts'
import { cutTo, lastOf } from '../protocol/text.ts'
import type {
  Blocker,
  ImageFetch,
  NetworkChange,
  NetworkReport,
  Report,
  Running,
  ServiceStatus,
  UpdateOutcome,
  Usage,
} from '../protocol/types.ts'
import type { BundleWord } from './bundle/bundle-end.ts'
import type { Progress } from './effects/world.ts'
import type { EngineFacts } from './ingress/engine-ingress.ts'

export interface ReportFacts {
  device: string
  fleet: string
  agentVersion: string
  deviceType: string
  bootId: string
  wallMs: number
  update: Pick<UpdateContext, 'intent' | 'blockers' | 'rejected'>
  /** Targets and rollouts that could not be taken. */
  refusedMessages: readonly Fault[]
  /** What stands against the identity. */
  provisioning: readonly BlockerFact[]
  /** Why what is known of the rollout may be old; null while it is fresh. */
  staleness: BlockerFact | null
  /** By which targets and rollouts are judged. */
  trustVersion: number
  secrets: { encryptionKey: Uint8Array; revision: number }
  /** What has become of the last bundle. */
  bundle: BundleWord | null
  /** Secrets that what runs here wants and the device does not have. */
  lacking: readonly BlockerFact[]
  engine: EngineFacts | null
  /** Why nothing can be written; null when all is well. */
  unwritable: Fault | null
  /** Names of the services that ought to be there. */
  services: readonly string[]
  info: EngineInfo | null
  progress: Progress | null
  counters: Readonly<Record<string, number>>
  /** What recovery found at the last start. */
  recovered: readonly string[]
  usage: Loose<Usage>
  network: {
    report: Loose<NetworkReport> | null
    change: Loose<NetworkChange> | null
    blockers: readonly BlockerFact[]
  }
  outcomes: readonly UpdateOutcome[]
  /** How images have come. */
  fetches: readonly ImageFetch[]
}

const MAX_TEXT = 500
const MAX_SERVICES = 256

/** Everything but the sequence number. */
export function reportOf(facts: ReportFacts): Loose<Report> {
  const { intent } = facts.update
  return {
    device: facts.device,
    fleet: facts.fleet,
    bootId: facts.bootId,
    agentVersion: facts.agentVersion,
    pinned: intent.wanted.device !== null,
    atMs: Math.max(0, Math.round(facts.wallMs)),
    phase: intent.phase,
    current: runningOf(intent.current),
    target: runningOf(intent.task?.to ?? wantedRelease(intent)),
    blockers: blockersOf(facts),
    services: servicesOf(facts).slice(0, MAX_SERVICES),
    refused: intent.refused.map(({ epoch, code, message, releaseId, logTail }) => ({
      epoch,
      code,
      message: cutTo(message, MAX_TEXT),
      releaseId,
      logTail,
    })),
    progress: progressOf(intent, facts.progress),
    host: hostOf(facts),
    counters: { ...facts.counters },
    recovered: [...facts.recovered, ...adoptedIn(intent)],
    stopped: intent.stops.map(({ service, forMs }) => ({ service, forMs })),
    hold: intent.hold,
    usage: facts.usage,
    network: facts.network.report ?? undefined,
    networkChange: facts.network.change ?? undefined,
    outcomes: [...facts.outcomes],
    fetches: [...facts.fetches],
    trustVersion: facts.trustVersion,
    encryptionKey: facts.secrets.encryptionKey,
    secretsRevision: facts.secrets.revision,
    bundle: bundleOf(facts.bundle),
  }
}

function bundleOf(word: BundleWord | null): Loose<Report>['bundle'] {
  if (word === null) return undefined
  return { ...word, path: lastOf(word.path, MAX_TEXT), message: cutTo(word.message, MAX_TEXT) }
}

/** Until a release has been proved, so that whoever looks at the device knows what it holds on to, and why. */
function adoptedIn({ adopted, begunAnew }: Intent): string[] {
  if (adopted.length === 0 || begunAnew === true) return []
  const services = adopted.map(({ service }) => service).join(', ')
  return [
    `What was known of the release is lost; its containers are held as they were found: ${services}.`.slice(
      0,
      MAX_TEXT,
    ),
  ]
}

function runningOf(ref: ReleaseRef | null): Running | null {
  if (ref === null) return null
  const { epoch, releaseId, name, version } = ref
  return { epoch, releaseId, name, version }
}

function blockersOf({ update, refusedMessages, provisioning, ...facts }: ReportFacts): Blocker[] {
  const { staleness, lacking, engine, unwritable } = facts
  const told = new Set(update.blockers.map(({ message }) => message))
  const blockers = [
    ...update.blockers,
    ...provisioning,
    ...facts.network.blockers,
    ...lacking.filter(({ message }) => !told.has(message)),
  ]
  if (staleness !== null && !blockers.some(({ kind }) => kind === staleness.kind)) blockers.push(staleness)
  if (unwritable !== null) blockers.push(faultBlocker('apply', unwritable))
  if (engine !== null && !engine.available && !blockers.some((blocker) => blocker.kind === 'engine')) {
    blockers.push(faultBlocker('apply', engine.fault))
  }
  const refused = update.rejected === null ? refusedMessages : [update.rejected, ...refusedMessages]
  blockers.push(...refused.map((fault) => ({ ...faultBlocker('download', fault), kind: 'refused' })))
  return blockers.map((blocker) => ({ ...blocker, message: cutTo(blocker.message, MAX_TEXT) }))
}

/** Of each service the container that says most: one that runs before one that does not. */
function servicesOf({ engine, services }: ReportFacts): ServiceStatus[] {
  const containers = engine?.available ? engine.containers : []
  const names = [...new Set([...services, ...containers.filter(isUp).map((container) => container.service)])].sort()
  return names.map((service) => {
    const mine = containers.filter((container) => container.service === service)
    const shown = mine.find(isUp) ?? mine.find((container) => container.state !== 'created') ?? mine[0]
    return shown === undefined ? missing(service) : statusOf(shown)
  })
}

function isUp(container: Container): boolean {
  return container.state === 'running' || container.state === 'restarting' || container.state === 'paused'
}

function statusOf({ service, state, health, image, exitCode, restarts, id }: Container): ServiceStatus {
  return { service, state, health, image, exitCode, restarts, containerId: id }
}

function missing(service: string): ServiceStatus {
  return {
    service,
    state: 'missing',
    health: Health.HEALTH_UNSPECIFIED,
    image: '',
    exitCode: 0,
    restarts: 0,
    containerId: '',
  }
}

/** How far each phase is, in percent at its beginning; fetching moves on with the bytes. */
const PERCENT = {
  idle: 100,
  admitting: 1,
  planning: 2,
  waiting: 3,
  fetching: 5,
  staging: 60,
  switching: 65,
  proving: 80,
  committing: 97,
  reverting: 50,
  cancelling: 50,
} as const satisfies Record<Intent['phase'], number>

function progressOf(intent: Intent, progress: Progress | null) {
  if (intent.phase === 'idle')
    return { step: '', doneBytes: 0, totalBytes: 0, percent: intent.current === null ? 0 : 100 }
  const gateBefore =
    intent.phase === 'waiting' && intent.task?.gate === 'apply' ? PERCENT.staging : PERCENT[intent.phase]
  const { step, doneBytes, totalBytes } = progress ?? { step: intent.phase, doneBytes: 0, totalBytes: 0 }
  const share = intent.phase === 'fetching' && totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0
  return { step, doneBytes, totalBytes, percent: Math.round(gateBefore + share * (PERCENT.staging - PERCENT.fetching)) }
}

function hostOf({ info, deviceType }: ReportFacts) {
  if (info === null) return { deviceType }
  return {
    deviceType,
    architecture: info.architecture,
    os: info.os,
    engineVersion: info.version,
    memoryBytes: info.memoryBytes,
    diskFreeBytes: info.diskFreeBytes,
    diskTotalBytes: info.diskTotalBytes,
  }
}
