/**
 * One device as the fleet's view shows it: little, and in words.
 *
 * Invariant: pure; one state for each device, and always the worst that is true of it.
 */
import type { Running } from '../../protocol/types.ts'
import { troubleOf } from '../follow/blocked-words.ts'
import { type Convergence, convergenceOf, type Known } from '../follow/convergence.ts'
import { fleetOf } from '../follow/seen.ts'

/** From bad to good. */
export const DEVICE_STATES = ['offline', 'failing', 'reverting', 'updating', 'blocked', 'converged'] as const
export type DeviceState = (typeof DEVICE_STATES)[number]

export interface DeviceRow {
  device: string
  fleet: string
  state: DeviceState
  /** The state of its update machine; empty when it never reported. */
  phase: string
  percent: number
  /** "7 · shop 1.2"; empty when nothing runs. */
  runs: string
  /** What is to run, when that is something else. */
  wants: string
  /** Kinds of what keeps it, each once. */
  blockers: string[]
  /** The first reason in words. */
  why: string
  /** Services that are well, and all. */
  well: number
  services: number
}

export function deviceRow(known: Known): DeviceRow {
  const { device, report } = known
  const found = convergenceOf(known)
  const services = report?.services ?? []
  return {
    device,
    fleet: fleetOf(known),
    state: stateOf(known, found),
    phase: report?.phase ?? '',
    percent: Math.min(100, report?.progress?.percent ?? 0),
    runs: shownRelease(found.runs),
    wants: found.wants?.epoch === found.runs?.epoch ? '' : shownRelease(found.wants),
    blockers: [...new Set(found.reasons.map(({ kind }) => kind).filter((kind) => !OBVIOUS.has(kind)))],
    why: found.reasons[0]?.message ?? '',
    well: services.filter((status) => troubleOf(status) === null).length,
    services: services.length,
  }
}

/** What the state says already. */
const OBVIOUS = new Set(['underway', 'offline', 'outdated'])
const FAILING = new Set(['service', 'refused', 'health', 'repair'])

function stateOf({ presence, report }: Known, { reasons, converged }: Convergence): DeviceState {
  if (presence?.online !== true || report === null) return 'offline'
  if (converged) return 'converged'
  if (report.phase === 'reverting' || report.phase === 'cancelling') return 'reverting'
  // While it changes, services are down on purpose.
  if (report.phase !== 'idle' && report.phase !== 'waiting') return 'updating'
  return reasons.some(({ kind }) => FAILING.has(kind)) ? 'failing' : 'blocked'
}

/** "7 · shop 1.2" */
export function shownRelease(running: Running | null): string {
  if (running === null) return ''
  const title = `${running.name} ${running.version}`.trim()
  return title === '' ? String(running.epoch) : `${running.epoch} · ${title}`
}
