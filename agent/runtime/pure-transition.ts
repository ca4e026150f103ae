/**
 * XState's pure transitions, without the actor that XState makes anew for each of them.
 *
 * Invariant: as `transition` and `initialTransition` of xstate 5: nothing is started, and what shall be done comes
 * back as data. The actor that a machine's logic is handed never runs and holds nothing of any one device, so there
 * is one for each machine.
 */
import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate'

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
  return [snapshot, actions]
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
