/**
 * Since when locks put an update off, as it is kept: JSON in the checkpoint `deferrals`.
 *
 * Invariant: what cannot be read is none, and is told.
 */
import type { Checkpoint } from '../storage/store.ts'
import { type Form, formFault } from './intent-form.ts'

export const SAVED_VERSION = 1

export interface Deferred {
  /** Which release: its document and arm. */
  release: string
  bootId: string
  /** By service; "" is of any. Monotonic, milliseconds. */
  sinceMs: Readonly<Record<string, number>>
}

const NONE: Deferred = { release: '', bootId: '', sinceMs: {} }
const FORM: Form = {
  fields: {
    release: 'text',
    bootId: 'text',
    since: { list: { fields: { service: 'text', monoMs: 'number' } } },
  },
}

export function writtenDeferred({ release, bootId, sinceMs }: Deferred): Uint8Array {
  const since = Object.entries(sinceMs).map(([service, monoMs]) => ({ service, monoMs }))
  return new TextEncoder().encode(JSON.stringify({ release, bootId, since }))
}

/** What is kept, and one sentence about what cannot be read. */
export function deferredIn(saved: Pick<Checkpoint, 'version' | 'body'> | undefined): {
  deferred: Deferred
  problem: string | null
} {
  if (saved === undefined) return { deferred: NONE, problem: null }
  const lost = { deferred: NONE, problem: 'How long locks have put an update off cannot be read; it begins anew.' }
  if (saved.version !== SAVED_VERSION) return lost
  try {
    const kept: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(saved.body))
    if (formFault(kept, FORM, 'deferrals') !== null) return lost
    const { release, bootId, since } = kept as {
      release: string
      bootId: string
      since: { service: string; monoMs: number }[]
    }
    const sinceMs = Object.fromEntries(since.map(({ service, monoMs }) => [service, monoMs]))
    return { deferred: { release, bootId, sinceMs }, problem: null }
  } catch {
    return lost
  }
}
