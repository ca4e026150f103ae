/**
 * When a plan lets anybody in: from its start on, within its windows.
 *
 * Invariant: pure; the clock comes in.
 */
import { windowState } from '../../protocol/windows.ts'
import type { Plan } from './plan.ts'

/** @returns why nobody is let in now, for people; empty when the plan is open @param nowMs Unix milliseconds */
export function closedBy({ notBeforeMs, windows }: Plan, nowMs: number): string {
  if (nowMs < notBeforeMs) return `it begins at ${new Date(notBeforeMs).toISOString()}`
  const own = windows.map((window) => ({ ...window, gate: 0 }))
  const { isOpen, changesAtMs } = windowState(own, 'apply', nowMs)
  if (isOpen) return ''
  return `its windows are closed${changesAtMs === null ? '' : ` until ${new Date(changesAtMs).toISOString()}`}`
}
