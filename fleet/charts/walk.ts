/**
 * A definition as flat lists: its states, and the transitions between them.
 *
 * Invariant: pure; in the order of the definition, parents before their children.
 */
import type { MachineDefinition, StateDefinition, TransitionDefinition } from '../../protocol/machine-definition.ts'

export interface Place {
  /** Dotted path from the machine's id. */
  id: string
  key: string
  /** Null for the machine itself. */
  parent: string | null
  state: StateDefinition
}

export interface Edge {
  from: string
  /** As the flight record has it; empty when it is taken as soon as its guard holds. */
  event: string
  /** For people: "TARGET", "fetch done", "fetch failed", "at once". */
  because: string
  transition: TransitionDefinition
}

/** Every state, the machine itself first. */
export function placesOf(definition: MachineDefinition): Map<string, Place> {
  const places = new Map<string, Place>()
  const visit = (id: string, key: string, parent: string | null, state: StateDefinition): void => {
    places.set(id, { id, key, parent, state })
    for (const [inner, child] of Object.entries(state.states ?? {})) visit(`${id}.${inner}`, inner, id, child)
  }
  visit(definition.id, definition.id, null, definition)
  return places
}

/** Every transition that leaves this state, by event and in the order in which their guards are asked. */
export function edgesOf({ id, state }: Place): Edge[] {
  const edges = (event: string, because: string, transitions: readonly TransitionDefinition[] = []): Edge[] =>
    transitions.map((transition) => ({ from: id, event, because, transition }))
  return [
    ...edges('', 'at once', state.always),
    ...(state.invoke ?? []).flatMap((effect) => [
      ...edges(`xstate.done.actor.${effect.id}`, `${effect.id} done`, effect.onDone),
      ...edges(`xstate.error.actor.${effect.id}`, `${effect.id} failed`, effect.onError),
    ]),
    ...Object.entries(state.on ?? {}).flatMap(([event, transitions]) => edges(event, event, transitions)),
  ]
}

/** From the machine itself to this place, which is the last. */
export function pathTo(id: string): string[] {
  const keys = id.split('.')
  return keys.map((_, index) => keys.slice(0, index + 1).join('.'))
}

/** Whether the one is the other, or within it. */
export function isWithin(id: string, ancestor: string): boolean {
  return id === ancestor || id.startsWith(`${ancestor}.`)
}
