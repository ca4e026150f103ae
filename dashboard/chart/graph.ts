/**
 * A machine as a graph to be laid out: states within states, and one edge for all ways from one to another.
 *
 * Invariant: pure. A transition from a state to itself or into itself is no edge but a line in the state: it holds
 * wherever one is inside, and an edge from a box to its own inside says less. Ways into or out of a closed state begin
 * and end at it.
 */
import type { ElkNode } from 'elkjs/lib/elk-api.js'
import type { Definition, StateNode, Transition } from './definition.ts'
import { mergedWords, transitionWords } from './event-words.ts'
import { shownFor } from './open-states.ts'
import type { Measure } from './text-size.ts'

/** A transition between two states, whether they are drawn or not. */
export interface Way {
  source: string
  target: string
  transition: Transition
}

export interface ChartEdge {
  id: string
  /** Ids of what is drawn. */
  source: string
  target: string
  ways: Way[]
  /** What stands on it. */
  lines: string[]
}

export interface ChartGraph {
  edges: ReadonlyMap<string, ChartEdge>
  elk: ElkNode
}

export const TITLE_HEIGHT = 26
export const LINE_HEIGHT = 15
const PADDING = 12
/** More would hide the chart behind its words; all of them stand in the state's details. */
const MOST_LINES = 4
const MOST_CHARACTERS = 32

const LAYOUT: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '26',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
}

/** Lines below a state's name: what it runs, what happens while one is inside, and what is hidden. */
export function insideLines(state: StateNode, isOpen: boolean): string[] {
  const invokes = state.invokes.map(({ id, source }) => `⟳ ${id === source ? id : `${id}: ${source}`}`)
  const inward = state.transitions
    .filter(({ targets }) => targets.length === 1 && isWithin(targets[0]!, state.id))
    .map((each) => `${transitionWords(each)} → ${each.targets[0]!.split('.').at(-1)}`)
  const hidden = state.children.length > 0 && !isOpen ? [`⊞ ${state.children.length} states`] : []
  return [...clipped([...invokes, ...inward], MOST_LINES + 2), ...hidden]
}

/** How a chart is drawn. */
export interface Drawn {
  /** Ids of states whose inside is drawn. */
  open: ReadonlySet<string>
  /** Each way begins and ends at its very state; otherwise one that leaves a state does so at its border. */
  isExact: boolean
}

export function chartGraph(definition: Definition, drawn: Drawn, measure: Measure): ChartGraph {
  const { open } = drawn
  const edges = edgesOf(definition, drawn)
  const labelOf = ({ lines }: ChartEdge) =>
    lines.length === 0 ? [] : [{ text: lines.join('\n'), ...sizeOf(lines, measure, 10, 4) }]
  return {
    edges,
    elk: {
      id: '',
      layoutOptions: { ...LAYOUT },
      children: [nodeOf(definition.root, open, measure)],
      edges: [...edges.values()].map((edge) => ({
        id: edge.id,
        sources: [edge.source],
        targets: [edge.target],
        labels: labelOf(edge),
      })),
    },
  }
}

function nodeOf(state: StateNode, open: ReadonlySet<string>, measure: Measure): ElkNode {
  const isOpen = open.has(state.id)
  const lines = insideLines(state, isOpen)
  const { width, height } = sizeOf(lines, measure, 2 * PADDING, lines.length > 0 ? 8 : 0)
  const parallel = state.type === 'parallel' ? 60 : 0
  const title = measure(state.name, 'title') + 2 * PADDING + 14 + parallel
  const least = Math.ceil(Math.max(84, title, lines.length > 0 ? width : 0))
  const top = TITLE_HEIGHT + height
  if (!isOpen) return { id: state.id, width: least, height: top + 6 }
  return {
    id: state.id,
    children: state.children.map((child) => nodeOf(child, open, measure)),
    layoutOptions: {
      'elk.padding': `[top=${top + 10},left=16,bottom=16,right=16]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${least},${top + 20})`,
    },
  }
}

function edgesOf(definition: Definition, { open, isExact }: Drawn): Map<string, ChartEdge> {
  const edges = new Map<string, ChartEdge>()
  for (const way of waysIn(definition)) {
    const ends = isExact ? way : atBorders(way)
    const source = shownFor(ends.source, definition, open)
    const target = shownFor(ends.target, definition, open)
    if (isWithin(target, source)) continue
    const id = `${source}→${target}`
    const edge = edges.get(id) ?? { id, source, target, ways: [], lines: [] }
    edge.ways.push(way)
    edges.set(id, edge)
  }
  for (const edge of edges.values())
    edge.lines = clipped(mergedWords(edge.ways.map(({ transition }) => transition)).map(shortened), MOST_LINES)
  return edges
}

/** The largest states that have the one end inside and the other not. */
function atBorders({ source, target }: Way): { source: string; target: string } {
  const [from, to] = [source.split('.'), target.split('.')]
  const shared = from.findIndex((part, index) => part !== to[index])
  const depth = shared === -1 ? from.length : shared + 1
  return { source: from.slice(0, depth).join('.'), target: to.slice(0, depth).join('.') }
}

function waysIn({ states }: Definition): Way[] {
  return [...states.values()].flatMap(({ id: source, transitions }) =>
    transitions.flatMap((transition) =>
      transition.targets
        .filter((target) => states.has(target) && !isWithin(target, source))
        .map((target) => ({ source, target, transition })),
    ),
  )
}

/** Whether a state is another or lies within it. */
export function isWithin(id: string, around: string): boolean {
  return id === around || id.startsWith(`${around}.`)
}

function shortened(line: string): string {
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`
}

function clipped(lines: readonly string[], most: number): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most - 1), `+${lines.length - most + 1} more`]
}

function sizeOf(lines: readonly string[], measure: Measure, side: number, ends: number) {
  const longest = lines.reduce((most, line) => Math.max(most, measure(line, 'line')), 0)
  return { width: Math.ceil(longest + side), height: lines.length * LINE_HEIGHT + ends }
}
