/**
 * What is remembered of a certificate that was made, of one that is taken back, and of what is over.
 *
 * Invariant: pure. A device has one key in force; every certificate of its that somebody may still show is either
 * given or revoked, never neither.
 */
import type { Asked } from './asked.ts'
import type { Issued } from './authority.ts'
import type { Rules } from './decide.ts'
import type { Grant } from './decision.ts'
import type { Change, DeviceRecord, Note, Registry } from './records.ts'

/** How long a claim waits for an operator after it was last asked. */
const PENDING_MS = 7 * 86_400_000

/** The changes of a grant, once its certificate is there. */
export function recordGrant(
  registry: Registry,
  asked: Asked,
  { device, fleet, via, by, replaces, spends }: Grant,
  issued: Issued,
  nowMs: number,
): { changes: Change[]; note: Note } {
  const old = registry.device.get(device)
  const goesOn = via === 'renewal' || via === 'recovery' ? old : undefined
  const { certificates, serialNumber, notAfterMs } = issued
  const value: DeviceRecord = {
    name: device,
    fleet,
    state: 'active',
    claim: asked.id,
    certificates,
    notAfterMs,
    encryptionKey: asked.encryptionKey,
    given: [...(goesOn?.given ?? []), { claim: asked.id, serialNumber, notAfterMs }],
    via: goesOn?.via ?? via,
    by: goesOn?.by ?? by,
    enrolledMs: goesOn?.enrolledMs ?? nowMs,
    renewedMs: nowMs,
    revokedMs: 0,
    erased: false,
    lastSeenMs: goesOn?.lastSeenMs ?? 0,
    tags: old?.tags ?? [],
  }
  const changes: Change[] = [{ table: 'device', key: device, value }]
  if (replaces && old !== undefined) changes.push(...revokeGiven(old, nowMs))
  if (spends !== null) changes.push(spends)
  if (registry.claim.has(asked.id)) changes.push({ table: 'claim', key: asked.id, value: null })
  const event = replaces ? 'replaced' : goesOn === undefined ? 'enrolled' : 'renewed'
  return { changes, note: { event, device, fleet, claim: asked.id, via, by, serialNumber } }
}

/** Every certificate of a device goes on the list. */
export function revokeGiven(device: DeviceRecord, nowMs: number): Change[] {
  return device.given
    .filter(({ notAfterMs }) => notAfterMs > nowMs)
    .map(({ serialNumber, notAfterMs }) => ({
      table: 'revoked',
      key: serialNumber,
      value: { serialNumber, device: device.name, revokedMs: nowMs, notAfterMs },
    }))
}

/** What need not be remembered any more. */
export function sweep(registry: Registry, nowMs: number, { recoveryMs }: Rules): Change[] {
  const changes: Change[] = []
  for (const [key, { notAfterMs }] of registry.revoked)
    if (notAfterMs <= nowMs) changes.push({ table: 'revoked', key, value: null })
  for (const [key, { lastMs }] of registry.claim)
    if (lastMs + PENDING_MS <= nowMs) changes.push({ table: 'claim', key, value: null })
  for (const [key, device] of registry.device) {
    // One that is away may still show what was its last.
    const given = device.given.filter(({ notAfterMs }) => notAfterMs + recoveryMs > Math.min(nowMs, device.notAfterMs))
    if (given.length < device.given.length) changes.push({ table: 'device', key, value: { ...device, given } })
  }
  return changes
}
