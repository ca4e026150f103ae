import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decode, encode, KINDS } from './codec.ts'
import { cutTo, lastOf } from './text.ts'
import type { Report } from './types.ts'

it.each([
  ['short', 10, 'short', 'short'],
  ['abcdef', 3, 'abc', 'def'],
  ['ab😀cd', 3, 'ab\ufffd', '\ufffdcd'],
  ['ab😀cd', 4, 'ab😀', '😀cd'],
  ['\ud83d', 5, '\ufffd', '\ufffd'],
])('%j cut to %i is %j, or ends with %j', (text, length, first, last) => {
  expect(cutTo(text, length)).toBe(first)
  expect(lastOf(text, length)).toBe(last)
})

it('can be encoded, whatever it was and wherever it is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (whole, length) => {
      // One that was cut before, anywhere.
      const text = whole.slice(length % 3)
      for (const message of [cutTo(text, length), lastOf(text, length)]) {
        expect(message.length).toBeLessThanOrEqual(length)
        const bytes = encode(KINDS.Report, { blockers: [{ message }] })
        expect(decode<Report>(KINDS.Report, bytes).blockers[0]?.message).toBe(message)
      }
    }),
  )
})
