/**
 * Which edges of a chart a transition has gone along.
 *
 * Invariant: pure; with the very event where there is one of it, else by where it began and ended: a step may pass
 * through states that it does not stay in.
 */
import { activeStates } from './active-states.ts'
import type { ChartEdge, Way } from './graph.ts'

export interface Moved {
  from: string
  to: string
  event: string
}

/** Ids of edges. @param machine its id in the definition */
export function firedEdges(edges: readonly ChartEdge[], machine: string, { from, to, event }: Moved): Set<string> {
  const [before, after] = [activeStates(machine, from), activeStates(machine, to)]
  const begins = ({ source, target }: Way): boolean => before.has(source) && !(before.has(target) && after.has(target))
  const along = (holds: (way: Way) => boolean): Set<string> =>
    new Set(edges.filter(({ ways }) => ways.some((way) => begins(way) && holds(way))).map(({ id }) => id))
  const straight = along(({ target, transition }) => transition.event === event && after.has(target))
  if (straight.size > 0) return straight
  const begun = along(({ transition }) => transition.event === event)
  if (begun.size === 1) return begun
  return along(({ target }) => after.has(target))
}
