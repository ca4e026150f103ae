/**
 * What a scenario of provisioning is: how the board gets in, what operators do and when, and how it ends.
 *
 * Invariant: data and pure functions, as the scenarios of updates are.
 */
import type { Request } from '../../../fleet/registrar/act.ts'
import type { Registry } from '../../../fleet/registrar/records.ts'
import type { Troubles } from './troubles.ts'

export interface ProvisionView {
  resting: boolean
  /** State of the provision machine, "provisioned.resting"; empty while no agent runs. */
  state: string
  /** The registrar's. */
  registry: Registry
  /** Something that was asked of the registrar waits. */
  asked: boolean
  /** It is connected by the certificate that the registrar gave it last. */
  isRenewed: boolean
}

export interface ProvisionHands {
  /** What an operator asks of the registrar. */
  operate(request: Request): void
  /** Approves every claim that is in this state. */
  approveAll(state: 'pending' | 'rejected', how?: { replace: boolean }): void
  /** Rejects every claim that waits. */
  rejectAll(): void
  /** From now on these go wrong, or do not any more. */
  trouble(troubles: Partial<Troubles>): void
  /** A board that was never on takes the device's place; its applications' disk stays. */
  otherBoard(): void
  /** The calendar goes on; the device is on meanwhile. */
  days(count: number): void
  /** The device is off for so long. */
  away(days: number): void
}

export interface ProvisionStep {
  tells: string
  when(view: ProvisionView): boolean
  act(hands: ProvisionHands): void
}

/** What the device was given to claim with. */
export type Way = 'token' | 'serial' | 'approval'

export interface ProvisionScenario {
  name: string
  tells: string
  way: Way
  /** Done, and brought to rest, before anything is cut. */
  before?: readonly ProvisionStep[]
  steps: readonly ProvisionStep[]
  /** Who the device is in the end: by its first certificate, by the next one, or nobody. */
  ends: 'first' | 'next' | 'nobody'
  /** Default: the one that it was claimed for. */
  fleet?: string
  /** What the registrar's log has, beyond what follows from the rest. */
  audit?: Readonly<Record<string, number>>
}
