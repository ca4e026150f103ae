/**
 * Whether a target means something: the check that the operator makes before signing and the device
 * before admitting.
 *
 * Invariant: what passes here names one addressee and holds a release that can run; nothing here looks
 * at the device, its clock or its engine.
 */
import { budgetFault, MAX_BUDGETS } from './budget-fault.ts'
import { HoldfastError } from './errors.ts'
import { networkFaults } from './network-faults.ts'
import { releaseFaults } from './release-faults.ts'
import { checkName } from './topics.ts'
import type { Target } from './types.ts'
import { windowFault } from './window-fault.ts'

/** A target that has been checked: its release is there. */
export type CheckedTarget = Target & { release: NonNullable<Target['release']> }

/**
 * The target itself, when it is good.
 * @throws HF_TARGET_INVALID with the place of the first fault
 */
export function checkTarget(target: Target): CheckedTarget {
  if ((target.fleet === '') === (target.device === ''))
    throw invalid('target', 'is not for exactly one of a fleet and a device')
  const [what, name] = target.fleet === '' ? (['device', target.device] as const) : (['fleet', target.fleet] as const)
  try {
    checkName(what, name)
  } catch (cause) {
    throw invalid(`target.${what}`, `${JSON.stringify(name)} cannot be the name of a ${what}`, cause)
  }
  if (target.epoch === 0) throw invalid('target.epoch', 'is missing')
  const { release, fallback } = target
  if (release === null) throw invalid('target.release', 'is missing')
  const faults = [
    ...releaseFaults(release, 'target.release'),
    ...(fallback === null ? [] : releaseFaults(fallback, 'target.fallback')),
    ...(target.network === null ? [] : networkFaults(target.network, 'target.network')),
  ]
  const first = faults[0]
  if (first !== undefined) throw invalid(first.place, first.message)
  const budgets = target.policy?.byteBudgets ?? []
  if (budgets.length > MAX_BUDGETS) throw invalid('target.policy.byteBudgets', `has more than ${MAX_BUDGETS} budgets`)
  for (const [index, budget] of budgets.entries()) {
    const fault = budgetFault(budget)
    if (fault !== null) throw invalid(`target.policy.byteBudgets[${index}]`, fault)
  }
  for (const [index, window] of (target.policy?.windows ?? []).entries()) {
    const fault = windowFault(window)
    if (fault !== null) throw invalid(`target.policy.windows[${index}]`, fault)
  }
  return { ...target, release }
}

function invalid(place: string, message: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_TARGET_INVALID', message, { place, cause })
}
