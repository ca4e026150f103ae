import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readMark, writeMark } from './mark.ts'

it('a mark is read as it was written', () => {
  expect(readMark(writeMark({ id: 'a', rollout: null }))).toEqual({ id: 'a', rollout: null })
})

it('what is no mark is nobody’s, whatever it is (property)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const mark = readMark(bytes)
      return mark === null || typeof mark.id === 'string'
    }),
  )
  for (const text of ['', 'null', '[]', '{}', '{"id":1}']) expect(readMark(Buffer.from(text))).toBe(null)
  expect(readMark(Buffer.from('{"id":"a","rollout":{"waves":1}}'))).toEqual({ id: 'a', rollout: null })
  expect(readMark(Buffer.alloc(300_000, 32))).toBe(null)
})
