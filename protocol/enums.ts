/** The enumerations of the wire, as values and as types. */
import { holdfast } from './messages.js'

export const {
  ByteClass,
  ClaimState,
  Strategy,
  Condition,
  Gate,
  Restart,
  MountType,
  RolloutState,
  Health,
  Outcome,
  IpMethod,
  Metered,
} = holdfast.v1

export type ByteClass = holdfast.v1.ByteClass
export type Strategy = holdfast.v1.Strategy
export type ClaimState = holdfast.v1.ClaimState
export type Condition = holdfast.v1.Condition
export type Gate = holdfast.v1.Gate
export type Restart = holdfast.v1.Restart
export type MountType = holdfast.v1.MountType
export type RolloutState = holdfast.v1.RolloutState
export type Health = holdfast.v1.Health
export type Outcome = holdfast.v1.Outcome
export type IpMethod = holdfast.v1.IpMethod
export type Metered = holdfast.v1.Metered
