/**
 * The messages of the wire as plain data.
 *
 * Invariant: plain data is JSON-safe but for `Uint8Array`: scalars are always present (zero when not
 * set), lists and maps are never null, an absent message is null. Machines can keep it in their context.
 */
import type { holdfast } from './messages.js'

type Scalar = string | number | boolean | Uint8Array

type Item<V> = V extends Scalar ? V : Plain<V>

type Field<V> = V extends Scalar
  ? V
  : V extends readonly (infer U)[]
    ? Item<U>[]
    : string extends keyof V
      ? V
      : Plain<V> | null

/** A message with every field present. `action`, the name of a oneof's arm, is left to `actionOf`. */
export type Plain<T> = {
  [K in keyof T as K extends '$unknowns' | 'action' | 'proof' ? never : K]-?: Field<NonNullable<T[K]>>
}

export type Signed = Plain<holdfast.v1.Signed.$Properties>
export type Signature = Plain<holdfast.v1.Signature.$Properties>
export type Trust = Plain<holdfast.v1.Trust.$Properties>
export type TrustedKey = Plain<holdfast.v1.TrustedKey.$Properties>
export type TrustChain = Plain<holdfast.v1.TrustChain.$Properties>
export type Claim = Plain<holdfast.v1.Claim.$Properties>
export type TokenProof = Plain<holdfast.v1.TokenProof.$Properties>
export type SerialProof = Plain<holdfast.v1.SerialProof.$Properties>
export type ApprovalProof = Plain<holdfast.v1.ApprovalProof.$Properties>
export type RecoveryProof = Plain<holdfast.v1.RecoveryProof.$Properties>
export type ClaimAnswer = Plain<holdfast.v1.ClaimAnswer.$Properties>
export type Revocation = Plain<holdfast.v1.Revocation.$Properties>
export type Renewal = Plain<holdfast.v1.Renewal.$Properties>
export type Secrets = Plain<holdfast.v1.Secrets.$Properties>
export type SealedSecret = Plain<holdfast.v1.SealedSecret.$Properties>
export type Target = Plain<holdfast.v1.Target.$Properties>
export type Policy = Plain<holdfast.v1.Policy.$Properties>
export type Release = Plain<holdfast.v1.Release.$Properties>
export type ByteBudget = Plain<holdfast.v1.ByteBudget.$Properties>
export type Usage = Plain<holdfast.v1.Usage.$Properties>
export type ByteCount = Plain<holdfast.v1.ByteCount.$Properties>
export type BudgetUse = Plain<holdfast.v1.BudgetUse.$Properties>
export type ImageFetch = Plain<holdfast.v1.ImageFetch.$Properties>
export type UpdateOutcome = Plain<holdfast.v1.UpdateOutcome.$Properties>
export type Window = Plain<holdfast.v1.Window.$Properties>
export type Requirements = Plain<holdfast.v1.Requirements.$Properties>
export type Service = Plain<holdfast.v1.Service.$Properties>
export type Dependency = Plain<holdfast.v1.Dependency.$Properties>
export type Healthcheck = Plain<holdfast.v1.Healthcheck.$Properties>
export type HandOver = Plain<holdfast.v1.HandOver.$Properties>
export type LockRules = Plain<holdfast.v1.LockRules.$Properties>
export type File = Plain<holdfast.v1.File.$Properties>
export type BlockIo = Plain<holdfast.v1.BlockIo.$Properties>
export type DeviceWeight = Plain<holdfast.v1.DeviceWeight.$Properties>
export type DeviceRate = Plain<holdfast.v1.DeviceRate.$Properties>
export type Port = Plain<holdfast.v1.Port.$Properties>
export type ImageParts = Plain<holdfast.v1.ImageParts.$Properties>
export type Attachment = Plain<holdfast.v1.Attachment.$Properties>
export type Mount = Plain<holdfast.v1.Mount.$Properties>
export type Device = Plain<holdfast.v1.Device.$Properties>
export type DeviceRequest = Plain<holdfast.v1.DeviceRequest.$Properties>
export type Ulimit = Plain<holdfast.v1.Ulimit.$Properties>
export type Logging = Plain<holdfast.v1.Logging.$Properties>
export type Resources = Plain<holdfast.v1.Resources.$Properties>
export type Volume = Plain<holdfast.v1.Volume.$Properties>
export type Network = Plain<holdfast.v1.Network.$Properties>
export type Subnet = Plain<holdfast.v1.Subnet.$Properties>
export type NetworkConfig = Plain<holdfast.v1.NetworkConfig.$Properties>
export type NetworkLink = Plain<holdfast.v1.NetworkLink.$Properties>
export type Wifi = Plain<holdfast.v1.Wifi.$Properties>
export type Cellular = Plain<holdfast.v1.Cellular.$Properties>
export type Vlan = Plain<holdfast.v1.Vlan.$Properties>
export type IpConfig = Plain<holdfast.v1.IpConfig.$Properties>
export type Route = Plain<holdfast.v1.Route.$Properties>
export type NetworkProxy = Plain<holdfast.v1.NetworkProxy.$Properties>
export type Failover = Plain<holdfast.v1.Failover.$Properties>
export type NetworkReport = Plain<holdfast.v1.NetworkReport.$Properties>
export type LinkStatus = Plain<holdfast.v1.LinkStatus.$Properties>
export type ModemStatus = Plain<holdfast.v1.ModemStatus.$Properties>
export type NetworkChange = Plain<holdfast.v1.NetworkChange.$Properties>
export type Rollout = Plain<holdfast.v1.Rollout.$Properties>
export type Report = Plain<holdfast.v1.Report.$Properties>
export type Running = Plain<holdfast.v1.Running.$Properties>
export type Stopped = Plain<holdfast.v1.Stopped.$Properties>
export type Blocker = Plain<holdfast.v1.Blocker.$Properties>
export type ServiceStatus = Plain<holdfast.v1.ServiceStatus.$Properties>
export type Refusal = Plain<holdfast.v1.Refusal.$Properties>
export type Progress = Plain<holdfast.v1.Progress.$Properties>
export type Host = Plain<holdfast.v1.Host.$Properties>
export type Presence = Plain<holdfast.v1.Presence.$Properties>
export type Command = Plain<holdfast.v1.Command.$Properties>
export type Identify = Plain<holdfast.v1.Identify.$Properties>
export type RestartService = Plain<holdfast.v1.RestartService.$Properties>
export type StopService = Plain<holdfast.v1.StopService.$Properties>
export type StartService = Plain<holdfast.v1.StartService.$Properties>
export type Hold = Plain<holdfast.v1.Hold.$Properties>
export type Unhold = Plain<holdfast.v1.Unhold.$Properties>
export type Cancel = Plain<holdfast.v1.Cancel.$Properties>
export type Revert = Plain<holdfast.v1.Revert.$Properties>
export type Purge = Plain<holdfast.v1.Purge.$Properties>
export type Reboot = Plain<holdfast.v1.Reboot.$Properties>
export type Shutdown = Plain<holdfast.v1.Shutdown.$Properties>
export type Run = Plain<holdfast.v1.Run.$Properties>
export type Exec = Plain<holdfast.v1.Exec.$Properties>
export type UpdateNow = Plain<holdfast.v1.UpdateNow.$Properties>
export type Prune = Plain<holdfast.v1.Prune.$Properties>
export type Logs = Plain<holdfast.v1.Logs.$Properties>
export type ForgetRefusal = Plain<holdfast.v1.ForgetRefusal.$Properties>
export type Flight = Plain<holdfast.v1.Flight.$Properties>
export type Result = Plain<holdfast.v1.Result.$Properties>
export type Log = Plain<holdfast.v1.Log.$Properties>
export type LogLine = Plain<holdfast.v1.LogLine.$Properties>
export type Watch = Plain<holdfast.v1.Watch.$Properties>
export type Chart = Plain<holdfast.v1.Chart.$Properties>
export type MachineState = Plain<holdfast.v1.MachineState.$Properties>
export type Effect = Plain<holdfast.v1.Effect.$Properties>
export type ChartDefinition = Plain<holdfast.v1.ChartDefinition.$Properties>
export type Envelope = Plain<holdfast.v1.Envelope.$Properties>
export type FlightEntry = Plain<holdfast.v1.FlightEntry.$Properties>
export type CommandRecord = Plain<holdfast.v1.CommandRecord.$Properties>
export type Outgoing = Plain<holdfast.v1.Outgoing.$Properties>

export type {
  ClaimState,
  Condition,
  Gate,
  Health,
  IpMethod,
  Metered,
  MountType,
  Outcome,
  Restart,
  RolloutState,
  Strategy,
} from './enums.ts'
