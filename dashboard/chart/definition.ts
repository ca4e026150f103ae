/**
 * A machine as its device tells of it, taken apart.
 *
 * Invariant: pure; what a newer agent adds is passed over, and what is missing is empty. A state's id is the dotted
 * path from its machine's id.
 */

export interface Transition {
  /** As the machine names it; empty for one that needs no event. */
  event: string
  /** Ids; empty for one that stays. */
  targets: string[]
  guard: string
  actions: string[]
}

export interface StateNode {
  id: string
  name: string
  type: 'atomic' | 'compound' | 'parallel' | 'final'
  description: string
  /** Id of the child that is entered first; empty when there is none. */
  initial: string
  parent: string | null
  children: StateNode[]
  transitions: Transition[]
  entry: string[]
  exit: string[]
  invokes: { id: string; source: string }[]
}

export interface Definition {
  root: StateNode
  /** Every state, parents before children. */
  states: ReadonlyMap<string, StateNode>
}

type Json = Readonly<Record<string, unknown>>

/** @throws when the text is not JSON, or no machine */
export function parseDefinition(json: string): Definition {
  const value: unknown = JSON.parse(json)
  if (!isObject(value) || typeof value.id !== 'string') throw new Error('this is no definition of a machine')
  const states = new Map<string, StateNode>()
  const root = readState(value, value.id, value.id, null, states)
  return { root, states }
}

function readState(
  json: Json,
  id: string,
  name: string,
  parent: string | null,
  into: Map<string, StateNode>,
): StateNode {
  const children = isObject(json.states) ? Object.entries(json.states).filter(([, child]) => isObject(child)) : []
  const said = text(json.type)
  const node: StateNode = {
    id,
    name,
    type: said === 'parallel' || said === 'final' ? said : children.length > 0 ? 'compound' : 'atomic',
    description: text(json.description),
    initial: typeof json.initial === 'string' ? `${id}.${json.initial}` : '',
    parent,
    children: [],
    transitions: [...ofInvokes(json.invoke), ...transitionsIn(json.on), ...eventless(json.always)],
    entry: names(json.entry),
    exit: names(json.exit),
    invokes: objects(json.invoke).map((invoke) => ({ id: text(invoke.id), source: text(invoke.src) })),
  }
  into.set(id, node)
  for (const [key, child] of children) node.children.push(readState(child as Json, `${id}.${key}`, key, id, into))
  return node
}

function transitionsIn(on: unknown): Transition[] {
  if (!isObject(on)) return []
  return Object.entries(on).flatMap(([event, list]) => objects(list).map((each) => readTransition(event, each)))
}

/** What an effect leads to when it ends well, and when not. */
function ofInvokes(invoke: unknown): Transition[] {
  return objects(invoke).flatMap(({ id, onDone, onError }) => [
    ...objects(onDone).map((each) => readTransition(`xstate.done.actor.${text(id)}`, each)),
    ...objects(onError).map((each) => readTransition(`xstate.error.actor.${text(id)}`, each)),
  ])
}

function eventless(always: unknown): Transition[] {
  return objects(always).map((each) => readTransition('', each))
}

function readTransition(event: string, json: Json): Transition {
  const targets = typeof json.target === 'string' ? [json.target] : Array.isArray(json.target) ? json.target : []
  return {
    event,
    targets: targets.filter((target) => typeof target === 'string').map((target) => target.replace(/^#/, '')),
    guard: nameOf(json.guard),
    actions: names(json.actions),
  }
}

function names(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  return list.map(nameOf).filter((name) => name !== '')
}

function nameOf(value: unknown): string {
  return isObject(value) ? text(value.type) : text(value)
}

function objects(value: unknown): Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
