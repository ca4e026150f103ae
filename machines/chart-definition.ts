/**
 * A machine as plain data: its states, transitions, guards, actions and effects, for whoever draws it.
 *
 * Invariant: pure; the same machine gives the same data with its keys in the same order, minified or not. A
 * parameter that depends on an event or on the context is not in it.
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import type {
  EffectDefinition,
  MachineDefinition,
  StateDefinition,
  TransitionDefinition,
} from '../protocol/machine-definition.ts'

/** The definition of a machine, without those of its children. */
export function definitionOf(machine: AnyStateMachine): MachineDefinition {
  return { id: machine.root.key, ...stateOf(machine.root) }
}

function stateOf(node: AnyStateNode): StateDefinition {
  const { description } = node
  const state: StateDefinition = { type: node.type === 'history' ? 'atomic' : node.type }
  if (description !== undefined) state.description = description
  const initial = node.type === 'compound' ? node.initial.target[0]?.key : undefined
  if (initial !== undefined) state.initial = initial
  if (node.entry.length > 0) state.entry = node.entry.map(labelOf)
  if (node.exit.length > 0) state.exit = node.exit.map(labelOf)
  if (node.invoke.length > 0) state.invoke = node.invoke.map((invoke) => effectOf(node, invoke))
  if (node.always !== undefined && node.always.length > 0) state.always = node.always.map(transitionOf)
  const ofEffects = new Set(node.invoke.flatMap(({ id }) => [doneOf(id), failedOf(id)]))
  const on = [...node.transitions].filter(([event]) => !ofEffects.has(event))
  if (on.length > 0) state.on = Object.fromEntries(on.map(([event, some]) => [event, some.map(transitionOf)]))
  const states = Object.entries(node.states)
  if (states.length > 0) state.states = Object.fromEntries(states.map(([key, inner]) => [key, stateOf(inner)]))
  return state
}

function effectOf(node: AnyStateNode, { id, src }: { id: string; src: unknown }): EffectDefinition {
  const effect: EffectDefinition = { id, src: typeof src === 'string' ? src : 'inline' }
  const onDone = node.transitions.get(doneOf(id))
  const onError = node.transitions.get(failedOf(id))
  if (onDone !== undefined) effect.onDone = onDone.map(transitionOf)
  if (onError !== undefined) effect.onError = onError.map(transitionOf)
  return effect
}

const doneOf = (id: string): string => `xstate.done.actor.${id}`
const failedOf = (id: string): string => `xstate.error.actor.${id}`

function transitionOf({ target, guard, actions, reenter }: AnyTransitionDefinition): TransitionDefinition {
  const transition: TransitionDefinition = { target: (target ?? []).map(({ id }) => id) }
  if (guard !== undefined) transition.guard = labelOf(guard)
  if (actions.length > 0) transition.actions = actions.map(labelOf)
  if (reenter) transition.reenter = true
  return transition
}

/** "isNext kind=act": the name, and what of its parameters is the same for every event. */
function labelOf(named: unknown): string {
  if (typeof named === 'string') return named
  if (typeof named === 'function') return 'inline'
  const { type, params } = named as { type: string; params?: unknown }
  return [type, ...(typeof params === 'function' ? sameForAll(params as Making) : leavesOf(params, []))].join(' ')
}

type Making = (args: { context: unknown; event: unknown }) => unknown

/**
 * Stands for a context or an event of which nothing is known: each of its fields is another such, and nothing
 * can be computed of it.
 */
const UNKNOWN: object = new Proxy(() => UNKNOWN, {
  get: (_, key) => (typeof key === 'symbol' ? undefined : UNKNOWN),
})

/**
 * Of parameters that are computed, the plain values beside those that come from the event. Values further
 * inside are left out: they may be chosen by what is unknown here.
 */
function sameForAll(params: Making): string[] {
  try {
    const made = params({ context: UNKNOWN, event: UNKNOWN })
    return Object.entries(made as object).flatMap(([key, value]) => (isPlain(value) ? [`${key}=${value}`] : []))
  } catch {
    return [] // they cannot be computed of nothing
  }
}

/** Leaves as "path=value", lists as "path=a|b"; the words of a message are of no account. */
function leavesOf(value: unknown, path: readonly string[]): string[] {
  if (path.at(-1) === 'message') return []
  if (Array.isArray(value)) return [`${path.join('.')}=${value.join('|')}`]
  if (isPlain(value) || value === null) return [`${path.join('.')}=${value}`]
  return Object.entries(value ?? {}).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}
