/**
 * A definition as a Mermaid `stateDiagram-v2`.
 *
 * Invariant: pure. Mermaid draws no transition between the insides of two states, so each is drawn between the
 * outermost states that it leaves and enters; one that stays within its own state begins at a state "any".
 */
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import { type Edge, edgesOf, isWithin, type Place, pathTo, placesOf } from './walk.ts'

/** An arrow, with the reasons for which it is taken. */
interface Arrow {
  /** The state within which it is drawn. */
  within: string
  from: string
  to: string
  labels: string[]
}

/**
 * The diagram.
 * @param levels how deep states are shown; 1 is only the outermost
 */
export function mermaidOf(definition: MachineDefinition, levels = Number.POSITIVE_INFINITY): string {
  const all = placesOf(definition)
  const arrows = arrowsOf(all)
  const places = new Map([...all].filter(([id]) => pathTo(id).length <= levels + 1))
  return ['stateDiagram-v2', ...inside(places.get(definition.id)!, places, arrows, '  ')].join('\n')
}

function inside(place: Place, places: ReadonlyMap<string, Place>, arrows: readonly Arrow[], indent: string): string[] {
  const { id, state } = place
  const children = childrenOf(place, places)
  const blocks = children.map((child) => block(child, places, arrows, indent))
  // Regions that are active at the same time stand apart.
  const drawn =
    state.type === 'parallel'
      ? blocks.flatMap((lines, n) => (n === 0 ? lines : [`${indent}--`, ...lines]))
      : blocks.flat()
  const own = arrows.filter(({ within }) => within === id)
  const anywhere = own.some(({ from }) => from === anyIn(id)) ? [`${indent}state "any" as ${nameOf(anyIn(id))}`] : []
  const begins = state.initial === undefined ? [] : [`${indent}[*] --> ${nameOf(`${id}.${state.initial}`)}`]
  const ends = children
    .filter((child) => child.state.type === 'final')
    .map((child) => `${indent}${nameOf(child.id)} --> [*]`)
  const lines = own.map(
    ({ from, to, labels }) => `${indent}${nameOf(from)} --> ${nameOf(to)} : ${labels.join('<br/>')}`,
  )
  return [...drawn, ...anywhere, ...begins, ...lines, ...ends]
}

function childrenOf({ id, state }: Place, places: ReadonlyMap<string, Place>): Place[] {
  return Object.keys(state.states ?? {}).flatMap((key) => places.get(`${id}.${key}`) ?? [])
}

function block(place: Place, places: ReadonlyMap<string, Place>, arrows: readonly Arrow[], indent: string): string[] {
  const head = `${indent}state "${place.key}" as ${nameOf(place.id)}`
  if (childrenOf(place, places).length === 0) return [head]
  return [`${head} {`, ...inside(place, places, arrows, `${indent}  `), `${indent}}`]
}

function arrowsOf(places: ReadonlyMap<string, Place>): Arrow[] {
  const arrows = new Map<string, Arrow>()
  for (const place of places.values())
    for (const edge of edgesOf(place))
      for (const target of edge.transition.target) {
        const ends = endsOf(edge.from, target)
        const arrow = arrows.get(`${ends.from} ${ends.to}`) ?? { ...ends, labels: [] }
        const label = labelOf(edge)
        if (!arrow.labels.includes(label)) arrow.labels.push(label)
        arrows.set(`${ends.from} ${ends.to}`, arrow)
      }
  return [...arrows.values()]
}

/** The outermost states that are left and entered, and the state that both are in. */
function endsOf(from: string, to: string): Omit<Arrow, 'labels'> {
  if (from !== to && isWithin(to, from))
    return { within: from, from: anyIn(from), to: pathTo(to)[pathTo(from).length]! }
  const [left, entered] = [pathTo(from), pathTo(to)]
  // One that leads to itself or to a state around it is drawn beside that state.
  const depth = Math.min(left.findIndex((id, n) => id !== entered[n]) >>> 0, entered.length - 1)
  return { within: left[depth - 1]!, from: left[depth]!, to: entered[depth]! }
}

function anyIn(id: string): string {
  return `${id}.any`
}

function labelOf({ because, transition }: Edge): string {
  const label = transition.guard === undefined ? because : `${because} [${transition.guard}]`
  return label.replace(/[:;#<>"]/g, ' ')
}

function nameOf(id: string): string {
  return id.replaceAll('.', '_')
}
