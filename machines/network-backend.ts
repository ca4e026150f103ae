/**
 * The network back end: how a configuration of ours stands beside what is there, is kept, and is taken back.
 *
 * Invariant: what was there before stays as it is; a trial does not outlive a reboot; each call looks first, may be
 * repeated after a cut at any point of it, and ends the same. Secrets are filled in, and never told in an error.
 */
import type { NetworkConfig } from '../protocol/types.ts'

/** A configuration, as `networkHash` names it. One `asItCame` is the absence of all others of ours. */
export interface WantedNetwork {
  hash: string
  config: NetworkConfig
}

export interface NetworkBackend {
  /**
   * Whether the back end answers, and which configuration of ours comes up at every boot, whole; null: none.
   * Never fails: a back end that is not there answers no.
   */
  read(): Promise<{ answers: boolean; kept: string | null }>
  /**
   * Stands it beside what is there and brings it up, until the next boot.
   * @param secondLineMs the back end goes back by itself after so long, where it can: also when the agent is gone
   * @throws HF_NETWORK_FAILED when it cannot be brought up
   * @throws HF_NETWORK_UNAVAILABLE when the back end does not answer
   * @throws HF_CANCELLED
   */
  apply(wanted: WantedNetwork, secondLineMs: number, signal: AbortSignal): Promise<void>
  /**
   * It comes up at every boot from now on, and goes before what was there; all others of ours are gone.
   * @throws HF_NETWORK_FAILED, HF_NETWORK_UNAVAILABLE
   */
  keep(wanted: WantedNetwork): Promise<void>
  /**
   * What was there before a trial is up again, and all of ours but that is gone.
   * @param to what is kept; null: nothing of ours
   * @throws HF_NETWORK_UNAVAILABLE
   */
  revert(to: WantedNetwork | null): Promise<void>
  /**
   * Links that are set back are used only where no other is, until the next boot; all others are as their profiles say.
   * @param setBack interfaces, as the kernel names them
   * @throws HF_NETWORK_FAILED, HF_NETWORK_UNAVAILABLE
   */
  steer(setBack: readonly string[]): Promise<void>
  /**
   * Whether what leaves by that local address leaves by a link of the configuration.
   * @throws HF_NETWORK_UNAVAILABLE
   */
  carries(wanted: WantedNetwork, localAddress: string): Promise<boolean>
}
