/**
 * How far each device is with one epoch, and whether the deployment is over.
 *
 * Invariant: pure; a device counts as failed only by what it says of this epoch, or of what it received
 * after the deployment began.
 */
import { isErrorCode, isTransient } from '../../protocol/errors.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import type { Blocker, Report } from '../../protocol/types.ts'
import type { Seen } from './seen.ts'

/**
 * - `converged`: runs the epoch and is idle
 * - `failed`: has refused it, or says something that waiting does not mend
 * - `reverting`: has refused it, and is on its way to rest
 * - `excluded`: online, and the rollout's share does not include it
 * - `blocked`: waits for something named
 * - `updating`, `waiting`: on the way; nothing heard of the epoch yet
 * - `offline`: not connected since it began; not waited for
 */
export type Standing =
  | 'converged'
  | 'failed'
  | 'reverting'
  | 'excluded'
  | 'blocked'
  | 'updating'
  | 'waiting'
  | 'offline'

export interface DeviceView {
  device: string
  standing: Standing
  phase: string
  /** 0 to 100. */
  percent: number
  /** What it does, or why it does not: one line. */
  detail: string
  /** HF_… where there is one. */
  code: string
}

/** What is being followed. */
export interface Deployment {
  epoch: number
  /** Of 10,000. */
  share: number
  /** From each device to its last report before the deployment. */
  baseline: ReadonlyMap<string, Report>
  /** Devices that have been online since it began: they are waited for when they go away. */
  awaited: ReadonlySet<string>
}

/** One device's view. */
export function deviceView({ device, presence, report }: Seen, deployment: Deployment): DeviceView {
  const { epoch } = deployment
  const view = (standing: Standing, detail: string, code = '', percent = progressOf(report, epoch)): DeviceView => ({
    device,
    standing,
    phase: report?.phase ?? '',
    percent,
    detail,
    code,
  })
  const away = () => (deployment.awaited.has(device) ? view('waiting', 'has gone offline') : view('offline', 'offline'))
  if (report === null) return isOnline(presence) ? view('waiting', 'has not reported yet') : away()
  const refusal = report.refused.find((refused) => refused.epoch === epoch)
  if (refusal !== undefined) {
    const isThere = isOnline(presence) || deployment.awaited.has(device)
    return isThere && isUnrested(report, epoch)
      ? view('reverting', `is going back: ${refusal.message}`, refusal.code)
      : view('failed', refusal.message, refusal.code)
  }
  if (report.current?.epoch === epoch && report.phase === 'idle') return view('converged', 'converged', '', 100)
  if (!isOnline(presence)) return away()
  const superseded = Math.max(report.current?.epoch ?? 0, report.target?.epoch ?? 0)
  if (superseded > epoch) return view('failed', `has epoch ${superseded}, which is newer`, 'HF_EPOCH_STALE')
  const rejections = report.blockers.filter(isRejection)
  const before = deployment.baseline.get(device)?.blockers ?? []
  const blockers =
    report.target?.epoch === epoch
      ? report.blockers.filter((blocker) => !rejections.includes(blocker))
      : rejections.filter(({ message }) => !before.some((known) => known.message === message))
  const fatal = blockers.find(isFatal)
  if (fatal !== undefined) return view('failed', fatal.message, fatal.code)
  const blocker = blockers[0]
  // One that the share takes waits for something else: the rollout itself, or the end of a pause.
  if (blocker?.kind === 'rollout' && lotOf(device, epoch) >= deployment.share) return view('excluded', blocker.message)
  if (blocker !== undefined) return view('blocked', blocker.message, blocker.code)
  if (report.target?.epoch === epoch) return view('updating', report.progress?.step || report.phase)
  return view('waiting', 'has not taken the target yet')
}

/** How a deployment stands. `untaken`: the rollout's share includes none of the devices that are online. */
export type Verdict = 'running' | 'converged' | 'failed' | 'untaken'

/** Whether nothing more is to be waited for, and how it ended. Without a device online it is not over. */
export function verdictOf(views: readonly DeviceView[]): Verdict {
  const online = views.filter(({ standing }) => standing !== 'offline')
  const over = online.every(
    ({ standing }) => standing === 'converged' || standing === 'failed' || standing === 'excluded',
  )
  if (online.length === 0 || !over) return 'running'
  if (online.some(({ standing }) => standing === 'failed')) return 'failed'
  return online.some(({ standing }) => standing === 'converged') ? 'converged' : 'untaken'
}

/** The same when time has run out: a device that is still going back has failed. */
export function verdictAtLast(views: readonly DeviceView[]): Verdict {
  return verdictOf(views.map((view) => (view.standing === 'reverting' ? { ...view, standing: 'failed' } : view)))
}

/** Whether a device that has refused the epoch is in the middle of something that is not a newer one. */
function isUnrested({ phase, target }: Report, epoch: number): boolean {
  return phase !== 'idle' && (target?.epoch ?? 0) <= epoch
}

function isOnline(presence: Seen['presence']): boolean {
  return presence?.online === true
}

function progressOf(report: Report | null, epoch: number): number {
  return report?.target?.epoch === epoch && report.phase !== 'idle' ? Math.min(100, report.progress?.percent ?? 0) : 0
}

/** A message that the device would not take at all names no epoch. */
function isRejection({ kind, code }: Blocker): boolean {
  return kind === 'refused' && code !== ''
}

function isFatal({ code, message }: Blocker): boolean {
  return isErrorCode(code) && !isTransient({ code, message })
}
