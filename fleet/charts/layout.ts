/**
 * Where the states and arrows of a chart stand: by elkjs, which knows graphs within graphs.
 *
 * Invariant: all positions are those of the whole drawing, in pixels; arrows of the same two ends are one.
 */
import type { ElkExtendedEdge, ElkNode, ElkPoint } from 'elkjs'
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import { type Edge, edgesOf, type Place, placesOf } from './walk.ts'

export interface Box {
  place: Place
  /** What stands below the name: effects. */
  lines: string[]
  x: number
  y: number
  width: number
  height: number
}

export interface Arrow {
  from: string
  to: string
  points: { x: number; y: number }[]
  /** A label's lines, and where it begins. */
  label: { lines: string[]; x: number; y: number }
}

export interface Layout {
  width: number
  height: number
  boxes: Box[]
  arrows: Arrow[]
}

export const LINE = 14
/** Of a character of the font at its size; a little wide. */
const CHARACTER = 6.6
const PADDING = 10

/** Of each graph, also of those within others. The order of the definition is kept as far as it can be. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeLabel': '4',
}

/** Parents before their children. */
export async function layoutOf(definition: MachineDefinition): Promise<Layout> {
  const places = placesOf(definition)
  const edges = [...arrowsOf(places)].map(([ends, labels], index): ElkExtendedEdge => {
    const [from = '', to = ''] = ends.split(' ')
    const [width, height] = [widthOf(labels), labels.length * LINE]
    return {
      id: `arrow ${index}`,
      sources: [from],
      targets: [to],
      labels: [{ text: labels.join('\n'), width, height }],
    }
  })
  // Loaded when it is needed: it is large.
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js')
  const graph: ElkNode = {
    id: '',
    layoutOptions: OPTIONS,
    children: [nodeOf(places.get(definition.id)!, places)],
    edges,
  }
  const drawn = await new Elk.default().layout(graph)
  return {
    width: drawn.width ?? 0,
    height: drawn.height ?? 0,
    boxes: (drawn.children ?? []).flatMap((node) => boxesOf(node, places)),
    arrows: (drawn.edges ?? []).map(arrowOf),
  }
}

/** Labels by "from to". What stays where it is has no arrow. */
function arrowsOf(places: ReadonlyMap<string, Place>): Map<string, string[]> {
  const arrows = new Map<string, string[]>()
  for (const edge of [...places.values()].flatMap(edgesOf))
    for (const target of edge.transition.target) {
      const ends = `${edge.from} ${target}`
      arrows.set(ends, [...new Set([...(arrows.get(ends) ?? []), labelOf(edge)])])
    }
  return arrows
}

function labelOf({ because, transition }: Edge): string {
  return transition.guard === undefined ? because : `${because} [${transition.guard}]`
}

function nodeOf(place: Place, places: ReadonlyMap<string, Place>): ElkNode {
  const children = Object.keys(place.state.states ?? {}).map((key) => nodeOf(places.get(`${place.id}.${key}`)!, places))
  const lines = linesOf(place)
  const [width, height] = [widthOf([place.key, ...lines]), LINE * (lines.length + 1) + PADDING]
  if (children.length === 0) return { id: place.id, width, height }
  return {
    id: place.id,
    children,
    layoutOptions: {
      ...OPTIONS,
      'elk.padding': `[top=${height + PADDING},left=16,bottom=16,right=16]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
  }
}

function linesOf({ state }: Place): string[] {
  return (state.invoke ?? []).map(({ id, src }) => (id === src ? `▸ ${src}` : `▸ ${src} (${id})`))
}

function widthOf(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(({ length }) => length)) * CHARACTER + 2 * PADDING
}

function boxesOf(node: ElkNode, places: ReadonlyMap<string, Place>): Box[] {
  const { id, x = 0, y = 0, width = 0, height = 0, children = [] } = node
  const place = places.get(id)!
  return [{ place, lines: linesOf(place), x, y, width, height }, ...children.flatMap((child) => boxesOf(child, places))]
}

function arrowOf({ sources, targets, sections = [], labels = [] }: ElkExtendedEdge): Arrow {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }): ElkPoint[] => [
    startPoint,
    ...bendPoints,
    endPoint,
  ])
  const { text = '', x = 0, y = 0 } = labels[0] ?? {}
  return { from: sources[0]!, to: targets[0]!, points, label: { lines: text.split('\n'), x, y } }
}
