import { expect, it } from 'vitest'
import { decode, KINDS } from '../protocol/codec.ts'
import { Outcome } from '../protocol/enums.ts'
import type { CommandRecord, Result } from '../protocol/types.ts'
import { forgetting, outgoingOf, resultOf } from './command-answer.ts'
import { MAX_MESSAGE } from './outbox-rule.ts'

const RECORD = { command: { id: 'c1' } } as CommandRecord
const BY = { device: 'press-7', bootId: 'b1' }
const answer = { outcome: 'ok', code: '', message: '', output: '' } as const

it.each([
  ['ok', Outcome.OUTCOME_OK],
  ['failed', Outcome.OUTCOME_FAILED],
  ['refused', Outcome.OUTCOME_REFUSED],
  ['expired', Outcome.OUTCOME_EXPIRED],
] as const)('what is %s goes out as that, from the device that was asked', (outcome, expected) => {
  const { key, message } = outgoingOf(resultOf(RECORD, { ...answer, outcome, output: 'é' }, BY), BY.device)
  expect([key, message.topic, message.retain]).toEqual(['result/c1', 'hf/1/device/press-7/result', false])
  expect(decode<Result>(KINDS.Result, message.payload)).toMatchObject({
    ...BY,
    id: 'c1',
    outcome: expected,
    output: new Uint8Array([0xc3, 0xa9]),
    exitCode: 0,
  })
})

it('cuts words that are too long', () => {
  const { message } = resultOf(RECORD, { ...answer, message: 'x'.repeat(MAX_MESSAGE + 1) }, BY)
  expect(message.length).toBeLessThanOrEqual(MAX_MESSAGE)
})

it('drops an answer with its command', () => {
  expect(forgetting(['a', 'b'])).toEqual([
    { op: 'drop-command', id: 'a' },
    { op: 'drop-outgoing', key: 'result/a' },
    { op: 'drop-command', id: 'b' },
    { op: 'drop-outgoing', key: 'result/b' },
  ])
})

it('goes to whom the device is called now', () => {
  const result = resultOf(RECORD, answer, BY)
  expect(outgoingOf(result, 'press-8').message.topic).toBe('hf/1/device/press-8/result')
})
