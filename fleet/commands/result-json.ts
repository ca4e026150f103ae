/**
 * A device's answer, as a script reads it.
 *
 * Invariant: pure; what the wire has as a number of an enumeration is a word here.
 */
import { Outcome } from '../../protocol/enums.ts'
import type { Result } from '../../protocol/types.ts'

/** Ready for `JSON.stringify`. */
export function resultJson({ id, device, outcome, code, message, exitCode, bootId, output }: Result): object {
  const text = new TextDecoder().decode(output)
  const word = OUTCOMES[outcome] ?? String(outcome)
  return { event: 'result', id, device, outcome: word, code, message, output: text, exitCode, bootId }
}

const OUTCOMES: Readonly<Record<number, string>> = {
  [Outcome.OUTCOME_OK]: 'ok',
  [Outcome.OUTCOME_FAILED]: 'failed',
  [Outcome.OUTCOME_REFUSED]: 'refused',
  [Outcome.OUTCOME_EXPIRED]: 'expired',
}
