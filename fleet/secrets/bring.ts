/**
 * Brings devices the secrets that they are to have.
 *
 * Invariant: a revision is in the store before it is on the broker, so that no two different ones are ever published
 * under one number; a device that cannot be given its secrets keeps no other from them. A value leaves this process
 * sealed to a device's key, and in no other way. What devices would refuse to count is not published.
 */
import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import type { TrustState } from '../../protocol/check-trust.ts'
import { encode, KINDS } from '../../protocol/codec.ts'
import { type Fault, faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { checkSecrets, sealSecret } from '../../protocol/sealed-secrets.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { SealedSecret, Secrets } from '../../protocol/types.ts'
import { trustIn } from '../follow/published.ts'
import { refuseUncounted } from '../follow/published-trust.ts'
import { fleetOf } from '../follow/seen.ts'
import type { Watch } from '../follow/watch.ts'
import { writeAtomic } from '../signing/files.ts'
import { countedSecrets, shownSecrets } from './published-secrets.ts'
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
  /** Where documents are written, DEVICE.hfs, that others are to sign too; null: they are published. */
  out: string | null
  warn(message: string): void
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
  const topics = [...known.map(({ device }) => device), ...gone].map((device) => deviceTopics(device).secrets)
  const trusts = await trustIn(
    watch,
    known.map(({ fleet }) => fleet),
    ground.warn,
    topics,
  )
  const open = opener(ground)
  for (const recipient of known) {
    try {
      const sent = await bringOne(ground, recipient, trusts.get(recipient.fleet) ?? null, open)
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
    if (watch.last(topic) === null || ground.out !== null) continue
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

/**
 * Whether devices of these fleets would count what these keys sign.
 * @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW
 */
export async function refuseTooFew(
  watch: Watch,
  keys: readonly PrivateKey[],
  fleets: readonly string[],
  warn: (message: string) => void,
): Promise<void> {
  const trial = seal(KINDS.Secrets, { device: '', revision: 0, variables: {}, secrets: [] }, keys)
  for (const [fleet, trust] of await trustIn(watch, fleets, warn)) refuseUncounted(KINDS.Secrets, trial, trust, fleet)
}

async function bringOne(
  { store, keys, watch, out, warn }: Ground,
  recipient: Recipient,
  trust: TrustState | null,
  open: (record: SecretRecord) => Uint8Array,
): Promise<Brought['published'][number] | null> {
  const { device, fleet, key } = recipient
  const { secrets: topic } = deviceTopics(device)
  const sent = store.device(device)
  const wanted = wantedBy(store.secrets, recipient)
  const stands = watch.last(topic)
  const last = countedSecrets(stands, trust ?? keys, device)
  const published = last?.revision ?? 0
  if (!isDue(sent, wanted, recipient, published)) return null
  if (last === null && Object.keys(shownSecrets(stands, device)?.variables ?? {}).length > 0)
    warn(`${device}: its variables were signed by keys that do not count; give them anew with "holdfast vars"`)
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
  if (out === null) refuseUncounted(KINDS.Secrets, bytes, trust, topic)
  await store.putDevice({ ...NEVER_SENT, ...sent, device, fleet, revision, sealedTo: key, holds: holdsOf(wanted) })
  if (out === null) await watch.publish(topic, bytes, true)
  else await writeAtomic(join(out, `${device}.hfs`), bytes)
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
