/**
 * Whom secrets can be sealed to: devices whose key somebody vouches for.
 *
 * Invariant: pure. A key counts by the registrar's record, which the device's certificate request covers, or because an
 * operator has compared its fingerprint; what a report says of a key counts for nothing by itself.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { encryptionFingerprint } from '../../protocol/hpke.ts'
import { type Fleet, fleetOf, type Seen } from '../follow/seen.ts'
import type { DeviceRecord as Registered } from '../registrar/records.ts'
import type { DeviceRecord, Scope } from './records.ts'
import type { Recipient } from './wanted.ts'

export interface Recipients {
  known: Recipient[]
  /** They have said that they are of it, and nobody vouches for their keys. */
  unknown: Seen[]
  /** Taken back: what stands on the broker for them goes. */
  gone: string[]
}

/** @param registered by the registrar; empty where there is none */
export function recipientsOf(
  scope: Scope | null,
  registered: readonly Pick<Registered, 'name' | 'fleet' | 'state' | 'encryptionKey'>[],
  devices: readonly DeviceRecord[],
  seen: Fleet,
): Recipients {
  const isIn = (device: string, fleet: string) =>
    scope === null || (scope.kind === 'device' ? device === scope.name : fleet === scope.name)
  const names = new Set(registered.map(({ name }) => name))
  const known = [
    ...registered
      .filter(({ state }) => state === 'active')
      .map(({ name, fleet, encryptionKey }): Recipient => ({ device: name, fleet, key: encryptionKey })),
    ...devices
      .filter(({ device, pinned }) => pinned !== '' && !names.has(device))
      .map(({ device, fleet, pinned }): Recipient => ({ device, fleet, key: pinned })),
  ].filter(({ device, fleet }) => isIn(device, fleet))
  const vouched = new Set(known.map(({ device }) => device))
  return {
    known: known.sort((a, b) => (a.device < b.device ? -1 : 1)),
    unknown: [...seen.values()].filter(
      (one) => isIn(one.device, fleetOf(one)) && !vouched.has(one.device) && !names.has(one.device),
    ),
    gone: registered
      .filter(({ state, name, fleet }) => state === 'revoked' && isIn(name, fleet))
      .map(({ name }) => name)
      .filter((name) => devices.some(({ device }) => device === name)),
  }
}

/**
 * The key that a device reports, once it is the one that an operator has compared.
 * @throws HF_SECRET_KEY_UNKNOWN
 */
export function comparedKey(seen: Seen | undefined, device: string, fingerprint: string): string {
  const raw = seen?.report?.encryptionKey
  if (raw === undefined || raw.byteLength !== 32)
    throw new HoldfastError('HF_SECRET_KEY_UNKNOWN', 'has reported no key to this broker yet', { place: device })
  const digits = (text: string) => text.replaceAll('-', '').toUpperCase()
  const reported = encryptionFingerprint(raw)
  if (digits(fingerprint) !== digits(reported))
    throw new HoldfastError(
      'HF_SECRET_KEY_UNKNOWN',
      `reports a key with another fingerprint, ${reported}: somebody in between may want to read its secrets`,
      { place: device },
    )
  return Buffer.from(raw).toString('base64')
}
