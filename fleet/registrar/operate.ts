/**
 * What operators do: approve, reject, revoke, forget, tag, move; tokens and serials.
 *
 * Invariant: pure; either the changes of the whole action, or one error that names the fault.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import { isReturn } from './decide.ts'
import { revokeGiven } from './record-grant.ts'
import type { Change, ClaimRecord, DeviceRecord, Note, Registry, SerialRecord, TokenRecord } from './records.ts'

export interface Done<T = null> {
  changes: readonly Change[]
  notes: readonly Note[]
  result: T
}

const MOST_TAGS = 64
const MOST_OF_A_TAG = 128
const TAG = new RegExp(`^(?!\\s)[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{1,${MOST_OF_A_TAG}}(?<!\\s)$`, 'u')

/**
 * The claim waiting under an id, a fingerprint, or the first digits of either that nothing else begins with.
 * @throws HF_CLAIM_UNKNOWN
 */
function findClaim(registry: Registry, word: string): ClaimRecord {
  const digits = word.replaceAll('-', '').toLowerCase()
  const found = digits.length < 4 ? [] : [...registry.claim.values()].filter(({ id }) => id.startsWith(digits))
  if (found.length === 1) return found[0]!
  throw new HoldfastError(
    'HF_CLAIM_UNKNOWN',
    found.length === 0 ? 'no claim waits under it' : 'several claims begin so',
    {
      place: word.slice(0, 40),
    },
  )
}

/** @throws HF_CLAIM_UNKNOWN, HF_CLAIM_INVALID, HF_NAME_TAKEN, HF_TOPIC_INVALID */
export function approve(
  registry: Registry,
  word: string,
  { device, fleet, replace }: { device?: string | undefined; fleet?: string | undefined; replace: boolean },
): Done<ClaimRecord> {
  const claim = findClaim(registry, word)
  const name = checkName('device', device ?? (claim.device === '' ? `d-${claim.id.slice(0, 12)}` : claim.device))
  if (claim.returns !== undefined && name !== claim.device)
    throw new HoldfastError('HF_CLAIM_INVALID', `it asks to come back as ${claim.device}, and takes no other name`, {
      place: name,
    })
  const held = registry.device.get(name)
  const returning = held !== undefined && isReturn(claim, held) ? held : null
  if (held !== undefined && returning === null && !replace)
    throw new HoldfastError('HF_NAME_TAKEN', `is ${held.state === 'active' ? 'in use' : 'that of a revoked device'}`, {
      place: name,
    })
  const value: ClaimRecord = {
    ...claim,
    state: 'approved',
    device: name,
    fleet: checkName('fleet', fleet ?? returning?.movesTo ?? (claim.fleet === '' ? (held?.fleet ?? '') : claim.fleet)),
    // Of itself there is nothing to revoke.
    replaces: replace && returning === null,
  }
  const note: Note = { event: 'approved', claim: claim.id, device: name, fleet: value.fleet }
  return { changes: [{ table: 'claim', key: claim.id, value }], notes: [note], result: value }
}

/** @throws HF_CLAIM_UNKNOWN */
export function reject(registry: Registry, word: string): Done<ClaimRecord> {
  const claim = findClaim(registry, word)
  const value: ClaimRecord = { ...claim, state: 'rejected' }
  const note: Note = { event: 'rejected', claim: claim.id, device: claim.device }
  return { changes: [{ table: 'claim', key: claim.id, value }], notes: [note], result: value }
}

/** @throws HF_DEVICE_UNKNOWN */
export function revoke(registry: Registry, name: string, erase: boolean, nowMs: number): Done<DeviceRecord> {
  const device = deviceOf(registry, name)
  const value: DeviceRecord = {
    ...device,
    state: 'revoked',
    revokedMs: device.state === 'revoked' ? device.revokedMs : nowMs,
    erased: device.erased || erase,
  }
  const note: Note = { event: erase ? 'erased' : 'revoked', device: name, fleet: device.fleet, claim: device.claim }
  return {
    changes: [{ table: 'device', key: name, value }, ...revokeGiven(device, nowMs)],
    notes: [note],
    result: value,
  }
}

