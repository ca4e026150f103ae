/**
 * An update as a timeline: which phase, from when to when.
 *
 * Invariant: pure; spans are measured by the clock since boot, and none reaches over a change of the boot.
 */
import type { FlightEntry } from '../page/wire.ts'

export interface PhaseSpan {
  phase: string
  bootId: string
  fromMs: number
  /** The last known moment of it. */
  toMs: number
  isOpen: boolean
}

/** @param entries oldest first, of any machines */
export function phaseSpans(entries: readonly FlightEntry[], machine = 'update'): PhaseSpan[] {
  const spans: PhaseSpan[] = []
  for (const entry of entries) {
    const open = spans.at(-1)
    if (open?.isOpen === true && open.bootId === entry.bootId) open.toMs = Math.max(open.toMs, entry.monoMs)
    else if (open !== undefined) open.isOpen = false
    if (entry.machine !== machine) continue
    const phase = phaseOf(entry.to)
    const now = spans.at(-1)
    if (now?.isOpen === true && now.phase === phase && now.bootId === entry.bootId) continue
    if (now !== undefined) now.isOpen = false
    spans.push({ phase, bootId: entry.bootId, fromMs: entry.monoMs, toMs: entry.monoMs, isOpen: true })
  }
  return spans
}

/** "switching.acting" is "switching". */
export function phaseOf(state: string): string {
  return /^[^.(]*/.exec(state)?.[0] ?? ''
}

/** From the last rest on: what belongs to one update. */
export function lastUpdate(spans: readonly PhaseSpan[]): PhaseSpan[] {
  const busy = spans.findLastIndex(({ phase }) => phase !== 'idle' && phase !== 'reconciling')
  if (busy === -1) return spans.slice(-1)
  const before = spans.slice(0, busy + 1).findLastIndex(({ phase }) => phase === 'idle')
  return spans.slice(before + 1)
}
