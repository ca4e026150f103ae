/**
 * Words of containers that they are ready, as they are kept: JSON in the checkpoint `ready`.
 *
 * Invariant: what cannot be read is none, and is told.
 */
import type { Checkpoint } from '../storage/store.ts'

export const SAVED_VERSION = 1

export interface ReadyWord {
  /** Its id. */
  container: string
  /** Which of its runs: as the engine writes when it began. */
  startedAt: string
}

export function writtenWords(words: readonly ReadyWord[]): Uint8Array {
  const kept = words.map(({ container, startedAt }) => ({ container, startedAt }))
  return new TextEncoder().encode(JSON.stringify({ words: kept }))
}

/** The words, and one sentence about what cannot be read. */
export function savedWords(saved: Pick<Checkpoint, 'version' | 'body'> | undefined): {
  words: ReadyWord[]
  problem: string | null
} {
  if (saved === undefined) return { words: [], problem: null }
  const lost = { words: [], problem: 'The words of containers that they are ready cannot be read; they say it anew.' }
  if (saved.version !== SAVED_VERSION) return lost
  try {
    const kept: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(saved.body))
    const { words } = Object(kept) as Record<string, unknown>
    return Array.isArray(words) && words.every(isWord) ? { words, problem: null } : lost
  } catch {
    return lost
  }
}

function isWord(value: unknown): value is ReadyWord {
  const { container, startedAt } = Object(value) as Record<string, unknown>
  return typeof container === 'string' && typeof startedAt === 'string'
}
