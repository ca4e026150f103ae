/**
 * What a network configuration is known by.
 *
 * Invariant: whatever is wanted, tried and in force is compared by it alone.
 */
import { AS_IT_CAME } from './as-it-came.ts'
import { KINDS } from './codec.ts'
import { messageHash } from './message-hash.ts'
import type { NetworkConfig } from './types.ts'

/** The hash of its message; of all that want the network as it came, one name. */
export function networkHash(config: NetworkConfig): string {
  return config.asItCame ? AS_IT_CAME : messageHash(KINDS.NetworkConfig, config)
}
