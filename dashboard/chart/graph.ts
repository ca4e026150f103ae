/**
 * A machine as a graph to be laid out: states within states, and one edge for all ways from one to another.
 *
 * Invariant: pure. A transition from a state to itself or into itself is no edge but a line in the state: it holds
 * wherever one is inside, and an edge from a box to its own inside says less.
 */
import type { ElkNode } from 'elkjs/lib/elk-api.js'
import type { Definition, StateNode, Transition } from './definition.ts'
import { mergedWords, transitionWords } from './event-words.ts'

export interface ChartEdge {
  id: string
  source: string
  target: string
  transitions: Transition[]
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
const TITLE_CHAR = 7.6
const LINE_CHAR = 6.1
const LABEL_CHAR = 5.9

/** Lines below a state's name: what it runs, and what happens while one is inside. */
export function insideLines(state: StateNode): string[] {
  const invokes = state.invokes.map(({ id, source }) => `⟳ ${id === source ? id : `${id}: ${source}`}`)
  const inward = state.transitions
    .filter(({ targets }) => targets.length === 1 && isWithin(targets[0]!, state.id))
    .map((each) => `${transitionWords(each)} → ${each.targets[0]!.split('.').at(-1)}`)
  const lines = [...invokes, ...inward]
  return lines.length <= MOST_LINES + 2
    ? lines
    : [...lines.slice(0, MOST_LINES + 1), `+${lines.length - MOST_LINES - 1} more`]
}

export function chartGraph(definition: Definition): ChartGraph {
  const edges = edgesOf(definition)
  return {
    edges,
    elk: {
      id: '',
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': 'DOWN',
        'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
        'elk.edgeRouting': 'ORTHOGONAL',
        'elk.spacing.nodeNode': '28',
        'elk.spacing.edgeNode': '16',
        'elk.spacing.edgeEdge': '12',
        'elk.spacing.edgeLabel': '4',
        'elk.layered.spacing.nodeNodeBetweenLayers': '34',
        'elk.layered.spacing.edgeNodeBetweenLayers': '16',
        'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
        'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
        'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
        'elk.json.shapeCoords': 'ROOT',
        'elk.json.edgeCoords': 'ROOT',
      },
      children: [nodeOf(definition.root)],
      edges: [...edges.values()].map(({ id, source, target, lines }) => ({
        id,
        sources: [source],
        targets: [target],
        labels: lines.length === 0 ? [] : [{ text: lines.join('\n'), ...sizeOf(lines, LABEL_CHAR, 8, 4) }],
      })),
    },
  }
}

function nodeOf(state: StateNode): ElkNode {
  const lines = insideLines(state)
  const title = state.name.length * TITLE_CHAR + 2 * PADDING + 14
  const { width, height } = sizeOf(lines, LINE_CHAR, 2 * PADDING, lines.length > 0 ? 8 : 0)
  const least = Math.max(84, title, lines.length > 0 ? width : 0)
  const top = TITLE_HEIGHT + height
  if (state.children.length === 0) return { id: state.id, width: least, height: top + 6 }
  return {
    id: state.id,
    children: state.children.map(nodeOf),
    layoutOptions: {
      'elk.padding': `[top=${top + 10},left=16,bottom=16,right=16]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${least},${top + 20})`,
    },
  }
}

function edgesOf({ states }: Definition): Map<string, ChartEdge> {
  const edges = new Map<string, ChartEdge>()
  for (const state of states.values())
    for (const transition of state.transitions)
      for (const target of transition.targets) {
        if (!states.has(target) || isWithin(target, state.id)) continue
        const id = `${state.id}→${target}`
        const edge = edges.get(id) ?? { id, source: state.id, target, transitions: [], lines: [] }
        edge.transitions.push(transition)
        edges.set(id, edge)
      }
  for (const edge of edges.values()) {
    const all = mergedWords(edge.transitions)
    edge.lines =
      all.length <= MOST_LINES ? all : [...all.slice(0, MOST_LINES - 1), `+${all.length - MOST_LINES + 1} more`]
  }
  return edges
}

/** Whether a state is another or lies within it. */
export function isWithin(id: string, around: string): boolean {
  return id === around || id.startsWith(`${around}.`)
}

function sizeOf(lines: readonly string[], char: number, side: number, ends: number): { width: number; height: number } {
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0)
  return { width: longest * char + side, height: lines.length * LINE_HEIGHT + ends }
}
