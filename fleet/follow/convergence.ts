/**
 * Whether a device has converged, and each reason why it has not.
 *
 * Invariant: pure; a device has converged exactly when there is no reason, and what it does now is known: what
 * it last said before it went away is no proof.
 */
import { isIncluded } from '../../protocol/check-rollout.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { ERROR_CODES, isErrorCode } from '../../protocol/errors.ts'
import type { Blocker, Report, Rollout, Running, Target } from '../../protocol/types.ts'
import { formatShare } from '../signing/share.ts'
import {
  blockerWords,
  holdWords,
  isSameRelease,
  refusalsThatMatter,
  refusalWords,
  releaseWords,
  serviceWords,
  stopWords,
} from './blocked-words.ts'
import { bundleWords, waitsForMedium } from './bundle-words.ts'
import { fetchWords, isFetchTrouble } from './fetch-words.ts'
import { fleetOf, type Seen } from './seen.ts'
import { lastOutcomes, usageWords } from './usage-words.ts'

/** What the broker retains of one device, and for it. */
export interface Known extends Seen {
  /** Null where nothing is published, or nothing that can be read. */
  published: { fleet: Target | null; device: Target | null; rollout: Rollout | null }
}

export interface Reason {
  /** A blocker's kind, or "silent", "offline", "outdated", "unpublished", "untaken", "refused", "stopped", "service", "bundle", "underway", "unknown". */
  kind: string
  /** HF_… where there is one. */
  code: string
  /** "download", "apply", "commit", or empty. */
  gate: string
  service: string
  /** What is the matter. */
  message: string
  /** What an operator can do about it; empty where nothing is to be done but wait. */
  remedy: string
  /** The last lines of what failed. */
  log: string[]
}

export interface Convergence {
  device: string
  fleet: string
  converged: boolean
  runs: Running | null
  wants: Running | null
  reasons: Reason[]
  /** What does not keep it from anything, and is worth knowing. */
  notes: string[]
}

export function convergenceOf(known: Known): Convergence {
  const { device, report } = known
  const wants = wantedOf(known)
  const runs = report?.current ?? null
  const reasons = [...awayReasons(known), ...(report === null ? [] : reportReasons(known, report, wants))]
  return {
    device,
    fleet: fleetOf(known),
    converged: reasons.length === 0,
    runs,
    wants,
    reasons,
    notes: report === null ? [] : notesOf(report, isSameRelease(report.current, wants)),
  }
}

/** What the device is to run, as it is published; where nothing is, what it says itself, or what it holds on to. */
function wantedOf({ published, report }: Known): Running | null {
  const target = published.device ?? published.fleet
  if (target === null) return report?.target ?? report?.current ?? null
  const { epoch } = target
  const { rollout } = published
  const isReverted =
    published.device === null && rollout?.epoch === epoch && rollout.state === RolloutState.ROLLOUT_STATE_REVERT
  // One that runs what was before stays with it; one that runs nothing takes what the others go back to.
  const runs = report?.current ?? null
  if (isReverted && (target.fallback === null || (runs !== null && runs.epoch !== epoch))) return runs
  const release = isReverted ? target.fallback : target.release
  return { epoch, releaseId: release?.id ?? '', name: release?.name ?? '', version: release?.version ?? '' }
}

function awayReasons({ device, presence, report }: Known): Reason[] {
  if (report === null) {
    const message = presence === null ? 'has never been heard of' : 'has never reported'
    return [
      reason('silent', `${device} ${message}`, 'look at the agent on the device: does it run, and with this broker?'),
    ]
  }
  if (presence?.online !== true) return [reason('offline', `${device} is offline; what follows is what it said last`)]
  if (presence.bootId !== report.bootId)
    return [reason('outdated', 'it has not reported since its machine was started; what follows is from before')]
  return []
}

