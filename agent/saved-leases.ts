/**
 * Leases as they are kept: JSON in the checkpoint `leases`.
 *
 * Invariant: those of another boot, and what cannot be read, are none.
 */
import type { Checkpoint } from '../storage/store.ts'

export const SAVED_VERSION = 1

export interface SavedLease {
  service: string
  owner: string
  reason: string
  /** Its term. */
  ms: number
  /** Of the container that has taken it, as in {@link Lock}; not there in what earlier agents have written. */
  spec?: string
}

export function writtenLeases(leases: readonly SavedLease[], bootId: string): Uint8Array {
  const kept = leases.map(({ service, owner, reason, ms, spec = '' }) => ({
    service,
    owner,
    reason,
    ms,
    ...(spec === '' ? {} : { spec }),
  }))
  return new TextEncoder().encode(JSON.stringify({ bootId, leases: kept }))
}

/** The leases of this boot, and one sentence about what cannot be read. */
export function savedLeases(
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined,
  bootId: string,
): { leases: SavedLease[]; problem: string | null } {
  if (saved === undefined) return { leases: [], problem: null }
  const lost = { leases: [], problem: 'The locks that applications held cannot be read; they take them anew.' }
  if (saved.version !== SAVED_VERSION) return lost
  try {
    const kept: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(saved.body))
    if (!isKept(kept)) return lost
    return { leases: kept.bootId === bootId ? kept.leases : [], problem: null }
  } catch {
    return lost
  }
}

function isKept(value: unknown): value is { bootId: string; leases: SavedLease[] } {
  const { bootId, leases } = Object(value) as Record<string, unknown>
  return typeof bootId === 'string' && Array.isArray(leases) && leases.every(isLease)
}

function isLease(value: unknown): value is SavedLease {
  const { service, owner, reason, ms, spec = '' } = Object(value) as Record<string, unknown>
  return [service, owner, reason, spec].every((text) => typeof text === 'string') && Number.isSafeInteger(ms)
}
