/**
 * What kinds of devices a simulated fleet is made of.
 *
 * Invariant: a profile is data; which one a device has follows from the seed and its name alone, so that it is the
 * same whoever simulates it.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { asCount, asText, fieldsOf, mapOf, type Read } from '../engine/read-json.ts'
import { seededRandom } from '../seeded-random.ts'

export interface Profile {
  /** As the OCI image specification names it. */
  architecture: string
  memoryBytes: number
  diskBytes: number
  /** Of it, by others. */
  diskTakenBytes: number
  pullBytesPerSecond: number
  /** Most that one call of the engine takes. */
  engineMs: number
  /** How long a message takes to the broker; with a broker in memory also from it. */
  linkMs: number
  /** How long a synced write takes. */
  syncMs: number
  /** From the power's return, or the end of a shutdown, until engine and agent start. */
  bootMs: number
}

export const PROFILES: Readonly<Record<string, Profile>> = {
  /** An arm board on a cellular link. */
  'arm-cellular': {
    architecture: 'arm64',
    memoryBytes: 512_000_000,
    diskBytes: 8_000_000_000,
    diskTakenBytes: 3_000_000_000,
    pullBytesPerSecond: 150_000,
    engineMs: 120,
    linkMs: 180,
    syncMs: 8,
    bootMs: 35_000,
  },
  /** A gateway on Ethernet. */
  gateway: {
    architecture: 'amd64',
    memoryBytes: 2_000_000_000,
    diskBytes: 32_000_000_000,
    diskTakenBytes: 4_000_000_000,
    pullBytesPerSecond: 10_000_000,
    engineMs: 30,
    linkMs: 15,
    syncMs: 2,
    bootMs: 20_000,
  },
  /** An old board with a slow disk. */
  'old-board': {
    architecture: 'arm',
    memoryBytes: 256_000_000,
    diskBytes: 4_000_000_000,
    diskTakenBytes: 2_500_000_000,
    pullBytesPerSecond: 800_000,
    engineMs: 600,
    linkMs: 40,
    syncMs: 90,
    bootMs: 90_000,
  },
  /** Work takes no time: what is left is what the agent itself costs. */
  instant: {
    architecture: 'amd64',
    memoryBytes: 2_000_000_000,
    diskBytes: 32_000_000_000,
    diskTakenBytes: 4_000_000_000,
    pullBytesPerSecond: 1e15,
    engineMs: 0,
    linkMs: 0,
    syncMs: 0,
    bootMs: 1_000,
  },
}

/** As many of each as the others. */
export const DEFAULT_MIX: ReadonlyMap<string, number> = new Map([
  ['arm-cellular', 1],
  ['gateway', 1],
  ['old-board', 1],
])

const asProfile = fieldsOf<Profile>(
  {
    architecture: asText,
    memoryBytes: asCount,
    diskBytes: asCount,
    diskTakenBytes: asCount,
    pullBytesPerSecond: asCount,
    engineMs: asCount,
    linkMs: asCount,
    syncMs: asCount,
    bootMs: asCount,
  },
  PROFILES.gateway as Profile,
)

/** A file's table: name to profile. What is left out of one is as of a gateway. @throws HF_FILE_INVALID */
export const readProfiles: Read<Record<string, Profile>> = mapOf(asProfile)

/** The profile's name that a device has, by the weights. */
export function profileOf(seed: string, device: string, mix: ReadonlyMap<string, number>): string {
  const total = [...mix.values()].reduce((sum, weight) => sum + weight, 0)
  let draw = seededRandom(`${seed}/profile/${device}`)() * total
  for (const [name, weight] of mix) {
    draw -= weight
    if (draw < 0) return name
  }
  throw new HoldfastError('HF_USAGE', 'no weight is above zero', { place: '--profile' })
}
