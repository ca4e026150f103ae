/** The enumerations of the wire, as values. */
import { holdfast } from './messages.js'

export const { Strategy, Condition, Restart, MountType, RolloutState, Health, Outcome } = holdfast.v1
