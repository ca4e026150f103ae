/**
 * The network port: how a network configuration of ours is tried, kept and taken back on the device.
 *
 * Invariant: what was there before a trial stays as it is; a trial does not outlive a reboot; each call looks first, may
 * be repeated after a cut, and ends the same.
 */
import type { NetworkConfig } from '../protocol/types.ts'

/** A configuration, by the hash of its message; secrets are filled in. */
export interface WantedNetwork {
  hash: string
  config: NetworkConfig
}

/** One configuration of ours as it stands on the device. */
export interface NetworkFact {
  hash: string
  /** It comes up by itself after a reboot, whole. */
  durable: boolean
  /** All its links that have a device are up. */
  active: boolean
}

export interface NetworkPort {
  /**
   * What of ours stands there; an empty list when the device goes by what it came with.
   * @throws HF_NETWORK_UNAVAILABLE when the back end is not there
   */
  configurations(): Promise<NetworkFact[]>
  /**
   * Writes the configuration beside what is there and brings it up; after a reboot it is gone.
   * @param secondLineMs the back end goes back by itself after so long, where it can; so also when the agent dies
   * @throws HF_NETWORK_FAILED when it cannot be brought up
   * @throws HF_NETWORK_UNAVAILABLE when the back end is not there
   * @throws HF_CANCELLED when aborted
   */
  try(wanted: WantedNetwork, secondLineMs: number, signal: AbortSignal): Promise<void>
  /**
   * It holds from now on, also after a reboot, and goes before what was there. Others of ours go.
   * @throws HF_NETWORK_FAILED when it is not there (any more)
   * @throws HF_NETWORK_UNAVAILABLE when the back end is not there
   */
  keep(wanted: WantedNetwork): Promise<void>
  /**
   * Brings up what was there before, then removes all of ours but that.
   * @param hash of the configuration that is in force; null: none of ours
   * @throws HF_NETWORK_UNAVAILABLE when the back end is not there
   */
  goBack(hash: string | null): Promise<void>
  /** Whether that local address is of a link of the configuration: what reached the broker went over it. */
  carries(wanted: WantedNetwork, localAddress: string): Promise<boolean>
}
