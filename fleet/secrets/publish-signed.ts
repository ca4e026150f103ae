/**
 * Publishes secrets that several have signed, one after another, in files.
 *
 * Invariant: all of them are judged before the first is published, by what the devices will count; nothing is signed here.
 */
import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkSecrets } from '../../protocol/sealed-secrets.ts'
import { envelopeOf } from '../../protocol/signature.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { trustIn } from '../follow/published.ts'
import { refuseUncounted } from '../follow/published-trust.ts'
import { fleetOf } from '../follow/seen.ts'
import type { Watch } from '../follow/watch.ts'
import type { Brought } from './bring.ts'
import { countedSecrets } from './published-secrets.ts'
import { nextRevision } from './wanted.ts'

/** A file, and what is in it. */
export interface Document {
  path: string
  bytes: Uint8Array
}

/**
 * @param fleets by the name of a device, as far as a registrar knows; of others, their own word counts
 * @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW, HF_SECRET_STALE, HF_SECRET_INVALID: nothing was published
 * @throws HF_BROKER_…: some may have been
 */
export async function publishSigned(
  watch: Watch,
  documents: readonly Document[],
  fleets: ReadonlyMap<string, string>,
  warn: (message: string) => void,
): Promise<Brought['published']> {
  const all = documents.map((document) => ({ ...document, ...readSigned(document) }))
  for (const [index, { path, secrets }] of all.entries())
    if (all.findIndex((each) => each.secrets.device === secrets.device) !== index)
      throw new HoldfastError('HF_SECRET_INVALID', `is a second one for ${secrets.device}`, { place: path })
  const fleetFor = (device: string): string => {
    const seen = watch.fleet.get(device)
    return fleets.get(device) ?? (seen === undefined ? '' : fleetOf(seen))
  }
  const topics = all.map(({ secrets }) => deviceTopics(secrets.device).secrets)
  const homes = all.map(({ secrets }) => fleetFor(secrets.device))
  const trusts = await trustIn(watch, homes, warn, topics)
  for (const {
    path,
    bytes,
    secrets,
    secrets: { device, revision },
  } of all) {
    const trust = trusts.get(fleetFor(device)) ?? null
    refuseUncounted(KINDS.Secrets, bytes, trust, path)
    const stands = watch.last(deviceTopics(device).secrets)
    if (stands !== null && Buffer.compare(stands, bytes) === 0) continue
    const published = (trust === null ? null : countedSecrets(stands, trust, device))?.revision ?? 0
    const next = nextRevision(undefined, published, watch.fleet.get(device)?.report?.secretsRevision ?? 0)
    if (secrets.revision >= next) continue
    const message = `revision ${revision} is below ${next}: other ones came meanwhile; make it anew, and nothing was published`
    throw new HoldfastError('HF_SECRET_STALE', message, { place: path })
  }
  for (const [index, { bytes }] of all.entries()) await watch.publish(topics[index]!, bytes, true)
  return all.map(({ secrets: { device, revision, secrets } }) => ({
    device,
    revision,
    secrets: secrets.map(({ name }) => name),
  }))
}

/** @throws HF_SIGNATURE_INVALID, HF_SECRET_INVALID, HF_WIRE_… */
function readSigned({ path, bytes }: Document) {
  const signed = envelopeOf(KINDS.Secrets, bytes)
  if (signed.signatures.length === 0)
    throw new HoldfastError('HF_SIGNATURE_INVALID', 'nobody has signed it yet', { place: path })
  return { secrets: checkSecrets(decode(KINDS.Secrets, signed.payload)) }
}
