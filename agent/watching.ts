/**
 * What one watch has yet to tell.
 *
 * Invariant: it holds no more than its bounds. What it hands out fits into one message; what was told is not told
 * again unless it was lost or asked for.
 */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { definitionOf } from '../machines/chart-definition.ts'
import { definitionText } from '../protocol/machine-definition.ts'
import type { Chart, ChartDefinition, FlightEntry, MachineState } from '../protocol/types.ts'
import type { UnderWay } from './runtime/effects-under-way.ts'
import type { Runtime } from './runtime/runtime.ts'
import { describe } from './runtime/step.ts'
import type { Watched } from './runtime/watched.ts'
import { boundedJson, changesBetween, withoutSecrets } from './told-json.ts'

/** A message but for its head. */
export type ChartParts = Pick<Chart, 'machines' | 'transitions' | 'effects' | 'definitions' | 'dropped'>

const CONTEXT_BYTES = 16 * 1024
const DETAIL_BYTES = 2 * 1024
const MAX_TRANSITIONS = 200
const MAX_EFFECTS = 200
/** Of all parts together, as JSON, which is larger than what is sent. */
const MESSAGE_BYTES = 200 * 1024

export class Watching {
  readonly #runtime: Pick<Runtime, 'snapshots' | 'underWay'>
  readonly #definitions = new Map<AnyStateMachine, ChartDefinition>()
  /** The machines as they were told last, and the effects. */
  readonly #told = new Map<string, AnyMachineSnapshot>()
  #toldEffects = ''
  /** What each machine knew after the step before. */
  readonly #known = new Map<string, unknown>()
  #transitions: FlightEntry[] = []
  #dropped = 0
  readonly #wanted = new Set<string>()

  constructor(runtime: Pick<Runtime, 'snapshots' | 'underWay'>) {
    this.#runtime = runtime
    for (const [machine, { context }] of runtime.snapshots) this.#known.set(machine, context)
  }

  /** Everything is told anew, and the definitions with these hashes too, as far as they are ours. */
  askedForAll(hashes: readonly string[]): void {
    this.#told.clear()
    this.#toldEffects = ''
    for (const hash of hashes) this.#wanted.add(hash)
  }

  /** What one step of the machines did. */
  note(transitions: readonly Watched[]): void {
    const changes = this.#changes()
    for (const [index, transition] of transitions.entries()) {
      const { machine } = transition
      const isLast = transitions.slice(index + 1).every((later) => later.machine !== machine)
      this.#transitions.push(entryOf(transition, isLast ? (changes.get(machine) ?? '') : ''))
    }
    const over = this.#transitions.splice(0, Math.max(0, this.#transitions.length - MAX_TRANSITIONS))
    this.#dropped += over.length
  }

  /** The next message; null when there is nothing to tell. */
  take(): ChartParts | null {
    const effects = this.#runtime.underWay.slice(0, MAX_EFFECTS).map(effectOf)
    let room = MESSAGE_BYTES - jsonBytes(effects)
    const fitting = <T>(items: readonly T[]): T[] => {
      const rest = items.findIndex((item) => {
        room -= jsonBytes(item)
        return room < 0
      })
      return rest < 0 ? [...items] : items.slice(0, rest)
    }
    const machines = fitting(this.#changedStates())
    const transitions = fitting(this.#transitions)
    const definitions = fitting(this.#wantedDefinitions())
    const isNews = machines.length + transitions.length + definitions.length + this.#dropped > 0
    if (!isNews && JSON.stringify(effects) === this.#toldEffects) return null

    const parts = { machines, transitions, effects, definitions, dropped: this.#dropped }
    for (const { machine } of machines) this.#told.set(machine, this.#runtime.snapshots.get(machine)!)
    this.#transitions = this.#transitions.slice(transitions.length)
    for (const { hash } of definitions) this.#wanted.delete(hash)
    this.#toldEffects = JSON.stringify(effects)
    this.#dropped = 0
    return parts
  }

  /** These did not arrive: how everything stands is told once more, transitions are only counted. */
  lost({ transitions, definitions, dropped }: ChartParts): void {
    this.askedForAll(definitions.map(({ hash }) => hash))
    this.#dropped += transitions.length + dropped
  }

  /** Of each machine, what it knows otherwise than before, as JSON. */
  #changes(): Map<string, string> {
    const changes = new Map<string, string>()
    for (const [machine, { context }] of this.#runtime.snapshots) {
      const changed = changesBetween(this.#known.get(machine), context)
      if (changed !== null) changes.set(machine, boundedJson(withoutSecrets(changed), DETAIL_BYTES))
      this.#known.set(machine, context)
    }
    return changes
  }

  #changedStates(): MachineState[] {
    const states: MachineState[] = []
    for (const [machine, snapshot] of this.#runtime.snapshots) {
      const state = describe(snapshot)
      const told = this.#told.get(machine)
      if (told !== undefined && told.context === snapshot.context && describe(told) === state) continue
      const context = boundedJson(withoutSecrets(snapshot.context), CONTEXT_BYTES)
      states.push({ machine, definition: this.#definitionOf(snapshot).hash, state, context })
    }
    return states
  }

  #wantedDefinitions(): ChartDefinition[] {
    if (this.#wanted.size === 0) return []
    const own = [...this.#runtime.snapshots.values()].map((snapshot) => this.#definitionOf(snapshot))
    const found = new Map(own.filter(({ hash }) => this.#wanted.has(hash)).map((one) => [one.hash, one]))
    for (const hash of this.#wanted) if (!found.has(hash)) this.#wanted.delete(hash)
    return [...found.values()]
  }

  #definitionOf({ machine }: AnyMachineSnapshot): ChartDefinition {
    const logic = machine as AnyStateMachine
    const known = this.#definitions.get(logic)
    if (known !== undefined) return known
    const definition = definitionOf(logic)
    const made = { machine: definition.id, ...definitionText(definition) }
    this.#definitions.set(logic, made)
    return made
  }
}

function entryOf({ machine, from, to, event, bootId, monoMs, wallMs }: Watched, detail: string): FlightEntry {
  const times = { monoMs: Math.round(monoMs), wallMs: Math.max(0, Math.round(wallMs)) }
  return { sequence: 0, machine, bootId, ...times, from, to, event, detail }
}

function effectOf({ machine, id, src, startedMs }: UnderWay): Chart['effects'][number] {
  return { machine, id, source: src, sinceMonoMs: Math.round(startedMs) }
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
