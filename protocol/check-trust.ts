/**
 * Whether a trust document means something.
 *
 * Invariant: what passes here has keys enough for every role, none of which stands in two roles; a key that is named
 * twice in one role is one key.
 */
import { HoldfastError } from './errors.ts'
import { type PublicKey, publicKeyOf, ROLES, type Role, rawPublic } from './keys.ts'
import { checkName } from './topics.ts'
import type { Trust } from './types.ts'

/** How many keys of each role have to sign. */
export type Thresholds = Readonly<Record<Role, number>>

/** Whose signatures count. */
export interface TrustState {
  /** Zero: what was configured. */
  version: number
  /** Each once. */
  keys: readonly PublicKey[]
  thresholds: Thresholds
}

const ONE_OF_EACH: Thresholds = { trust: 1, release: 1, rollout: 1 }

/** More than anybody can keep apart. */
const MAX_KEYS = 64

/**
 * The keys and thresholds of a document.
 * @throws HF_TRUST_INVALID with the place of the first fault
 */
export function checkTrust(trust: Trust): TrustState {
  if (trust.version === 0) throw invalid('version', 'is missing')
  if (trust.fleet !== '') checkFleet(trust.fleet)
  if (trust.keys.length > MAX_KEYS) throw invalid('keys', `has ${trust.keys.length} keys, ${MAX_KEYS} are allowed`)
  const keys = distinct(trust.keys.map(({ role, publicKey }, index) => keyIn(role, publicKey, `keys[${index}]`)))
  const thresholds = {
    trust: trust.trustThreshold || 1,
    release: trust.releaseThreshold || 1,
    rollout: trust.rolloutThreshold || 1,
  }
  const fault = roleFault(keys, thresholds)
  if (fault !== null) throw invalid(fault.field, fault.message)
  return { version: trust.version, keys, thresholds }
}

/** What a device is configured with: version 0. Roles may be empty here: without a trust key there is no chain. */
export function configuredTrust(keys: readonly PublicKey[], thresholds: Thresholds = ONE_OF_EACH): TrustState {
  return { version: 0, keys: distinct(keys), thresholds }
}

/** Distinct keys of a role. */
export function keysOf({ keys }: Pick<TrustState, 'keys'>, role: Role): PublicKey[] {
  return keys.filter((key) => key.role === role)
}

function roleFault(keys: readonly PublicKey[], thresholds: Thresholds): { field: string; message: string } | null {
  const roles = new Map<string, Role>()
  for (const { role, key, id } of keys) {
    const other = roles.get(hex(key))
    if (other !== undefined) return { field: 'keys', message: `${id} stands in two roles, ${other} and ${role}` }
    roles.set(hex(key), role)
  }
  for (const role of ROLES) {
    const { length } = keysOf({ keys }, role)
    if (length === 0) return { field: 'keys', message: `holds no ${role} key` }
    if (length < thresholds[role]) {
      const message = `asks for ${thresholds[role]} ${role} keys, and there ${length === 1 ? 'is' : 'are'} ${length}`
      return { field: `${role}_threshold`, message }
    }
  }
  return null
}

function keyIn(role: string, raw: Uint8Array, field: string): PublicKey {
  const known = ROLES.find((one) => one === role)
  if (known === undefined)
    throw invalid(`${field}.role`, `${JSON.stringify(role.slice(0, 32))} is not one of ${ROLES.join(', ')}`)
  try {
    return publicKeyOf(known, raw, `trust.${field}.public_key`)
  } catch (cause) {
    throw invalid(`${field}.public_key`, `is not an Ed25519 key`, cause)
  }
}

/** In the order in which they are named. */
function distinct(keys: readonly PublicKey[]): PublicKey[] {
  return [...new Map(keys.map((key) => [`${key.role} ${hex(key.key)}`, key])).values()]
}

function hex(key: PublicKey['key']): string {
  return rawPublic(key).toString('hex')
}

function checkFleet(fleet: string): void {
  try {
    checkName('fleet', fleet)
  } catch (cause) {
    throw invalid('fleet', `${JSON.stringify(fleet.slice(0, 64))} cannot be the name of a fleet`, cause)
  }
}

function invalid(field: string, message: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_TRUST_INVALID', message, { place: `trust.${field}`, cause })
}