function reportReasons(known: Known, report: Report, wants: Running | null): Reason[] {
  const isThere = isSameRelease(report.current, wants)
  const reasons = [
    ...report.blockers.filter((each) => !isNoteOnly(each, isThere)).map((each) => blockerReason(known, each)),
    ...publishedReasons(known, report, wants, isThere),
    ...refusalReasons(known, report, wants),
    ...report.stopped.map((stopped) =>
      reason('stopped', stopWords(stopped), `holdfast send ${known.device} start ${stopped.service}`, {
        service: stopped.service,
      }),
    ),
    ...serviceReasons(known, report),
    ...bundleReasons(report, isThere),
    ...underWay(report),
  ]
  if (isThere || reasons.length > 0) return reasons
  return [reason('unknown', 'it does not say why', `look at what it did last: holdfast flight ${known.device}`)]
}

/** Kinds that only keep a device from what comes: they do not matter to one that has all that is wanted. */
const ONLY_AHEAD = new Set(['hold', 'window', 'stop', 'lock', 'clock', 'rollout', 'budget', 'refused'])

function isNoteOnly({ kind }: Blocker, isThere: boolean): boolean {
  return isThere && ONLY_AHEAD.has(kind)
}

function blockerReason(known: Known, blocker: Blocker): Reason {
  const { kind, code, gate, service } = blocker
  const remedy = REMEDIES[kind]?.(known, blocker) ?? (isErrorCode(code) ? ERROR_CODES[code].help : '')
  return { kind, code, gate, service, message: blockerWords(blocker), remedy, log: [] }
}

const REMEDIES: Readonly<Record<string, (known: Known, blocker?: Blocker) => string>> = {
  hold: ({ device }) => `holdfast send ${device} resume`,
  window: ({ device }) => `to go on at once: holdfast send ${device} update-now`,
  clock: ({ device }) => `set the device's clock; to go on all the same: holdfast send ${device} update-now`,
  health: ({ device }, blocker) => `to see why: holdfast logs ${device} ${blocker?.service ?? ''}`.trimEnd(),
  lock: ({ device }) => `to go on all the same: holdfast send ${device} update-now --force`,
  rollout: (known) => `holdfast rollout resume --fleet ${fleetOf(known)} --share SHARE`,
  stop: ({ device }, blocker) => `holdfast send ${device} start ${blocker?.service ?? ''}`.trimEnd(),
  space: ({ device }) => `to remove what is not needed: holdfast send ${device} prune`,
  freshness: (known) =>
    `look who is between the device and its broker; if nobody is, say it once more: holdfast rollout refresh --fleet ${fleetOf(known)}`,
  budget: () => 'deploy it with a larger byte budget, or without one',
  busy: () => '',
}

/** What the broker has for the device, of which the device says nothing. */
function publishedReasons(known: Known, report: Report, wants: Running | null, isThere: boolean): Reason[] {
  if (isThere) return wants === null ? [unpublishedReason(known)] : []
  if (wants === null || report.blockers.some(({ kind }) => kind === 'rollout' || kind === 'refused')) return []
  if (refusalsThatMatter(report, wants).some(({ epoch }) => epoch === wants.epoch)) return []
  const { published } = known
  const current = report.current?.epoch ?? 0
  if (wants.epoch < current)
    return [
      reason(
        'untaken',
        `${releaseWords(wants)} is lower than epoch ${current}, which it runs`,
        'deploy with a higher epoch',
        {
          code: 'HF_EPOCH_STALE',
        },
      ),
    ]
  const hasBegun = report.target?.epoch === wants.epoch && report.phase !== 'idle' && report.phase !== 'waiting'
  const rollout = published.fleet === null || published.device !== null || hasBegun ? null : rolloutWords(known, wants)
  if (rollout !== null) return [reason('rollout', rollout, REMEDIES.rollout!(known))]
  if (isSameRelease(report.target, wants)) return []
  const when = known.presence?.online === true ? 'yet' : 'yet; it does when it is back'
  return [reason('untaken', `it has not taken ${releaseWords(wants)} ${when}`)]
}

