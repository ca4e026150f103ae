/**
 * Which edges of a chart a transition has gone along.
 *
 * Invariant: pure; with the very event where there is one of it, else by where it began and ended: a step may pass
 * through states that it does not stay in.
 */
import { activeStates } from './active-states.ts'
import type { ChartEdge } from './graph.ts'

export interface Moved {
  from: string
  to: string
  event: string
}

/** Ids of edges. @param machine its id in the definition */
export function firedEdges(edges: Iterable<ChartEdge>, machine: string, { from, to, event }: Moved): Set<string> {
  const [before, after] = [activeStates(machine, from), activeStates(machine, to)]
  const left = [...edges].filter(({ source, target }) => before.has(source) && !isStill(target, before, after))
  const straight = left.filter(
    ({ target, transitions }) => after.has(target) && transitions.some((each) => each.event === event),
  )
  if (straight.length > 0) return ids(straight)
  const began = left.filter(({ transitions }) => transitions.some((each) => each.event === event))
  if (began.length === 1) return ids(began)
  return ids(left.filter(({ target }) => after.has(target)))
}

/** It was active before and is still: nothing has entered it. */
function isStill(id: string, before: ReadonlySet<string>, after: ReadonlySet<string>): boolean {
  return before.has(id) && after.has(id)
}

function ids(edges: readonly ChartEdge[]): Set<string> {
  return new Set(edges.map(({ id }) => id))
}
