/**
 * One device as it goes, while its page is open.
 *
 * Invariant: bounded: of transitions and samples only the last are kept; another boot of the device begins anew, and
 * what was seen before stays in the list of transitions.
 */
import { api, listen } from '../page/api.ts'
import type { Chart, ChartDefinition, Detail, Effect, FlightEntry, MachineState } from '../page/wire.ts'
import { dayBytes } from './usage.ts'

const MOST_TRANSITIONS = 500
const MOST_SAMPLES = 120

export interface Sample {
  /** Milliseconds, by this browser's clock. */
  at: number
  fetchedBytes: number
  freeBytes: number
  /** Of this day, by class: see `usage.ts`. */
  usedBytes: readonly number[]
}

export interface LivePicture {
  isLive: boolean
  detail: Detail | null
  /** By name; null as long as the device has sent nothing. */
  machines: ReadonlyMap<string, MachineState> | null
  /** By hash. */
  definitions: ReadonlyMap<string, ChartDefinition>
  /** Oldest first. */
  transitions: readonly FlightEntry[]
  effects: readonly Effect[]
  /** The device's clock at its last word, and this browser's then. */
  clock: { monoMs: number; at: number }
  dropped: number
  samples: readonly Sample[]
  /** The last transition of each machine. */
  last: ReadonlyMap<string, FlightEntry>
  /** What the machine knew before its last change. */
  contextBefore: ReadonlyMap<string, string>
}

export const NOTHING: LivePicture = {
  isLive: false,
  detail: null,
  machines: null,
  definitions: new Map(),
  transitions: [],
  effects: [],
  clock: { monoMs: 0, at: 0 },
  dropped: 0,
  samples: [],
  last: new Map(),
  contextBefore: new Map(),
}

/** @returns what ends it */
export function watchDevice(device: string, onPicture: (picture: LivePicture) => void): () => void {
  let picture = NOTHING
  let isPlanned = false
  const show = (next: LivePicture): void => {
    picture = next
    if (isPlanned) return
    isPlanned = true
    requestAnimationFrame(() => {
      isPlanned = false
      onPicture(picture)
    })
  }
  return listen(
    api.livePath(device),
    {
      detail: (detail: Detail) => show(withDetail(picture, detail, Date.now())),
      definition: (definition: ChartDefinition) =>
        show({ ...picture, definitions: new Map(picture.definitions).set(definition.hash, definition) }),
      chart: (chart: Chart) => show(withChart(picture, chart, Date.now())),
    },
    (isLive) => show({ ...picture, isLive }),
  )
}

/** After a report, or a word on whether it is online. */
function withDetail(picture: LivePicture, detail: Detail, at: number): LivePicture {
  const { report } = detail
  const sample = {
    at,
    fetchedBytes: report?.progress?.doneBytes ?? 0,
    usedBytes: dayBytes(report?.usage ?? null),
    freeBytes: report?.host?.diskFreeBytes ?? 0,
  }
  const samples = report === null ? picture.samples : [...picture.samples, sample].slice(-MOST_SAMPLES)
  return { ...picture, detail, samples }
}

/** After a message of its machines. */
function withChart(picture: LivePicture, chart: Chart, at: number): LivePicture {
  const machines = new Map(picture.machines)
  const contextBefore = new Map(picture.contextBefore)
  for (const state of chart.machines) {
    const before = machines.get(state.machine)
    if (before !== undefined && before.context !== state.context) contextBefore.set(state.machine, before.context)
    machines.set(state.machine, state)
  }
  const last = new Map(picture.last)
  for (const entry of chart.transitions) last.set(entry.machine, entry)
  return {
    ...picture,
    machines,
    contextBefore,
    last,
    transitions: [...picture.transitions, ...chart.transitions].slice(-MOST_TRANSITIONS),
    effects: chart.effects,
    clock: { monoMs: chart.monoMs, at },
    dropped: picture.dropped + chart.dropped,
  }
}
