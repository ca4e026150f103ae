/**
 * A device's live charts in the words of Stately's inspector.
 *
 * Invariant: pure; a machine is told of before its first snapshot, and each transition is one event and one snapshot.
 * Source of the form: @statelyai/inspect 0.7, `StatelyInspectionEvent`.
 */
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import type { Chart } from '../../protocol/types.ts'
import { leavesIn } from '../replay/state-text.ts'
import { xstateConfig } from './xstate-config.ts'

/** Of the form; receivers look whether there is one. */
const VERSION = '0.7.2'

/** The value of a state as XState has it: "busy", or {"serving": {"operation": "free"}}. */
export type StateValue = string | { [region: string]: StateValue }

interface Snapshot {
  status: 'active'
  value: StateValue
  context: unknown
}

interface Common {
  _version: string
  createdAt: string
  id: null
  rootId: string
  sessionId: string
}

export type InspectionEvent = Common &
  (
    | { type: '@xstate.actor'; name: string; definition: string; parentId: string | undefined; snapshot: Snapshot }
    | { type: '@xstate.event'; event: { type: string }; sourceId: undefined }
    | { type: '@xstate.snapshot'; event: { type: string }; snapshot: Snapshot }
  )

/** Told so far, in one life of the agent: by machine, of which definition, and what it knew last. */
export interface Told {
  bootId: string
  machines: ReadonlyMap<string, { hash: string; context: unknown }>
}

export const NOTHING_TOLD: Told = { bootId: '', machines: new Map() }

/**
 * What one chart message is to the inspector.
 * @param definitions by hash; a machine whose definition is not known yet is left out until it is
 * @param nowMs Unix milliseconds
 */
export function inspectionOf(
  chart: Chart,
  definitions: ReadonlyMap<string, MachineDefinition>,
  told: Told,
  nowMs: number,
): { events: InspectionEvent[]; told: Told } {
  // Another life of the device begins with its machines told anew.
  const machines = new Map(told.bootId === chart.bootId ? told.machines : [])
  const session = (machine: string): string => `${chart.device}/${machine}`
  const common = (machine: string): Common => ({
    _version: VERSION,
    createdAt: String(nowMs),
    id: null,
    rootId: session('device'),
    sessionId: session(machine),
  })
  const snapshot = (machine: string, state: string): Snapshot => ({
    status: 'active',
    value: stateValue(state, machine),
    context: machines.get(machine)?.context ?? {},
  })
  const events: InspectionEvent[] = []
  for (const { machine, definition: hash, state, context } of chart.machines) {
    const definition = definitions.get(hash)
    if (definition === undefined) continue
    const isNew = machines.get(machine)?.hash !== hash
    machines.set(machine, { hash, context: parsed(context) })
    if (!isNew) continue
    const parentId = machine === 'device' ? undefined : session('device')
    events.push({
      type: '@xstate.actor',
      ...common(machine),
      name: machine,
      definition: JSON.stringify(xstateConfig(definition)),
      parentId,
      snapshot: snapshot(machine, state),
    })
  }
  for (const { machine, event: type, to } of chart.transitions) {
    if (!machines.has(machine)) continue
    const event = { type }
    events.push({ type: '@xstate.event', ...common(machine), event, sourceId: undefined })
    events.push({ type: '@xstate.snapshot', ...common(machine), event, snapshot: snapshot(machine, to) })
  }
  return { events, told: { bootId: chart.bootId, machines } }
}

/** An unreadable text is shown as it is. */
export function stateValue(state: string, machine: string): StateValue {
  const leaves = leavesIn(state, machine)
  if (leaves === null) return state
  const tree: { [name: string]: StateValue } = {}
  for (const leaf of leaves) {
    let at = tree
    for (const name of leaf.split('.').slice(1)) {
      at[name] ??= {}
      at = at[name] as { [name: string]: StateValue }
    }
  }
  return folded(tree)
}

/** {"a": {"b": {}}} is {"a": "b"}. */
function folded(tree: { [name: string]: StateValue }): StateValue {
  const names = Object.keys(tree)
  const inner = (name: string): { [name: string]: StateValue } => tree[name] as { [name: string]: StateValue }
  if (names.length === 1 && Object.keys(inner(names[0]!)).length === 0) return names[0]!
  return Object.fromEntries(names.map((name) => [name, folded(inner(name))]))
}

function parsed(context: string): unknown {
  try {
    return JSON.parse(context) as unknown
  } catch {
    return {}
  }
}
