/**
 * The next version of a fleet's trust, as an operator wants it.
 *
 * Invariant: pure; what comes out passes `checkTrust`, and is signed by nobody yet.
 */
import { checkTrust, type TrustState } from '../../protocol/check-trust.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type PublicKey, ROLES, type Role, rawPublic } from '../../protocol/keys.ts'
import { wrap } from '../../protocol/signature.ts'
import { usage } from '../cli/args.ts'

export interface Wanted {
  add: readonly PublicKey[]
  /** Ids. */
  remove: readonly string[]
  thresholds: Partial<Record<Role, number>>
}

/**
 * @param before what counts now
 * @returns the document, to be signed by trust keys of the version before and of its own
 * @throws HF_KEY_INVALID when a key that is to go is not there; HF_TRUST_INVALID when what is left is no trust
 */
export function draftTrust(
  before: TrustState,
  fleet: string,
  { add, remove, thresholds }: Wanted,
  nowMs: number,
): Uint8Array {
  const unknown = remove.find((id) => !before.keys.some((key) => key.id === id))
  if (unknown !== undefined)
    throw new HoldfastError('HF_KEY_INVALID', `is in no role of trust version ${before.version}`, { place: unknown })
  const kept = before.keys.filter(({ id }) => !remove.includes(id))
  const keys = [...kept, ...add.filter(({ id }) => !kept.some((key) => key.id === id))]
  const { trust, release, rollout } = { ...before.thresholds, ...thresholds }
  const document = {
    version: before.version + 1,
    fleet,
    keys: keys.map(({ role, key }) => ({ role, publicKey: rawPublic(key) })),
    trustThreshold: trust,
    releaseThreshold: release,
    rolloutThreshold: rollout,
    issuedAtMs: nowMs,
  }
  checkTrust(decode(KINDS.Trust, encode(KINDS.Trust, document)))
  return wrap(KINDS.Trust, document)
}

/** "release=2". @throws HF_USAGE */
export function parseThreshold(text: string): Partial<Record<Role, number>> {
  const match = /^([a-z]+)=([1-9]\d?)$/.exec(text)
  const role = ROLES.find((one) => one === match?.[1])
  if (role === undefined) throw usage(`${JSON.stringify(text)} is not ROLE=NUMBER, such as release=2`, '--threshold')
  return { [role]: Number(match?.[2]) }
}
