/**
 * Which states of a chart are drawn with what is inside of them.
 *
 * Invariant: pure; a small machine is drawn whole. Of a large one the outermost is open, and whatever is active or was
 * asked for: so its way through the whole can be read, and what happens now can be seen to the bottom.
 */
import { activeStates } from './active-states.ts'
import type { Definition } from './definition.ts'

/** From so many states on nobody reads them all at once. */
const LARGE = 26

export interface Wish {
  /** Everything. */
  all: boolean
  /** Ids: opened, or closed, by hand. */
  opened: ReadonlySet<string>
  closed: ReadonlySet<string>
}

export const NO_WISH: Wish = { all: false, opened: new Set(), closed: new Set() }

export function isLarge({ states }: Definition): boolean {
  return states.size >= LARGE
}

/** Ids of states with something inside, in the order of the definition. */
export function openStates(definition: Definition, state: string, { all, opened, closed }: Wish): string[] {
  const { root, states } = definition
  const isWhole = all || !isLarge(definition)
  const active = activeStates(root.id, state)
  return [...states.values()]
    .filter(({ id, children }) => children.length > 0 && !closed.has(id))
    .filter(
      ({ id }) =>
        isWhole ||
        id === root.id ||
        active.has(id) ||
        [...opened].some((each) => each === id || each.startsWith(`${id}.`)),
    )
    .map(({ id }) => id)
}

/** After a state was opened or closed by hand. */
export function toggled({ all, opened, closed }: Wish, id: string, isOpen: boolean): Wish {
  const without = (ids: ReadonlySet<string>): Set<string> => new Set([...ids].filter((each) => each !== id))
  if (isOpen) return { all, opened: without(opened), closed: new Set([...closed, id]) }
  return { all, opened: new Set([...opened, id]), closed: without(closed) }
}

/** The state itself if it is drawn, or else the closed one that it is in. */
export function shownFor(id: string, definition: Definition, open: ReadonlySet<string>): string {
  const way: string[] = []
  for (let at: string | null = id; at !== null; at = definition.states.get(at)?.parent ?? null) way.unshift(at)
  return way.find((each, index) => index === way.length - 1 || !open.has(each)) ?? id
}
