/**
 * The trust of the explorer: keys that are rotated, and who signs what.
 *
 * Invariant: the same versions in every process.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import { type PrivateKey, rawPublic } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { KEYS, keyOf } from './application.ts'

const [trust, , rollout] = KEYS as readonly [PrivateKey, PrivateKey, PrivateKey]
const nextTrust = keyOf('trust', 5)
/** The keys that count from each version on; the first is what devices are configured with. */
export const KEYS_OF: readonly (readonly PrivateKey[])[] = [
  KEYS,
  [trust, keyOf('release', 4), rollout],
  [nextTrust, keyOf('release', 6), rollout],
]

/** Everything that is retained once this version is published. */
export function chainTo(version: number): Uint8Array {
  const documents = KEYS_OF.slice(1, version + 1).map((keys, index) =>
    seal(
      KINDS.Trust,
      {
        version: index + 1,
        keys: keys.map(({ role, key }) => ({ role, publicKey: Uint8Array.from(rawPublic(key)) })),
      },
      [...(KEYS_OF[index] ?? []), ...keys],
    ),
  )
  return encode(KINDS.TrustChain, { documents })
}
