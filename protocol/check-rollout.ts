/**
 * Whether a rollout means something.
 *
 * Invariant: what passes here names a fleet, an epoch, a revision and a state that this version knows.
 */
import { RolloutState } from './enums.ts'
import { HoldfastError } from './errors.ts'
import { lotOf } from './spec-hash.ts'
import { checkName, isName } from './topics.ts'
import type { Rollout } from './types.ts'

/** A share of everybody: a rollout counts devices of 10,000. */
export const WHOLE_SHARE = 10_000

/** Devices that one rollout may name. */
export const MOST_NAMED = 1000

/** Whether a rollout lets a device take its epoch. */
export function isIncluded(device: string, rollout: Pick<Rollout, 'epoch' | 'share' | 'devices'>): boolean {
  return rollout.devices.includes(device) || lotOf(device, rollout.epoch) < rollout.share
}

const STATES: readonly number[] = [
  RolloutState.ROLLOUT_STATE_GO,
  RolloutState.ROLLOUT_STATE_PAUSED,
  RolloutState.ROLLOUT_STATE_REVERT,
]

/**
 * The rollout itself, when it is good.
 * @throws HF_WIRE_INVALID with the place of the first fault
 */
export function checkRollout(rollout: Rollout): Rollout {
  try {
    checkName('fleet', rollout.fleet)
  } catch (cause) {
    throw invalid('fleet', `${JSON.stringify(rollout.fleet)} cannot be the name of a fleet`, cause)
  }
  if (rollout.epoch === 0) throw invalid('epoch', 'is missing')
  if (rollout.revision === 0) throw invalid('revision', 'is missing')
  if (!STATES.includes(rollout.state)) throw invalid('state', `${rollout.state} is not a state of this version`)
  if (rollout.share > WHOLE_SHARE) throw invalid('share', `${rollout.share} is more than ${WHOLE_SHARE}`)
  if (rollout.devices.length > MOST_NAMED) throw invalid('devices', `more than ${MOST_NAMED} are named`)
  for (const [index, device] of rollout.devices.entries())
    if (!isName(device))
      throw invalid(`devices[${index}]`, `${JSON.stringify(device.slice(0, 64))} cannot be the name of a device`)
  return rollout
}

function invalid(field: string, message: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_WIRE_INVALID', message, { place: `rollout.${field}`, cause })
}
