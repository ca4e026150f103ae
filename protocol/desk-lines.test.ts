import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deskLine, readDeskAnswer, readDeskRequest } from './desk-lines.ts'

it('a line is read as it was written', () => {
  const request = { n: 3, topic: 'hf/1/device/d/command', payload: 'AAE=' }
  expect(readDeskRequest(deskLine(request))).toEqual(request)
  for (const answer of [
    { topic: 't', payload: '', retain: true },
    { n: 1, taken: true } as const,
    { n: 1, taken: false, why: 'no' } as const,
  ])
    expect(readDeskAnswer(deskLine(answer))).toEqual(answer)
})

it('what is no line is null (property)', () => {
  for (const text of ['', '{', 'null', '[]', '1', '{"n":1}', '{"topic":1}'])
    expect([readDeskRequest(text), readDeskAnswer(text)]).toEqual([null, null])
  expect(readDeskRequest('{"n":"1","topic":"t","payload":""}')).toBe(null)
  fc.assert(fc.property(fc.json(), (text) => readDeskRequest(text) === null && readDeskAnswer(text) === null))
})
