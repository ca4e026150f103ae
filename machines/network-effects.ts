/**
 * The effects of the network machine: what goes in, what comes out.
 *
 * Invariant: inputs and outputs are JSON; each effect looks before it acts and may run twice. Links, reachability and
 * the broker are not asked by effects: they come as events.
 */
import { effect } from './effect.ts'
import type { NetworkChange, NetworkRef } from './network-intent.ts'

/** What the one who configures the network says of it. */
export interface NetworkReading {
  /** Somebody is there who can change it. */
  canChange: boolean
  /** Hash of the configuration of ours that is in force; null: none is. */
  inForce: string | null
}

export const networkEffects = {
  /** Asks who configures the network, and what of ours is in force. */
  readNetwork: effect<NetworkReading, null>(),
  /** Brings a configuration into force beside the one before, which the next boot would begin with. */
  applyNetwork: effect<null, { change: NetworkChange; from: NetworkRef | null }>(),
  /** Ends when the broker has answered over a connection that was made since; fails when the budget is spent. */
  confirmContact: effect<null, { change: NetworkChange }>(),
  /** Makes it what boots begin with, and removes the one before. */
  keepNetwork: effect<null, { change: NetworkChange }>(),
  /** Brings back the one before, and removes what was tried. */
  revertNetwork: effect<null, { change: NetworkChange; to: NetworkRef | null }>(),
  /** Sets links back, so that another one is used, until the next boot; those that are not named are as they were. */
  steerLinks: effect<null, { setBack: string[] }>(),
  /** Waits: so long, or with full jitter after so many failures. */
  pause: effect<null, { ms: number } | { failures: number }>(),
}
