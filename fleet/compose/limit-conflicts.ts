/**
 * Limits that an engine takes alone and refuses together.
 *
 * Invariant: the rules are those of the engine (moby, "verifyPlatformContainerResources"); 0 is not said.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Resources } from '../../protocol/types.ts'

type Field = 'memoryBytes' | 'memoryReservationBytes' | 'memorySwapBytes' | 'nanoCpus' | 'cpuQuota' | 'cpuPeriod'

interface Conflict {
  /** The key whose place is shown. */
  key: string
  message: string
}

const RULES: readonly (Conflict & { holds: (limits: Record<Field, number>) => boolean })[] = [
  {
    key: 'memswap_limit',
    message: 'is memory and swap together, and has to have a limit of memory beside it',
    holds: ({ memoryBytes, memorySwapBytes }) => memoryBytes === 0 && memorySwapBytes > 0,
  },
  {
    key: 'memswap_limit',
    message: 'is memory and swap together, and must not be below the limit of memory',
    holds: ({ memoryBytes, memorySwapBytes }) => memorySwapBytes > 0 && memorySwapBytes < memoryBytes,
  },
  {
    key: 'mem_reservation',
    message: 'must not be above the limit of memory',
    holds: ({ memoryBytes, memoryReservationBytes }) => memoryBytes > 0 && memoryReservationBytes > memoryBytes,
  },
  {
    key: 'cpu_quota',
    message: 'cannot stand beside a number of CPUs, which says the same',
    holds: ({ nanoCpus, cpuQuota }) => nanoCpus > 0 && cpuQuota > 0,
  },
  {
    key: 'cpu_period',
    message: 'cannot stand beside a number of CPUs, which says the same',
    holds: ({ nanoCpus, cpuPeriod }) => nanoCpus > 0 && cpuPeriod > 0,
  },
]

/** The first rule that the limits break, or null. */
export function limitConflict(resources: Loose<Resources>): Conflict | null {
  const { memoryBytes = 0, memoryReservationBytes = 0, memorySwapBytes = 0 } = resources
  const { nanoCpus = 0, cpuQuota = 0, cpuPeriod = 0 } = resources
  const limits = { memoryBytes, memoryReservationBytes, memorySwapBytes, nanoCpus, cpuQuota, cpuPeriod }
  return RULES.find(({ holds }) => holds(limits)) ?? null
}
