/**
 * What is known of one device, and what a message makes of it.
 *
 * Invariant: pure; a message that is older than what is known changes nothing, so that messages may come twice, late
 * and through several hands. Plain JSON.
 */
import { Health } from '../../protocol/enums.ts'
import type { Presence, Report } from '../../protocol/types.ts'

export interface DeviceState {
  device: string
  fleet: string
  online: boolean
  /** Of the last birth or death. */
  connection: number
  /** Of the last report. */
  sequence: number
  /** Boots that reports came from, the newest first. */
  boots: string[]
  /** It has a target of its own: rollouts of its fleet are not for it. */
  pinned: boolean
  /** Of the update machine. */
  phase: string
  currentEpoch: number
  currentRelease: string
  targetEpoch: number
  /** The highest epoch that it has run in this fleet. */
  ranEpoch: number
  /** Codes of refusals by epoch. */
  refused: Record<string, string>
  /** Restarts of each service in the first report of `baseEpoch`: what came before is not that release's fault. */
  baseEpoch: number
  base: Record<string, number>
  /** The most that a service has been started again since. */
  restarts: number
  unhealthy: boolean
  /** The epoch that it was seen at work on, and since when by our clock: Unix milliseconds. It begins anew after a gate. */
  notifiedEpoch: number
  notifiedMs: number
}

export type DeviceMessage = { presence: Presence } | { report: Report }

/** How many boots are remembered. */
const BOOTS = 4

export function unknownDevice(device: string): DeviceState {
  return {
    device,
    fleet: '',
    online: false,
    connection: 0,
    sequence: 0,
    boots: [],
    ...NOTHING_RUN,
  }
}

const NOTHING_RUN = {
  pinned: false,
  phase: 'idle',
  currentEpoch: 0,
  currentRelease: '',
  targetEpoch: 0,
  ranEpoch: 0,
  refused: {},
  baseEpoch: 0,
  base: {},
  restarts: 0,
  unhealthy: false,
  notifiedEpoch: 0,
  notifiedMs: 0,
}

export function deviceOf(message: DeviceMessage): string {
  return 'presence' in message ? message.presence.device : message.report.device
}

/** What is known then; the same object when the message says nothing new. */
export function withMessage(state: DeviceState, message: DeviceMessage, nowMs: number): DeviceState {
  return 'presence' in message ? withPresence(state, message.presence) : withReport(state, message.report, nowMs)
}

function withPresence(state: DeviceState, { online, connection, fleet, bootId }: Presence): DeviceState {
  // Of one connection, the birth comes before the death.
  const isOlder = connection < state.connection || (connection === state.connection && (online || !state.online))
  if (isOlder && state.connection > 0 && !isAnew(state, bootId, connection, state.connection)) return state
  return { ...movedTo(state, fleet), online, connection }
}

function withReport(state: DeviceState, report: Report, nowMs: number): DeviceState {
  const { sequence, bootId, phase, current, target, services } = report
  if (sequence <= state.sequence && !isAnew(state, bootId, sequence, state.sequence)) return state
  const before = movedTo(state, report.fleet)
  const currentEpoch = current?.epoch ?? 0
  const targetEpoch = target?.epoch ?? 0
  const counts = Object.fromEntries(services.map(({ service, restarts }) => [service, restarts]))
  const base = currentEpoch === before.baseEpoch ? before.base : counts
  const isAtIt = targetEpoch !== currentEpoch && phase !== 'idle' && phase !== 'waiting'
  // What it waited at a gate (a window, a lock, a pause) it was not at it.
  const isFirst = isAtIt && (before.notifiedEpoch !== targetEpoch || before.phase === 'waiting')
  return {
    ...before,
    sequence,
    pinned: report.pinned,
    boots: bootId === '' || before.boots[0] === bootId ? before.boots : boots(before, bootId),
    phase,
    currentEpoch,
    currentRelease: current?.releaseId ?? '',
    targetEpoch,
    ranEpoch: Math.max(before.ranEpoch, currentEpoch),
    refused: Object.fromEntries(report.refused.map(({ epoch, code }) => [String(epoch), code])),
    baseEpoch: currentEpoch,
    base,
    restarts: Math.max(0, ...services.map(({ service, restarts }) => restarts - (base[service] ?? 0))),
    unhealthy: services.some(({ health }) => health === Health.HEALTH_UNHEALTHY),
    ...(isFirst ? { notifiedEpoch: targetEpoch, notifiedMs: nowMs } : {}),
  }
}

/** It is to try an epoch again: what it said of it is old. */
export function forgetting(state: DeviceState, epoch: number): DeviceState {
  const { [String(epoch)]: _, ...refused } = state.refused
  return { ...state, refused, ranEpoch: 0, notifiedEpoch: 0, notifiedMs: 0 }
}

/**
 * A device that has lost its disk counts from the beginning, and would never be heard again. It has another boot than
 * all that were heard of.
 */
function isAnew({ boots: known }: DeviceState, bootId: string, number: number, before: number): boolean {
  return bootId !== '' && known.length > 0 && number < before && !known.includes(bootId)
}

function boots({ boots: known }: DeviceState, bootId: string): string[] {
  return [bootId, ...known.filter((each) => each !== bootId)].slice(0, BOOTS)
}

/** Epochs are numbers of a fleet: in another one they mean nothing. An agent that does not know its fleet says none. */
function movedTo(state: DeviceState, fleet: string): DeviceState {
  if (fleet === '' || fleet === state.fleet) return state
  return state.fleet === '' ? { ...state, fleet } : { ...state, ...NOTHING_RUN, fleet }
}
