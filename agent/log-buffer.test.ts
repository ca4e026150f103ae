import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogLine } from '../protocol/types.ts'
import { LogBuffer } from './log-buffer.ts'

const line = (text: string): LogLine => ({ service: 'web', stderr: false, atMs: 1, text })
const texts = (lines: LogLine[]) => lines.map(({ text }) => text)

describe('the log buffer', () => {
  it('gives lines back in order, in batches that fit', () => {
    const buffer = new LogBuffer({ maxBytes: 10_000, maxLineBytes: 1000 })
    for (const text of ['a', 'b', 'c']) buffer.push(line(text))
    expect(texts(buffer.take(140).lines)).toEqual(['a', 'b'])
    expect(texts(buffer.take(140).lines)).toEqual(['c'])
    expect(buffer.take(140)).toEqual({ lines: [], dropped: 0 })
  })

  it('gives at least one line, also when it does not fit', () => {
    const buffer = new LogBuffer({ maxBytes: 10_000, maxLineBytes: 1000 })
    buffer.push(line('x'.repeat(500)))
    expect(buffer.take(10).lines).toHaveLength(1)
  })

  it('drops the oldest and counts them once', () => {
    const buffer = new LogBuffer({ maxBytes: 300, maxLineBytes: 1000 })
    for (let n = 0; n < 10; n += 1) buffer.push(line(`${n}`))
    const batch = buffer.take(10_000)
    expect(texts(batch.lines)).toEqual(['6', '7', '8', '9'])
    expect(batch.dropped).toBe(6)
    expect(buffer.empty).toBe(true)
  })

  it('cuts a line that is too long, between characters', () => {
    const buffer = new LogBuffer({ maxBytes: 10_000, maxLineBytes: 4 })
    buffer.push(line('äöü'))
    buffer.push(line('aöü'))
    expect(texts(buffer.take(1000).lines)).toEqual(['äö…', 'aö…'])
  })

  it('accounts for every line and never passes its bound', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ maxLength: 300 }), fc.nat(500))), (steps) => {
        const buffer = new LogBuffer({ maxBytes: 700, maxLineBytes: 100 })
        let pushed = 0
        let out = 0
        for (const step of steps) {
          if (typeof step === 'string') {
            buffer.push(line(step))
            pushed += 1
          } else {
            const { lines, dropped } = buffer.take(step)
            out += lines.length + dropped
          }
          expect(buffer.bytes).toBeLessThanOrEqual(700)
        }
        while (!buffer.empty) {
          const { lines, dropped } = buffer.take(1000)
          out += lines.length + dropped
        }
        expect(out).toBe(pushed)
      }),
    )
  })
})
