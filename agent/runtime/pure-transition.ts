/**
 * XState's pure transitions, without the actor that XState makes anew for each of them.
 *
 * Invariant: as `transition` and `initialTransition` of xstate 5: nothing is started, and what shall be done comes
 * back as data. The actor that a machine's logic is handed never runs and holds nothing of any one device, so there
 * is one for each machine.
 */
import {
  Actor,
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
} from 'xstate'

/** What shall be done, as the machine's logic hands it to its executor. */
export type Action = Parameters<AnyActorScope['actionExecutor']>[0]

const scopes = new WeakMap<AnyStateMachine, AnyActorScope>()

export function pureTransition(
  logic: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: { type: string },
): [AnyMachineSnapshot, Action[]] {
  return collect(logic, (scope) => logic.transition(snapshot, event, scope))
}

export function pureInitialTransition(logic: AnyStateMachine, input: unknown): [AnyMachineSnapshot, Action[]] {
  return collect(logic, (scope) => logic.getInitialSnapshot(scope, input))
}

function collect(
  logic: AnyStateMachine,
  run: (scope: AnyActorScope) => AnyMachineSnapshot,
): [AnyMachineSnapshot, Action[]] {
  const actions: Action[] = []
  const snapshot = run({ ...scopeOf(logic), actionExecutor: (action) => actions.push(action) })
  slim(snapshot)
  return [snapshot, actions]
}

const NO_TAGS: ReadonlySet<string> = new Set()

/**
 * What a snapshot takes for as long as its machine rests. Of a child only its name is asked for: as an actor that is never
 * started it would keep two kilobytes. An empty set of tags takes 200 bytes, and a record of children from which one was
 * deleted stays a table.
 */
function slim(snapshot: AnyMachineSnapshot): void {
  if (snapshot.tags.size === 0) snapshot.tags = NO_TAGS as Set<string>
  const children: Record<string, AnyActorRef> = {}
  for (const [name, child] of Object.entries(snapshot.children))
    children[name] = child instanceof Actor ? ({ id: child.id } as AnyActorRef) : (child as AnyActorRef)
  snapshot.children = children
}

function scopeOf(logic: AnyStateMachine): AnyActorScope {
  const known = scopes.get(logic)
  if (known !== undefined) return known
  // It is made as an actor is, with an initial state that nobody looks at.
  const self = createActor(logic)
  const { system } = self
  const nothing = () => {}
  const scope: AnyActorScope = {
    self,
    system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: nothing,
  }
  scopes.set(logic, scope)
  return scope
}
