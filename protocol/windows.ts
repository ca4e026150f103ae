/**
 * Windows: whether a gate may be passed now, and until when, or from when on, that holds.
 *
 * Invariant: pure, and told by the wall clock alone: whatever that clock did before, nothing is left of it. A
 * window opens when its schedule fires and stays open for its duration in real time; of several any will do.
 */
import { type Cron, readCron } from './cron.ts'
import { Gate } from './enums.ts'
import { lastFiring, nextFiring } from './firings.ts'
import { type Zone, zoneOf } from './local-time.ts'
import type { Window } from './types.ts'
import { DEFAULT_WINDOW_MS, windowFault } from './window-fault.ts'

export interface WindowState {
  isOpen: boolean
  /**
   * Wall clock, ms: the next opening when closed, the closing when open; null is never. An opening that is still
   * open after {@link LOOK_AHEAD_MS} is told to end there or later: it is asked for again then.
   */
  changesAtMs: number | null
}

/** How far the end of an opening is looked for. */
export const LOOK_AHEAD_MS = 7 * 86_400_000
/** Openings that follow on each other, of which the end is looked for. */
const MOST_IN_A_ROW = 400

interface Opening {
  cron: Cron
  zone: Zone
  durationMs: number
}

const ALWAYS: WindowState = { isOpen: true, changesAtMs: null }

/**
 * Without windows for the gate it is open for ever.
 *
 * @param windows one with a fault (`windowFault`) never opens
 * @param wallMs Unix time, as the device believes
 */
export function windowState(windows: readonly Window[], gate: 'download' | 'apply', wallMs: number): WindowState {
  const own = windows.filter((window) => isFor(window, gate))
  if (own.length === 0) return ALWAYS
  const openings = own.flatMap(openingOf)
  const closesAtMs = openUntil(openings, wallMs)
  if (closesAtMs !== null) return { isOpen: true, changesAtMs: closesAtMs }
  const nexts = openings.flatMap(({ cron, zone }) => nextFiring(cron, zone, wallMs) ?? [])
  return { isOpen: false, changesAtMs: nexts.length === 0 ? null : Math.min(...nexts) }
}

function isFor(window: Window, gate: 'download' | 'apply'): boolean {
  const own = gate === 'download' ? Gate.GATE_DOWNLOAD : Gate.GATE_APPLY
  return window.gate === Gate.GATE_UNSPECIFIED || window.gate === own
}

function openingOf(window: Window): Opening[] {
  const cron = readCron(window.schedule)
  if (typeof cron === 'string' || windowFault(window) !== null) return []
  return [{ cron, zone: zoneOf(window.timeZone), durationMs: window.durationMs || DEFAULT_WINDOW_MS }]
}

/** Null when none is open; else when all that follow on each other are over. */
function openUntil(openings: readonly Opening[], wallMs: number): number | null {
  let until: number | null = null
  for (let row = 0; row < MOST_IN_A_ROW; row += 1) {
    const atMs: number = until ?? wallMs
    const ends = openings.flatMap((opening) => endAt(opening, atMs) ?? [])
    if (ends.length === 0) return until
    until = Math.max(...ends)
    if (until > wallMs + LOOK_AHEAD_MS) return until
  }
  return until
}

/** When the last opening that is open at an instant is over; null when none is. */
function endAt({ cron, zone, durationMs }: Opening, atMs: number): number | null {
  const opened = lastFiring(cron, zone, atMs, durationMs)
  return opened === null ? null : opened + durationMs
}
