import { expect, it } from 'vitest'
import { OutputTail } from './output-tail.ts'

const KEPT = 64 * 1024

function tailOf(...pieces: string[]): OutputTail {
  const tail = new OutputTail()
  for (const piece of pieces) tail.add(Buffer.from(piece))
  return tail
}

it('keeps everything while it fits', () => {
  const tail = tailOf('a', 'x'.repeat(KEPT - 2), 'b')
  expect(tail.text()).toBe(`a${'x'.repeat(KEPT - 2)}b`)
  expect(tail.truncated).toBe(false)
})

it('keeps the end of more than that, and says so', () => {
  const tail = tailOf('lost', 'x'.repeat(KEPT - 3), 'end')
  expect(tail.text()).toBe(`${'x'.repeat(KEPT - 3)}end`)
  expect(tail.truncated).toBe(true)
})

it('keeps the end of one piece that is larger than all it may hold', () => {
  expect(tailOf('x'.repeat(5 * KEPT), 'end').text()).toHaveLength(KEPT)
})

it('leaves a character out of which it has lost the beginning', () => {
  const tail = tailOf('ж'.repeat(KEPT), '.')
  expect(tail.text()).toMatch(/^ж+\.$/)
})