/** Makes the name of a revoked device free. Its certificates stay on the list. @throws HF_DEVICE_UNKNOWN */
export function forget(registry: Registry, name: string): Done {
  const device = deviceOf(registry, name)
  if (device.state !== 'revoked')
    throw new HoldfastError('HF_NAME_TAKEN', 'has an identity: revoke it first', { place: name })
  return {
    changes: [{ table: 'device', key: name, value: null }],
    notes: [{ event: 'forgotten', device: name, fleet: device.fleet }],
    result: null,
  }
}

/**
 * @param parts as `newToken` makes them
 * @throws HF_TOPIC_INVALID
 */
export function createToken(
  parts: { id: string; secret: string },
  { fleet, uses, forMs }: { fleet: string; uses: number; forMs: number },
  nowMs: number,
): Done<TokenRecord> {
  const value: TokenRecord = {
    ...parts,
    fleet: checkName('fleet', fleet),
    uses,
    used: 0,
    createdMs: nowMs,
    expiresMs: nowMs + forMs,
    revoked: false,
  }
  const note: Note = { event: 'token made', by: value.id, fleet }
  return { changes: [{ table: 'token', key: value.id, value }], notes: [note], result: value }
}

/** @throws HF_TOKEN_UNKNOWN */
export function revokeToken(registry: Registry, id: string): Done {
  const token = registry.token.get(id)
  if (token === undefined) throw new HoldfastError('HF_TOKEN_UNKNOWN', 'is not known', { place: id.slice(0, 40) })
  return {
    changes: [{ table: 'token', key: id, value: { ...token, revoked: true } }],
    notes: [{ event: 'token revoked', by: id, fleet: token.fleet }],
    result: null,
  }
}

/** A serial that is known already gets its new code, and may use it. */
export function importSerials(serials: readonly SerialRecord[]): Done<number> {
  return {
    changes: serials.map((value) => ({ table: 'serial', key: value.serial, value })),
    notes: [{ event: 'serials imported', why: `${serials.length}` }],
    result: serials.length,
  }
}

/** @throws HF_DEVICE_UNKNOWN, HF_USAGE */
export function tag(registry: Registry, name: string, tags: readonly string[]): Done<DeviceRecord> {
  const bad = tags.find((one) => !TAG.test(one))
  if (bad !== undefined) {
    const rule = `is not a tag: 1 to ${MOST_OF_A_TAG} characters in one line, no blank at either end`
    throw new HoldfastError('HF_USAGE', `${JSON.stringify(bad.slice(0, 40))} ${rule}`, { place: 'tag' })
  }
  if (tags.length > MOST_TAGS)
    throw new HoldfastError('HF_USAGE', `${tags.length} tags are more than ${MOST_TAGS}`, { place: 'tag' })
  const value: DeviceRecord = { ...deviceOf(registry, name), tags: [...new Set(tags)].sort() }
  return {
    changes: [{ table: 'device', key: name, value }],
    notes: [{ event: 'tagged', device: name, why: value.tags.join(' ') }],
    result: value,
  }
}

/**
 * From its next certificate on it is in another fleet; until then it is where it was.
 * @throws HF_DEVICE_UNKNOWN, HF_DEVICE_REVOKED, HF_TOPIC_INVALID
 */
export function move(registry: Registry, name: string, fleet: string): Done<DeviceRecord> {
  const { movesTo: _, ...device } = deviceOf(registry, name)
  if (device.state === 'revoked') throw new HoldfastError('HF_DEVICE_REVOKED', 'has no identity', { place: name })
  const value = checkName('fleet', fleet) === device.fleet ? device : { ...device, movesTo: fleet }
  return {
    changes: [{ table: 'device', key: name, value }],
    notes: [{ event: 'moves', device: name, fleet }],
    result: value,
  }
}

function deviceOf(registry: Registry, name: string): DeviceRecord {
  const device = registry.device.get(name)
  if (device === undefined) throw new HoldfastError('HF_DEVICE_UNKNOWN', 'is not known', { place: name.slice(0, 64) })
  return device
}
