/**
 * Which secrets a device is to have, and whether it has to be sent them.
 *
 * Invariant: pure. A device's own secret goes over its fleet's of the same name; whoever is to have none is sent
 * nothing, unless it was sent some before.
 */
import { type DeviceRecord, labelOf, type SecretRecord } from './records.ts'

/** A device that secrets can be sealed to. */
export interface Recipient {
  device: string
  fleet: string
  /** X25519, base64: by the registrar's record, or compared by an operator. */
  key: string
}

/** By name, in its order. */
export function wantedBy(secrets: readonly SecretRecord[], { device, fleet }: Omit<Recipient, 'key'>): SecretRecord[] {
  const wanted = new Map<string, SecretRecord>()
  const isFor = (kind: string, name: string) => (record: SecretRecord) =>
    record.kept !== null && record.scope.kind === kind && record.scope.name === name
  for (const record of secrets.filter(isFor('fleet', fleet))) wanted.set(record.name, record)
  for (const record of secrets.filter(isFor('device', device))) wanted.set(record.name, record)
  return [...wanted.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function holdsOf(wanted: readonly SecretRecord[]): Record<string, string> {
  return Object.fromEntries(wanted.map((record) => [record.name, labelOf(record)]))
}

/**
 * @param sent what it was sent last
 * @param published the revision that stands on the broker, signed by us; zero: none does
 */
export function isDue(
  sent: DeviceRecord | undefined,
  wanted: readonly SecretRecord[],
  { key }: Recipient,
  published: number,
): boolean {
  if (sent === undefined || sent.revision === 0) return wanted.length > 0
  const holds = holdsOf(wanted)
  const isSame =
    Object.keys(holds).length === Object.keys(sent.holds).length &&
    Object.entries(holds).every(([name, label]) => sent.holds[name] === label)
  return !isSame || sent.sealedTo !== key || sent.revision !== published
}

/** No broker can make it so high that none is left: what it says of a device counts up to here alone. */
const BELIEVED = 1e12

/**
 * The next revision: above all that this device may have accepted.
 * @param reported what the device is said to hold
 */
export function nextRevision(sent: DeviceRecord | undefined, published: number, reported: number): number {
  return Math.max(sent?.revision ?? 0, published, reported <= BELIEVED ? reported : 0) + 1
}

/** How far a secret is with a device. */
export type Held = 'held' | 'sent' | 'due'

/**
 * @param reported the revision that the device says it holds, by which key
 */
export function heldBy(
  sent: DeviceRecord | undefined,
  record: SecretRecord,
  { key }: Recipient,
  reported: { revision: number; key: string } | null,
): Held {
  if (sent === undefined || sent.holds[record.name] !== labelOf(record) || sent.sealedTo !== key) return 'due'
  return reported !== null && reported.revision >= sent.revision && reported.key === key ? 'held' : 'sent'
}
