/**
 * Where a chart can be after an event, whatever its guards say.
 *
 * Invariant: pure. A transition with a guard may be taken or not; one without is taken when it is reached, so that
 * nothing behind it is, and no machine rests in a state that it leaves at once. What a guard would really say is
 * not known from a record: what is not possible here is not possible at all, what is possible here may still not be.
 */
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import { type Edge, edgesOf, isWithin, type Place, pathTo, placesOf } from '../charts/walk.ts'

/** The innermost active states, sorted: where a machine is. */
export type Standing = readonly string[]

export class Chart {
  readonly #places: Map<string, Place>
  readonly #edges: Map<string, Edge[]>
  readonly #root: string

  constructor(definition: MachineDefinition) {
    this.#root = definition.id
    this.#places = placesOf(definition)
    this.#edges = new Map([...this.#places].map(([id, place]) => [id, edgesOf(place)]))
  }

  /** The first of these states that the chart does not have, or in which it cannot be without one further inside. */
  missing(standing: Standing): string | null {
    return standing.find((id) => this.#places.get(id)?.state.states !== undefined || !this.#places.has(id)) ?? null
  }

  /** Where it can be once it has begun. */
  begun(): Standing[] {
    return this.#settled([this.#entered(this.#root, [])])
  }

  /** Where it can be after this event; null when no active state hears it. */
  after(standing: Standing, event: string): Standing[] | null {
    const choices = standing.map((leaf) => this.#choices(leaf, event))
    if (choices.every(({ edges }) => edges.length === 0)) return null
    const next = new Map<string, Standing>()
    this.#take(standing, choices, new Set(), next)
    return this.#settled([...next.values()])
  }

  /** Each region takes one of its transitions, or none when a guard may forbid them all. */
  #take(
    standing: Standing,
    [first, ...rest]: readonly Choices[],
    taken: ReadonlySet<Edge>,
    into: Map<string, Standing>,
  ): void {
    if (first === undefined) {
      if (taken.size > 0) into.set(standing.join(' '), standing)
      return
    }
    if (first.mayStay) this.#take(standing, rest, taken, into)
    for (const edge of first.edges) {
      // One that lies around several regions is taken once; one whose state another region's has left, not at all.
      const isDone = taken.has(edge) || !standing.some((leaf) => isWithin(leaf, edge.from))
      this.#take(isDone ? standing : this.#moved(standing, edge), rest, new Set([...taken, edge]), into)
    }
  }

  /** From the innermost state outward, up to the first without a guard. */
  #choices(leaf: string, event: string): Choices {
    const edges = pathTo(leaf)
      .reverse()
      .flatMap((id) => this.#edges.get(id) ?? [])
      .filter((edge) => edge.event === event)
    const last = edges.findIndex(({ transition }) => transition.guard === undefined)
    return last < 0 ? { edges, mayStay: true } : { edges: edges.slice(0, last + 1), mayStay: false }
  }

  /** Everything that is taken at once is followed; where it comes to rest is what is left. */
  #settled(from: readonly Standing[]): Standing[] {
    const seen = new Map<string, Standing>()
    const resting: Standing[] = []
    const open = [...from]
    for (let standing = open.pop(); standing !== undefined; standing = open.pop()) {
      const key = standing.join(' ')
      if (seen.has(key)) continue
      seen.set(key, standing)
      const choices = standing.map((leaf) => this.#choices(leaf, ''))
      if (choices.every(({ mayStay }) => mayStay)) resting.push(standing)
      for (const edge of choices.flatMap(({ edges }) => edges)) open.push(this.#moved(standing, edge))
    }
    return resting
  }

  #moved(standing: Standing, { from, transition }: Edge): Standing {
    const { target, reenter } = transition
    if (target.length === 0) return standing
    const domain = reenter !== true && target.every((id) => isWithin(id, from)) ? from : sharedBy([from, ...target])
    return [...standing.filter((leaf) => !isWithin(leaf, domain)), ...this.#entered(domain, target)].sort()
  }

  /** The innermost states that are active within `id` when these targets are entered. */
  #entered(id: string, targets: readonly string[]): string[] {
    const { state } = this.#places.get(id)!
    const children = Object.keys(state.states ?? {}).map((key) => `${id}.${key}`)
    if (children.length === 0) return [id]
    const inside = (child: string): string[] => targets.filter((target) => isWithin(target, child))
    if (state.type === 'parallel') return children.flatMap((child) => this.#entered(child, inside(child))).sort()
    const next = children.find((child) => inside(child).length > 0) ?? `${id}.${state.initial}`
    return this.#entered(next, inside(next))
  }
}

interface Choices {
  edges: Edge[]
  /** Guards may forbid them all. */
  mayStay: boolean
}

/** The innermost state around all of these, itself none of them. */
function sharedBy(ids: readonly string[]): string {
  const [first = '', ...others] = ids
  const around = pathTo(first).slice(0, -1)
  return around.findLast((id) => others.every((other) => other !== id && isWithin(other, id))) ?? around[0] ?? first
}
