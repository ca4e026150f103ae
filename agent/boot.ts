/**
 * When the agent first ran in this boot of the device.
 *
 * Invariant: on the disk with the first batch of that life, so that a time that began before the boot (a command's
 * budget, a stop's) begins anew once in a boot, and not again with each life of the agent in it. It is written once a
 * boot.
 */
import type { ClockPort } from '../machines/ports.ts'
import type { Checkpoint, Write } from '../storage/store.ts'
import { type Form, formFault } from './intent-form.ts'

/** The checkpoint's name. */
export const BOOT = 'boot'
const VERSION = 1
const FORM: Form = { fields: { bootId: 'text', metMs: 'number' } }

export interface Boot {
  /** Monotonic, milliseconds. */
  metMs: number
  /** For the life's first batch: nothing but in the first life of a boot. */
  writes: Write[]
  /** Of what was saved and cannot be read, one sentence. */
  problem: string | null
}

/** @param saved the checkpoint `boot`, as the store holds it */
export function bootMet(saved: Pick<Checkpoint, 'version' | 'body'> | undefined, clock: Pick<ClockPort, 'now'>): Boot {
  const { bootId, monoMs } = clock.now()
  const kept = read(saved)
  if (kept?.bootId === bootId) return { metMs: kept.metMs, writes: [], problem: null }
  const metMs = Math.round(monoMs)
  const body = new TextEncoder().encode(JSON.stringify({ bootId, metMs }))
  const problem =
    kept === null ? 'When the agent first ran in this boot cannot be read; times from before it begin anew.' : null
  return { metMs, writes: [{ op: 'checkpoint', machine: BOOT, version: VERSION, body }], problem }
}

/** Undefined: there is none; null: it cannot be read. */
function read(saved: Pick<Checkpoint, 'version' | 'body'> | undefined) {
  if (saved === undefined) return undefined
  if (saved.version !== VERSION) return null
  try {
    const kept: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(saved.body))
    return formFault(kept, FORM, BOOT) === null ? (kept as { bootId: string; metMs: number }) : null
  } catch {
    return null // damaged, and told
  }
}

/** Since when a time counts that began at a moment: from there, or from the agent's first life in the boot after it. */
export function countsFromMs(
  began: { bootId: string; monoMs: number },
  now: { bootId: string },
  { metMs }: Pick<Boot, 'metMs'>,
): number {
  return began.bootId === now.bootId ? began.monoMs : metMs
}
