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

it('a bundle to be taken is named by a whole path, and what has become of it comes back', () => {
  const apply = { n: 3, apply: '/media/shop-8.tar' }
  expect(readDeskRequest(deskLine(apply).trimEnd())).toEqual(apply)
  expect(readDeskRequest(deskLine({ n: 3, apply: 'shop-8.tar' }).trimEnd())).toBe(null)
  const taken = { n: 3, taken: true, outcome: 'taken', epoch: 8 } as const
  expect(readDeskAnswer(deskLine(taken).trimEnd())).toEqual(taken)
})
