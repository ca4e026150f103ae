/**
 * What the dashboard's own API answers, as the page reads it.
 *
 * Invariant: the page knows the fleet by these forms alone.
 */

export const DEVICE_STATES = ['offline', 'failing', 'reverting', 'updating', 'blocked', 'converged'] as const
export type DeviceState = (typeof DEVICE_STATES)[number]

export interface DeviceRow {
  device: string
  fleet: string
  state: DeviceState
  phase: string
  percent: number
  runs: string
  wants: string
  blockers: string[]
  why: string
  well: number
  services: number
}

export interface RolloutView {
  fleet: string
  epoch: number
  release: string
  fallback: string
  state: 'go' | 'paused' | 'revert' | 'none'
  share: number
  included: number
  running: number
  devices: number
  waves: WavesView | null
}

/** Of a rollout that a controller takes through waves. */
export interface WavesView {
  phase: string
  breach: string
  gate: string
  succeeded: number
  failed: number
  atIt: number
  leftMs: number | null
  list: {
    title: string
    state: 'done' | 'now' | 'ahead' | 'stopped'
    success: number
    failure: number
    bakeMs: number
  }[]
}

export interface Changes {
  at: string
  whole: boolean
  rows: DeviceRow[]
  gone: string[]
  rollouts: RolloutView[]
}

export interface Reason {
  kind: string
  code: string
  gate: string
  service: string
  message: string
  remedy: string
  log: string[]
}

export interface ServiceStatus {
  service: string
  state: string
  health: 'none' | 'starting' | 'healthy' | 'unhealthy' | 'unknown'
  image: string
  exitCode: number
  restarts: number
}

export interface Report {
  sequence: number
  bootId: string
  agentVersion: string
  atMs: number
  phase: string
  services: ServiceStatus[]
  refused: { epoch: number; code: string; message: string; logTail: string[] }[]
  progress: { step: string; doneBytes: number; totalBytes: number; percent: number } | null
  host: {
    architecture: string
    os: string
    deviceType: string
    engineVersion: string
    memoryBytes: number
    diskFreeBytes: number
    diskTotalBytes: number
  } | null
  counters: Record<string, number>
  recovered: string[]
  stopped: { service: string; forMs: number }[]
  hold: { reason: string; downloads: boolean } | null
  usage: Usage | null
}

/** Bytes of this day and this month. Classes are numbers of the wire. */
export interface Usage {
  link: string
  metered: boolean
  counts: { class: number; link: string; metered: boolean; dayBytes: number; monthBytes: number }[]
  budgets: BudgetUse[]
}

export interface BudgetUse {
  budget: { class: number; link: string; dayBytes: number; monthBytes: number } | null
  dayBytes: number
  monthBytes: number
  /** Unix milliseconds; zero while it is not spent. */
  wholeAtMs: number
}

export interface Detail {
  device: string
  fleet: string
  state: DeviceState
  online: boolean
  converged: boolean
  runs: string
  wants: string
  reasons: Reason[]
  notes: string[]
  canGoBack: boolean
  report: Report | null
}

export interface MachineState {
  machine: string
  definition: string
  state: string
  context: string
}

export interface Effect {
  machine: string
  id: string
  source: string
  sinceMonoMs: number
}

export interface FlightEntry {
  sequence: number
  machine: string
  bootId: string
  monoMs: number
  wallMs: number
  from: string
  to: string
  event: string
  detail: string
}

export interface Chart {
  sequence: number
  bootId: string
  machines: MachineState[]
  transitions: FlightEntry[]
  effects: Effect[]
  dropped: number
  monoMs: number
}

export interface ChartDefinition {
  hash: string
  machine: string
  json: string
}

export interface CommandAnswer {
  outcome: 'ok' | 'failed' | 'refused' | 'expired'
  code: string
  message: string
  output: string
}

export interface LogLine {
  service: string
  stderr: boolean
  atMs: number
  text: string
}

export interface Session {
  signedIn: boolean
  readOnly: boolean
}
