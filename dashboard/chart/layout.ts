/**
 * The layout of charts, by the Eclipse Layout Kernel, in a worker.
 *
 * Invariant: each definition is laid out once; the page goes on meanwhile. The library is loaded for the first chart.
 */
import ELK, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from 'elkjs/lib/elk-api.js'
import { type Definition, parseDefinition } from './definition.ts'
import { type ChartEdge, type ChartGraph, chartGraph } from './graph.ts'

export interface Box {
  id: string
  x: number
  y: number
  width: number
  height: number
}

export interface Line {
  edge: ChartEdge
  points: ElkPoint[]
  label: Box | null
}

export interface LaidOut {
  definition: Definition
  width: number
  height: number
  /** Parents before children. */
  boxes: Box[]
  lines: Line[]
}

let elk: InstanceType<typeof ELK.default> | null = null
const known = new Map<string, Promise<LaidOut>>()

/** @param hash of the definition; the same one is not laid out again */
export function layoutOf(hash: string, json: string): Promise<LaidOut> {
  const before = known.get(hash)
  if (before !== undefined) return before
  const definition = parseDefinition(json)
  const graph = chartGraph(definition)
  elk ??= new ELK.default({ workerFactory: () => new Worker('layout-worker.js') })
  const laidOut = elk.layout(graph.elk).then((root) => read(definition, graph, root))
  known.set(hash, laidOut)
  return laidOut
}

function read(definition: Definition, graph: ChartGraph, root: ElkNode): LaidOut {
  const boxes: Box[] = []
  const collect = (node: ElkNode): void => {
    if (node.id !== '') boxes.push(boxOf(node.id, node))
    for (const child of node.children ?? []) collect(child)
  }
  collect(root)
  const lines = (root.edges ?? []).flatMap((edge) => lineOf(graph, edge) ?? [])
  return { definition, width: root.width ?? 0, height: root.height ?? 0, boxes, lines }
}

function lineOf({ edges }: ChartGraph, laid: ElkExtendedEdge): Line | null {
  const edge = edges.get(laid.id)
  const [section] = laid.sections ?? []
  if (edge === undefined || section === undefined) return null
  const [label] = laid.labels ?? []
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]
  return { edge, points, label: label === undefined ? null : boxOf(laid.id, label) }
}

function boxOf(id: string, shape: { x?: number; y?: number; width?: number; height?: number }): Box {
  return { id, x: shape.x ?? 0, y: shape.y ?? 0, width: shape.width ?? 0, height: shape.height ?? 0 }
}
