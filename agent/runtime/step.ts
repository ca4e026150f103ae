/**
 * One step of the machines: an event goes in; what comes out is data.
 *
 * Invariant: pure. It runs parent and child to rest with the machines' pure transition function, so that one
 * batch can hold all that one event changed, and it only names the effects to start and to stop.
 */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { HoldfastError } from '../../protocol/errors.ts'
import { pureInitialTransition, pureTransition } from './pure-transition.ts'

/** An event, of whichever machine. */
export interface AnyEvent {
  type: string
  [field: string]: unknown
}

/** An effect to start: `src` names the implementation, `key` the running instance. */
export interface Start {
  key: string
  machine: string
  id: string
  src: string
  input: unknown
}

/** A line of the journal: an action that the runtime writes in the same batch. */
export interface JournalEntry {
  type: string
  params: unknown
}

export interface Transition {
  machine: string
  from: string
  to: string
  event: string
}

/** The machines as they stand, parent first. */
export type Snapshots = ReadonlyMap<string, AnyMachineSnapshot>

export interface StepResult {
  snapshots: Snapshots
  start: Start[]
  /** Keys of effects that are no longer wanted. */
  stop: string[]
  journal: JournalEntry[]
  transitions: Transition[]
}

/** The root machine, and which of the `src` names are machines rather than effects. */
export interface Machines {
  root: { name: string; logic: AnyStateMachine }
  journalActions: ReadonlySet<string>
}

interface Message {
  machine: string
  event: AnyEvent
}

/** How steps are taken: as here, or as somebody remembers that they were. */
export interface Steps {
  begin(machines: Machines, input: unknown): StepResult
  step(machines: Machines, snapshots: Snapshots, machine: string, event: AnyEvent): StepResult
}

/** The first step: every machine at its initial state. */
export function begin(machines: Machines, input: unknown): StepResult {
  const result = emptyResult(new Map())
  const queue: Message[] = []
  enterMachine(machines, result, queue, machines.root.name, machines.root.logic, input)
  drain(machines, result, queue)
  return result
}

/**
 * One event, to its end.
 * @throws HF_MACHINE_STOPPED when a machine ends or fails, which none may
 */
export function step(machines: Machines, snapshots: Snapshots, machine: string, event: AnyEvent): StepResult {
  const result = emptyResult(new Map(snapshots))
  drain(machines, result, [{ machine, event }])
  return result
}

interface Working extends StepResult {
  snapshots: Map<string, AnyMachineSnapshot>
}

function emptyResult(snapshots: Map<string, AnyMachineSnapshot>): Working {
  return { snapshots, start: [], stop: [], journal: [], transitions: [] }
}

function drain(machines: Machines, result: Working, queue: Message[]): void {
  for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
    const before = result.snapshots.get(message.machine)
    // A child that is gone hears nothing.
    if (before === undefined) continue
    const [after, actions] = pureTransition(before.machine as AnyStateMachine, before, message.event)
    settle(machines, result, queue, message.machine, describe(before), after, actions, message.event.type)
  }
}

function enterMachine(
  machines: Machines,
  result: Working,
  queue: Message[],
  name: string,
  logic: AnyStateMachine,
  input: unknown,
): void {
  const [first, actions] = pureInitialTransition(logic, input)
  settle(machines, result, queue, name, '', first, actions, 'start')
}

function settle(
  machines: Machines,
  result: Working,
  queue: Message[],
  name: string,
  from: string,
  after: AnyMachineSnapshot,
  actions: readonly { type: string; params?: unknown }[],
  event: string,
): void {
  if (after.status !== 'active') {
    const cause: unknown = after.error
    throw new HoldfastError('HF_MACHINE_STOPPED', `the machine ${name} is ${after.status} after ${event}`, { cause })
  }
  result.snapshots.set(name, after)
  const to = describe(after)
  if (to !== from) result.transitions.push({ machine: name, from, to, event })
  for (const action of actions) perform(machines, result, queue, name, action)
}

// What the pure transition function hands out, as of xstate 5: the names are checked by this file's tests.
interface SpawnParams {
  id: string
  src: string
  input: unknown
  actorRef: { logic: unknown }
}

function perform(
  machines: Machines,
  result: Working,
  queue: Message[],
  name: string,
  action: { type: string; params?: unknown },
): void {
  switch (action.type) {
    case 'xstate.spawnChild': {
      const { id, src, input, actorRef } = action.params as SpawnParams
      if (isMachine(actorRef.logic)) enterMachine(machines, result, queue, id, actorRef.logic, input)
      else result.start.push({ key: `${name}/${id}`, machine: name, id, src, input })
      return
    }
    case 'xstate.stopChild': {
      const key = `${name}/${(action.params as { id: string }).id}`
      const unborn = result.start.findIndex((start) => start.key === key)
      if (unborn >= 0) result.start.splice(unborn, 1)
      else result.stop.push(key)
      return
    }
    case 'xstate.sendTo': {
      // Without a name it is to the machine itself: a transition of its own, which the record shows.
      const { targetId = name, event } = action.params as { targetId?: string; event: AnyEvent }
      queue.push({ machine: targetId, event })
      return
    }
    case 'xstate.emit': {
      if (name !== machines.root.name) {
        queue.push({ machine: machines.root.name, event: (action.params as { event: AnyEvent }).event })
      }
      return
    }
    default: {
      if (!machines.journalActions.has(action.type)) {
        throw new HoldfastError('HF_INTERNAL', `the machine ${name} asks for the unknown action ${action.type}`)
      }
      result.journal.push({ type: action.type, params: action.params })
    }
  }
}

function isMachine(logic: unknown): logic is AnyStateMachine {
  return typeof logic === 'object' && logic !== null && 'root' in logic && 'definition' in logic
}

/** The state as text: "switching.settling.quiet", "serving(operation.free, logs.quiet)". */
export function describe(snapshot: AnyMachineSnapshot): string {
  const known = described.get(snapshot)
  if (known !== undefined) return known
  const text = describeValue(snapshot.value as StateValue)
  described.set(snapshot, text)
  return text
}

/** Where a step ends the next one begins. */
const described = new WeakMap<AnyMachineSnapshot, string>()

type StateValue = string | { [key: string]: StateValue }

function describeValue(value: StateValue): string {
  if (typeof value === 'string') return value
  const parts = Object.entries(value).map(([key, inner]) => {
    const text = describeValue(inner)
    return text.startsWith('(') ? `${key}${text}` : `${key}.${text}`
  })
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(', ')})`
}
