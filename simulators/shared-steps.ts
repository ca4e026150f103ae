/**
 * Steps of the machines that were computed once in this process.
 *
 * Invariant: what comes out is what `begin` and `step` give for exactly this state and event: they are pure, so
 * agents that were told the same share it. It is frozen: nobody who was handed it can change it for the others.
 */
import type { AnyStateMachine } from 'xstate'
import { begin, type Snapshots, type StepResult, type Steps, step } from '../agent/runtime/step.ts'
import { frozen } from './frozen.ts'

/** So many are kept; then everything is forgotten but what agents stand on. */
const MOST = 4_000

/** For agents that share a process. Those whose devices are told the same things at the same times gain by it. */
export function sharedSteps(): Steps {
  let first = new WeakMap<AnyStateMachine, Map<string, StepResult>>()
  // By the very state that an earlier step has given: so two agents meet at the beginning, or never.
  const next = new WeakMap<Snapshots, Map<string, StepResult>>()
  let count = 0
  const keep = <Key extends object>(
    by: WeakMap<Key, Map<string, StepResult>>,
    key: Key,
    told: unknown[],
    compute: () => StepResult,
  ) => {
    const exact = exactly(told)
    if (exact === null) return compute()
    const known = by.get(key)?.get(exact)
    if (known !== undefined) return known
    const result = compute()
    freeze(result)
    if (count >= MOST) {
      first = new WeakMap()
      count = 0
    }
    count += 1
    by.set(key, (by.get(key) ?? new Map<string, StepResult>()).set(exact, result))
    return result
  }
  return {
    begin: (machines, input) => keep(first, machines.root.logic, [input], () => begin(machines, input)),
    step: (machines, snapshots, machine, event) =>
      keep(next, snapshots, [machine, event], () => step(machines, snapshots, machine, event)),
  }
}

/** Null: it holds what JSON would tell as something else, or not at all. */
function exactly(told: unknown[]): string | null {
  return isJson(told) ? JSON.stringify(told) : null
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean'
  if (value === null) return true
  if (Array.isArray(value)) return value.every(isJson)
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  for (const key in value) if (!isJson((value as Record<string, unknown>)[key])) return false
  return true
}

function freeze({ snapshots, start, journal, transitions, stop }: StepResult): void {
  for (const { context } of snapshots.values()) frozen(context)
  for (const { input } of start) frozen(input)
  for (const { params } of journal) frozen(params)
  for (const list of [start, journal, transitions, stop]) Object.freeze(list)
}
