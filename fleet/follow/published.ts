/**
 * What is published for a fleet now.
 *
 * Invariant: what cannot be read counts as nothing, and may be published over; what another release key has
 * signed may not, unless the operator says so.
 */
import type { TrustState } from '../../protocol/check-trust.ts'
import { KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PublicKey } from '../../protocol/keys.ts'
import type { Trusted } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import { type Peeked, peek } from '../signing/sealed.ts'
import { publishedTrust } from './published-trust.ts'
import { fleetOf } from './seen.ts'
import type { Watch } from './watch.ts'

/** The target, or null when there is none that can be read: that is worth a warning. */
export function publishedTarget(
  watch: Watch,
  topic: string,
  trusted: Trusted,
  warn: (message: string) => void,
): Peeked<Target> | null {
  const bytes = watch.last(topic)
  if (bytes === null) return null
  try {
    return peek(KINDS.Target, bytes, trusted)
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    warn(`${topic}: ${error.code} ${error.message}`)
    return null
  }
}

/** The last rollout, or null when there is none that can be read. */
export function publishedRollout(watch: Watch, topic: string, keys: readonly PublicKey[]): Rollout | null {
  const bytes = watch.last(topic)
  if (bytes === null) return null
  try {
    return peek(KINDS.Rollout, bytes, keys).message
  } catch (error) {
    if (error instanceof HoldfastError) return null
    throw error
  }
}

/** Whose signatures count on the devices of a fleet, or on one device, as the fleet that it says it is in has it. */
export async function trustOver(
  watch: Watch,
  { fleet, device }: { fleet: string; device: string },
  warn: (message: string) => void,
): Promise<TrustState | null> {
  const seen = watch.fleet.get(device)
  const home = fleet || (seen === undefined ? '' : fleetOf(seen))
  return (await trustIn(watch, [home], warn)).get(home) ?? null
}

/** Whose signatures count in each of these fleets; other topics are read on the way. */
export async function trustIn(
  watch: Watch,
  fleets: readonly string[],
  warn: (message: string) => void,
  topics: readonly string[] = [],
): Promise<ReadonlyMap<string, TrustState | null>> {
  const names = [...new Set(fleets)].filter((name) => name !== '')
  const read = [...topics, ...names.map((name) => fleetTopics(name).trust)]
  if (read.length > 0) await watch.read(read)
  return new Map(names.map((name) => [name, publishedTrust(watch.last(fleetTopics(name).trust), name, warn)]))
}

/**
 * Devices that take what is published would refuse what other keys sign, and a device that joins later would
 * find nothing that it can take.
 * @param signers ids of the keys that sign what is to be published instead
 * @throws HF_SIGNATURE_INVALID when none of them has signed what is published
 */
export function refuseForeign(published: Peeked<Target>, signers: readonly string[], topic: string): void {
  if (published.signers.some((id) => signers.includes(id))) return
  const [theirs, ours] = [published.signers, signers].map((ids) => ids.map((id) => id.slice(0, 64)).join(', '))
  throw new HoldfastError(
    'HF_SIGNATURE_INVALID',
    `what is published there is signed by another release key (${theirs}) than yours (${ours}), and devices that trust only that one would refuse yours; nothing was published. Sign with that key, or give --replace-foreign-target`,
    { place: topic },
  )
}