/** Where nothing is signed to go back to, a newcomer has nothing to run. */
function unpublishedReason(known: Known): Reason {
  const target = known.published.fleet
  if (target === null || known.published.device !== null)
    return reason('unpublished', 'nothing is published for it', 'holdfast deploy')
  const { epoch, release } = target
  const { name = '', version = '' } = release ?? {}
  return reason(
    'reverted',
    `its fleet was sent back from ${releaseWords({ epoch, name, version, releaseId: '' })}, which names nothing to go back to`,
    `deploy what it shall run with a new epoch: holdfast deploy FILE --fleet ${fleetOf(known)}`,
  )
}

/** What the rollout says against this device; null when it may take the epoch. */
function rolloutWords({ device, published: { rollout } }: Known, { epoch }: Running): string | null {
  if (rollout?.epoch !== epoch) return `no rollout of epoch ${epoch} is published`
  if (rollout.state === RolloutState.ROLLOUT_STATE_REVERT) return null
  if (rollout.state === RolloutState.ROLLOUT_STATE_PAUSED) return `the rollout of epoch ${epoch} is paused`
  if (isIncluded(device, rollout)) return null
  return `the rollout of epoch ${epoch} takes ${formatShare(rollout.share)} of the fleet and not this device yet`
}

function refusalReasons({ device }: Known, report: Report, wants: Running | null): Reason[] {
  return refusalsThatMatter(report, wants).map((refusal) => {
    const { code, epoch, logTail: log } = refusal
    const remedies = [
      ...(log.length === 0 ? [] : [`for more of it: holdfast logs ${device} --failed`]),
      ...(epoch === wants?.epoch
        ? [`deploy a corrected release, or: holdfast send ${device} forget-refusal ${epoch}`]
        : []),
    ]
    return reason('refused', refusalWords(refusal), remedies.join('; '), { code, log })
  })
}

function serviceReasons({ device }: Known, { services, stopped }: Report): Reason[] {
  return services.flatMap((status) => {
    const { service } = status
    const message = stopped.some((stop) => stop.service === service) ? null : serviceWords(status)
    if (message === null) return []
    // What never ran has written nothing.
    const hasRun = status.state !== 'missing' && status.state !== 'created'
    const remedy = hasRun ? `holdfast logs ${device} ${service}` : `holdfast flight ${device}`
    return [reason('service', message, `to see why: ${remedy}`, { service })]
  })
}

function bundleReasons({ bundle, blockers }: Report, isThere: boolean): Reason[] {
  if (isThere || !waitsForMedium(bundle) || blockers.some(({ kind }) => kind === 'bundle')) return []
  return [reason('bundle', bundleWords(bundle), 'put its medium there again', { code: bundle.code })]
}

function underWay({ phase, progress }: Report): Reason[] {
  if (phase === 'idle' || phase === 'waiting') return []
  const step = progress === null || progress.step === '' || progress.step === phase ? '' : `: ${progress.step}`
  return [reason('underway', `it is ${phase}${step}, ${Math.min(100, progress?.percent ?? 0)}% of the way`)]
}

const SHOWN_OUTCOMES = 3

function notesOf(report: Report, isThere: boolean): string[] {
  const ahead = report.blockers.filter((blocker) => isNoteOnly(blocker, isThere)).map(blockerWords)
  const usage = report.usage === null ? [] : usageWords(report.usage)
  return [
    ...holdWords(report).map((what) => `${what}; to go on: holdfast send ${report.device} resume`),
    ...ahead,
    ...(report.bundle === null || waitsForMedium(report.bundle) ? [] : [bundleWords(report.bundle)]),
    ...report.fetches.filter((fetch) => report.phase === 'fetching' || isFetchTrouble(fetch)).map(fetchWords),
    ...report.recovered.map((what) => `recovered: ${what}`),
    ...usage,
    ...lastOutcomes(report, SHOWN_OUTCOMES).map((what) => `its last updates: ${what}`),
  ]
}

function reason(kind: string, message: string, remedy = '', more: Partial<Reason> = {}): Reason {
  return { kind, code: '', gate: '', service: '', message, remedy, log: [], ...more }
}
