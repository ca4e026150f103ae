/**
 * Words of containers that they are ready, as they are on the disk.
 *
 * Invariant: written by the agent itself, byte for byte.
 */
import { type ReadyWord, writtenWords } from '../../agent/saved-ready-words.ts'

export const SAID: readonly ReadyWord[] = [
  { container: 'c0ffee', startedAt: '2026-01-02T03:04:05.678901234Z' },
  { container: 'decade', startedAt: '2026-01-02T03:05:00Z' },
]

export function readyWordsNow(): string {
  return Buffer.from(writtenWords(SAID)).toString('utf8')
}
