import { describe, expect, it } from 'vitest'
import { encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import type { ClaimAnswer } from '../../protocol/types.ts'
import { outcomeOf, unaskedWord } from './answer.ts'

const question = { claim: 'ab'.repeat(16), attempt: 3 }
const answer = (more: Loose<ClaimAnswer>) => encode(KINDS.ClaimAnswer, { id: question.claim, attempt: 3, ...more })
const { CLAIM_STATE_GRANTED, CLAIM_STATE_PENDING, CLAIM_STATE_REFUSED } = ClaimState

describe('an answer', () => {
  it.each<[string, Loose<ClaimAnswer>, object | null]>([
    ['pending', { state: CLAIM_STATE_PENDING, retryAfterMs: 5 }, { state: 'pending', retryAfterMs: 5 }],
    [
      'that puts us off for years, for a day',
      { state: CLAIM_STATE_PENDING, retryAfterMs: 1e12 },
      { retryAfterMs: 86_400_000 },
    ],
    ['to an earlier asking is none', { state: CLAIM_STATE_PENDING, attempt: 2 }, null],
    ['to another claim is none', { state: CLAIM_STATE_PENDING, id: 'cd'.repeat(16) }, null],
    [
      'refused',
      { state: CLAIM_STATE_REFUSED, code: 'HF_CLAIM_LIMITED', message: 'no' },
      { fault: { code: 'HF_CLAIM_LIMITED', message: 'no' } },
    ],
    [
      'refused by a code of tomorrow',
      { state: CLAIM_STATE_REFUSED, code: 'HF_NEW' },
      { fault: { code: 'HF_CLAIM_REFUSED' } },
    ],
    [
      'to what could not be read',
      { state: CLAIM_STATE_REFUSED, id: '', attempt: 0, code: 'HF_CLAIM_INVALID' },
      { state: 'refused' },
    ],
    ['of a state of tomorrow is none', { state: 99 as ClaimState }, null],
  ])('%s', (_, more, outcome) => {
    const read = outcomeOf(answer(more), question)
    if (outcome === null) expect(read).toBeNull()
    else expect(read).toMatchObject(outcome)
  })

  it('that grants what is no certificate is an error with a code', () => {
    expect(() => outcomeOf(answer({ state: CLAIM_STATE_GRANTED, certificates: 'x' }), question)).toThrow(
      expect.objectContaining({ code: 'HF_CERTIFICATE_INVALID' }),
    )
  })

  it.each([
    ['HF_DEVICE_REVOKED', true],
    ['HF_DEVICE_ERASED', true],
    ['HF_CLAIM_REFUSED', false],
  ])('%s says whether the identity was taken back, asked or not, and has its word beside it', (code, isWord) => {
    const said = { state: CLAIM_STATE_REFUSED, code, attempt: 0, revocation: new Uint8Array([1]) }
    const word = isWord ? expect.objectContaining({ code, revocation: new Uint8Array([1]) }) : null
    expect(unaskedWord(answer(said))).toEqual(word)
    expect(outcomeOf(answer(said), question)).toMatchObject({ word })
  })
})
