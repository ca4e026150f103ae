/**
 * The device's state as applications on it are told.
 *
 * Invariant: pure; the words are the report's.
 */
import type { Lock } from '../../machines/locks.ts'
import type { Loose } from '../../protocol/codec.ts'
import { Health } from '../../protocol/enums.ts'
import type { Report, Running } from '../../protocol/types.ts'

export interface DeviceState extends ProgressState {
  device: string
  fleet: string
  agentVersion: string
  bootId: string
  services: ServiceState[]
  refused: { epoch: number; code: string; message: string }[]
  /** Services that an operator has stopped. */
  stopped: string[]
  /** An operator's reason to put off applying; null when nobody does. */
  hold: string | null
  /** Locks that services hold by this API. */
  locks: LockState[]
}

/** What of the state changes while an update goes on. */
export interface ProgressState {
  phase: string
  current: ReleaseState | null
  target: ReleaseState | null
  progress: { step: string; doneBytes: number; totalBytes: number; percent: number }
  blockers: { kind: string; code: string; message: string; gate: string; service: string }[]
}

interface ReleaseState {
  epoch: number
  releaseId: string
  name: string
  version: string
}

interface ServiceState {
  service: string
  state: string
  health: 'unknown' | 'none' | 'starting' | 'healthy' | 'unhealthy'
  image: string
  exitCode: number
  restarts: number
}

export interface LockState {
  service: string
  owner: string
  reason: string
  seconds: number
}

const HEALTH: Readonly<Record<number, ServiceState['health']>> = {
  [Health.HEALTH_NONE]: 'none',
  [Health.HEALTH_STARTING]: 'starting',
  [Health.HEALTH_HEALTHY]: 'healthy',
  [Health.HEALTH_UNHEALTHY]: 'unhealthy',
}

export function deviceState(report: Loose<Report>, locks: readonly Lock[]): DeviceState {
  const { hold } = report
  return {
    device: report.device ?? '',
    fleet: report.fleet ?? '',
    agentVersion: report.agentVersion ?? '',
    bootId: report.bootId ?? '',
    ...progressState(report),
    services: (report.services ?? []).map((status) => ({
      service: status.service ?? '',
      state: status.state ?? '',
      health: HEALTH[status.health ?? 0] ?? 'unknown',
      image: status.image ?? '',
      exitCode: status.exitCode ?? 0,
      restarts: status.restarts ?? 0,
    })),
    refused: (report.refused ?? []).map(({ epoch = 0, code = '', message = '' }) => ({ epoch, code, message })),
    stopped: (report.stopped ?? []).map(({ service = '' }) => service),
    hold: hold === null || hold === undefined ? null : (hold.reason ?? ''),
    locks: locks.map(lockState),
  }
}

export function progressState(report: Loose<Report>): ProgressState {
  const { step = '', doneBytes = 0, totalBytes = 0, percent = 0 } = report.progress ?? {}
  return {
    phase: report.phase ?? '',
    current: releaseState(report.current),
    target: releaseState(report.target),
    progress: { step, doneBytes, totalBytes, percent },
    blockers: (report.blockers ?? []).map(({ kind = '', code = '', message = '', gate = '', service = '' }) => {
      return { kind, code, message, gate, service }
    }),
  }
}

export function lockState({ service, owner, reason, remainingMs }: Lock): LockState {
  return { service, owner, reason, seconds: Math.max(0, Math.ceil((remainingMs ?? 0) / 1000)) }
}

function releaseState(running: Loose<Running> | null | undefined): ReleaseState | null {
  if (running === null || running === undefined) return null
  const { epoch = 0, releaseId = '', name = '', version = '' } = running
  return { epoch, releaseId, name, version }
}
