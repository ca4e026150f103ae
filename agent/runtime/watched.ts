/**
 * Transitions as they happened, for whoever watches, and as the flight record keeps them.
 *
 * Invariant: all transitions of one step bear the same moment; in the record its numbers are whole, and the wall
 * clock's is not below zero.
 */
import type { Stamp } from '../../machines/ports.ts'
import type { Write } from '../../storage/store.ts'
import type { Transition } from './step.ts'

/** A transition as it happened, for whoever watches. */
export interface Watched extends Transition {
  bootId: string
  monoMs: number
  wallMs: number
}

/** The transitions of one step, which happened now. */
export function stamped(transitions: readonly Transition[], now: () => Stamp): Watched[] {
  if (transitions.length === 0) return []
  const moment = now()
  return transitions.map((transition) => ({ ...transition, ...moment }))
}

/** Entries of the flight record. */
export function flightWrite(entries: readonly Watched[]): Write {
  return {
    op: 'flight',
    entries: entries.map((entry) => ({
      ...entry,
      monoMs: Math.round(entry.monoMs),
      wallMs: Math.max(0, Math.round(entry.wallMs)),
      detail: '',
    })),
  }
}

/** What whoever deploys waits for: an update is committed, has failed, or is over. */
export function isOutcome({ machine, from, to }: Pick<Watched, 'machine' | 'from' | 'to'>): boolean {
  if (machine !== 'update') return false
  const phase = OUTCOMES.find((outcome) => to.startsWith(outcome))
  return phase !== undefined && !from.startsWith(phase)
}

const OUTCOMES = ['committing', 'reverting', 'idle']
