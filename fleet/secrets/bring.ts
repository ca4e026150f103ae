/**
 * Brings devices the secrets that they are to have.
 *
 * Invariant: a revision is in the store before it is on the broker, so that no two different ones are ever published
 * under one number; a device that cannot be given its secrets keeps no other from them. A value leaves this process
 * sealed to a device's key, and in no other way.
 */
import type { KeyObject } from 'node:crypto'
import { encode, KINDS } from '../../protocol/codec.ts'
import { type Fault, faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { checkSecrets, sealSecret } from '../../protocol/sealed-secrets.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { SealedSecret, Secrets } from '../../protocol/types.ts'
import { fleetOf } from '../follow/seen.ts'
import type { Watch } from '../follow/watch.ts'
import { peek } from '../signing/sealed.ts'
import type { Recipients } from './recipients.ts'
import { NEVER_SENT, type SecretRecord } from './records.ts'
import type { SecretStore } from './secret-store.ts'
import { keptValue } from './store-key.ts'
import { holdsOf, isDue, nextRevision, type Recipient, wantedBy } from './wanted.ts'

export interface Ground {
  store: SecretStore
  /** Null: the store has never had a value. */
  storeKey: KeyObject | null
  /** With the release role. */
  keys: readonly PrivateKey[]
  watch: Watch
}

export interface Brought {
  published: { device: string; revision: number; secrets: string[] }[]
  /** They had all of it. */
  upToDate: string[]
  /** Taken back: their topics were cleared. */
  cleared: string[]
  skipped: (Fault & { device: string })[]
}

/** @throws HF_STORE_…, HF_BROKER_… : some may have been published */
export async function bring(ground: Ground, { known, unknown, gone }: Recipients): Promise<Brought> {
  const { store, watch } = ground
  const brought: Brought = { published: [], upToDate: [], cleared: [], skipped: [] }
  if (known.length + gone.length > 0)
    await watch.read([...known.map(({ device }) => device), ...gone].map((device) => deviceTopics(device).secrets))
  const open = opener(ground)
  for (const recipient of known) {
    try {
      const sent = await bringOne(ground, recipient, open)
      if (sent === null) brought.upToDate.push(recipient.device)
      else brought.published.push(sent)
    } catch (error) {
      const fault = faultOf(error)
      if (!(error instanceof HoldfastError) || /^HF_(STORE|BROKER)_/.test(fault.code)) throw error
      brought.skipped.push({ ...fault, device: recipient.device })
    }
  }
  for (const device of gone) {
    const { secrets: topic } = deviceTopics(device)
    if (watch.last(topic) === null) continue
    await watch.publish(topic, new Uint8Array(), true)
    brought.cleared.push(device)
  }
  for (const one of unknown) {
    const { device } = one
    if (wantedBy(store.secrets, { device, fleet: fleetOf(one) }).length > 0)
      brought.skipped.push({ device, code: 'HF_SECRET_KEY_UNKNOWN', message: 'nobody vouches for its key' })
  }
  return brought
}

async function bringOne(
  { store, keys, watch }: Ground,
  recipient: Recipient,
  open: (record: SecretRecord) => Uint8Array,
): Promise<Brought['published'][number] | null> {
  const { device, fleet, key } = recipient
  const { secrets: topic } = deviceTopics(device)
  const sent = store.device(device)
  const wanted = wantedBy(store.secrets, recipient)
  const last = publishedSecrets(watch.last(topic), keys, device)
  const published = last?.revision ?? 0
  if (!isDue(sent, wanted, recipient, published)) return null
  const revision = nextRevision(sent, published, watch.fleet.get(device)?.report?.secretsRevision ?? 0)
  const raw = new Uint8Array(Buffer.from(key, 'base64'))
  const secrets: Secrets = {
    device,
    revision,
    variables: last?.variables ?? {},
    secrets: wanted.map((record) => sealedTo(raw, device, record.name, open(record))),
  }
  encode(KINDS.Secrets, checkSecrets(secrets)) // refused here, and not by the device
  const bytes = seal(KINDS.Secrets, secrets, keys)
  await store.putDevice({ ...NEVER_SENT, ...sent, device, fleet, revision, sealedTo: key, holds: holdsOf(wanted) })
  await watch.publish(topic, bytes, true)
  return { device, revision, secrets: wanted.map(({ name }) => name) }
}

/** A device may have any 32 bytes on record; some are no key. */
function sealedTo(raw: Uint8Array, device: string, name: string, value: Uint8Array): SealedSecret {
  try {
    return sealSecret(raw, device, name, value)
  } catch (cause) {
    throw new HoldfastError('HF_SECRET_KEY_UNKNOWN', 'nothing can be sealed to its key', { place: device, cause })
  }
}

/** Each value is opened once. */
function opener({ storeKey }: Ground): (record: SecretRecord) => Uint8Array {
  const opened = new Map<SecretRecord, Uint8Array>()
  return (record) => {
    if (storeKey === null) throw new HoldfastError('HF_KEY_INVALID', "the store's key is not there", { place: 'store' })
    const value = opened.get(record) ?? keptValue(storeKey, record)
    opened.set(record, value)
    return value
  }
}

/**
 * What we have signed; all else that stands there is as if nothing did.
 * @param byAnybody also what others have signed, to look at
 */
export function publishedSecrets(
  bytes: Uint8Array | null,
  keys: readonly PrivateKey[],
  device: string,
  byAnybody = false,
): Secrets | null {
  if (bytes === null) return null
  try {
    const { message, verified } = peek(KINDS.Secrets, bytes, keys)
    return (verified || byAnybody) && message.device === device ? message : null
  } catch (error) {
    if (error instanceof HoldfastError) return null
    throw error
  }
}
