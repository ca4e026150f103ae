/**
 * A machine's definition as plain data: what the JSON of a `ChartDefinition` holds, and every chart is drawn from.
 *
 * Invariant: a place names its state by the dotted path from the machine's id ("update.switching.looking"). What a
 * state has none of is left out. Guards and actions are named only: what they do inside is not in it.
 */
import { createHash } from 'node:crypto'

export interface TransitionDefinition {
  /** Places; none: it stays where it is. */
  target: string[]
  /** Name, and parameters where they say something: "isNext kind=act". */
  guard?: string
  /** Names, as of the guard. */
  actions?: string[]
  /** Leaves and enters again, even when it stays within its own state. */
  reenter?: true
}

export interface EffectDefinition {
  id: string
  /** The name of the effect, or of the machine. */
  src: string
  onDone?: TransitionDefinition[]
  onError?: TransitionDefinition[]
}

export interface StateDefinition {
  type: 'atomic' | 'compound' | 'parallel' | 'final'
  description?: string
  /** Of a compound state, the key of the state that it begins at. */
  initial?: string
  entry?: string[]
  exit?: string[]
  invoke?: EffectDefinition[]
  /** Taken as soon as the guard holds. */
  always?: TransitionDefinition[]
  /** By event; the first whose guard holds is taken. */
  on?: Record<string, TransitionDefinition[]>
  states?: Record<string, StateDefinition>
}

/** A machine: its outermost state, with its name. */
export interface MachineDefinition extends StateDefinition {
  id: string
}

/** The JSON of a definition and its hash: SHA-256, in hex. */
export function definitionText(definition: MachineDefinition): { json: string; hash: string } {
  const json = JSON.stringify(definition)
  return { json, hash: createHash('sha256').update(json).digest('hex') }
}
