/**
 * The layout of charts, by the Eclipse Layout Kernel, in a worker.
 *
 * Invariant: each definition is laid out once for each set of open states; the page goes on meanwhile. The library is
 * loaded for the first chart.
 */
import ELK, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from 'elkjs/lib/elk-api.js'
import type { Definition } from './definition.ts'
import { type ChartEdge, type ChartGraph, chartGraph, type Drawn } from './graph.ts'
import { browserMeasure, type Measure } from './text-size.ts'

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
  open: ReadonlySet<string>
  width: number
  height: number
  /** Parents before children. */
  boxes: Box[]
  lines: Line[]
}

/** Those not asked for for longest go. */
const MOST_KEPT = 60

let elk: InstanceType<typeof ELK.default> | null = null
let measure: Measure | null = null
const known = new Map<string, Promise<LaidOut>>()

/** Loads the library, for a chart that is about to come. */
export function prepareLayout(): InstanceType<typeof ELK.default> {
  elk ??= new ELK.default({ workerFactory: () => new Worker('layout-worker.js') })
  return elk
}

/** @param hash of the definition */
export function layoutOf(hash: string, definition: Definition, drawn: Drawn): Promise<LaidOut> {
  const key = [hash, drawn.isExact, ...drawn.open].join(' ')
  const laidOut = known.get(key) ?? layOut(definition, drawn)
  known.delete(key)
  known.set(key, laidOut)
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break
    known.delete(oldest)
  }
  return laidOut
}

async function layOut(definition: Definition, drawn: Drawn): Promise<LaidOut> {
  measure ??= browserMeasure()
  const graph = chartGraph(definition, drawn, measure)
  const root = await prepareLayout().layout(graph.elk)
  const boxes: Box[] = []
  const collect = (node: ElkNode): void => {
    if (node.id !== '') boxes.push(boxOf(node.id, node))
    for (const child of node.children ?? []) collect(child)
  }
  collect(root)
  const lines = (root.edges ?? []).flatMap((edge) => lineOf(graph, edge) ?? [])
  return { definition, open: drawn.open, width: root.width ?? 0, height: root.height ?? 0, boxes, lines }
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
