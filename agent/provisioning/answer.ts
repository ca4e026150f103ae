/**
 * A registrar's answer, as the device takes it.
 *
 * Invariant: pure; an answer that is for another claim, or to an earlier asking, is none.
 */

import type { ClaimOutcome } from '../../machines/provision-effects.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import { ERROR_CODES, type ErrorCode } from '../../protocol/errors.ts'
import { cutTo } from '../../protocol/text.ts'
import type { ClaimAnswer } from '../../protocol/types.ts'
import { identityOf } from './certificates.ts'
import { takesBack, type Word } from './revocation.ts'

/** What was asked. */
export interface Question {
  claim: string
  attempt: number
}

/** The outcome; a refusal that says that the identity was taken back has its word, which is not believed yet. */
export type Told = Exclude<ClaimOutcome, { state: 'refused' }> | (Refused & { word: Word | null })
type Refused = Extract<ClaimOutcome, { state: 'refused' }>

/** Longest that a registrar may put us off. */
const MAX_RETRY_MS = 24 * 3_600_000
const MAX_TEXT = 500

/**
 * What it says to this question; null when it is no answer to it.
 * @throws HF_WIRE_…, HF_CERTIFICATE_INVALID
 */
export function outcomeOf(payload: Uint8Array, { claim, attempt }: Question): Told | null {
  const answer = decode<ClaimAnswer>(KINDS.ClaimAnswer, payload)
  const retryAfterMs = Math.min(answer.retryAfterMs, MAX_RETRY_MS)
  // Zero: what we asked could not be read, so that it is not known what it was.
  const isToThis = answer.attempt === attempt || answer.attempt === 0
  switch (answer.state) {
    case ClaimState.CLAIM_STATE_GRANTED:
      // Of whichever asking: it is for our key, or will be seen not to be.
      return answer.id === claim ? { state: 'granted', identity: identityOf(claim, answer) } : null
    case ClaimState.CLAIM_STATE_PENDING:
      return answer.id === claim && isToThis ? { state: 'pending', retryAfterMs } : null
    case ClaimState.CLAIM_STATE_REFUSED: {
      if (!isToThis || (answer.id !== claim && answer.id !== '')) return null
      const message = cutTo(answer.message, MAX_TEXT)
      return { state: 'refused', fault: { code: codeOf(answer), message }, retryAfterMs, word: wordIn(answer) }
    }
    default:
      return null
  }
}

/**
 * What the registrar says, without being asked, of the identity: that it was taken back. Null: it does not.
 * @throws HF_WIRE_…
 */
export function unaskedWord(payload: Uint8Array): Word | null {
  const answer = decode<ClaimAnswer>(KINDS.ClaimAnswer, payload)
  return answer.state === ClaimState.CLAIM_STATE_REFUSED ? wordIn(answer) : null
}

/**
 * Whether the registrar says, without being asked, that the next certificate waits: whoever else says so has the device
 * ask once in a while, and nothing more.
 * @throws HF_WIRE_…
 */
export function isCall(payload: Uint8Array): boolean {
  return decode<ClaimAnswer>(KINDS.ClaimAnswer, payload).state === ClaimState.CLAIM_STATE_RENEW
}

function wordIn(answer: ClaimAnswer): Word | null {
  return takesBack(answer) ? answer : null
}

/** A code of a newer registrar is a refusal all the same. */
function codeOf({ code }: ClaimAnswer): ErrorCode {
  return Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'HF_CLAIM_REFUSED'
}
