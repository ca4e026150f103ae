// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of compose
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpolate } from './interpolate.ts'

const variables: Record<string, string> = { A: 'a', EMPTY: '', DOLLAR: '$A' }
const expand = (text: string) => interpolate(text, (name) => variables[name])

describe('variables', () => {
  it.each([
    ['plain', 'plain'],
    ['$A-${A}', 'a-a'],
    ['$$A $${A}', '$A ${A}'],
    ['$Ab', ''],
    ['${NONE:-x} ${EMPTY:-x} ${A:-x}', 'x x a'],
    ['${NONE-x} ${EMPTY-x}', 'x '],
    ['${NONE:+x} ${EMPTY:+x} ${A:+x}', '  x'],
    ['${NONE+x} ${EMPTY+x}', ' x'],
    ['${A:?no} ${EMPTY?no}', 'a '],
    ['${NONE:-${EMPTY:-${A}}}', 'a'],
    ['${NONE:-$$}', '$'],
    ['$DOLLAR', '$A'],
    ['a}b', 'a}b'],
  ])('%s', (text, expected) => expect(expand(text)).toMatchObject({ ok: true, text: expected }))

  it.each([
    ['${NONE:?set it}', 0, 'NONE: set it'],
    ['x ${EMPTY:?}', 2, 'EMPTY'],
    ['${', 0, 'not followed by a name'],
    ['${A', 0, 'not closed'],
    ['${A:-x', 6 - 1, 'not closed'],
    ['${A!}', 0, 'not closed'],
    ['${1}', 0, 'not followed by a name'],
    ['a $ b', 2, '$$'],
  ])('%s is refused', (text, at, message) =>
    expect(expand(text)).toMatchObject({ ok: false, at, message: expect.stringContaining(message) }),
  )

  it('names what was not set, once it was needed', () => {
    expect(expand('$X ${Y:-$Z} ${A:-$W}')).toMatchObject({ unset: ['X', 'Z'] })
  })

  it('gives back any text whose dollars are doubled', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(expand(text.replaceAll('$', '$$$$'))).toEqual({ ok: true, text, unset: [] })
      }),
    )
  })

  it('answers any text', () => {
    const piece = fc.constantFrom('$', '{', '}', 'A', ':', '-', '?', '+', '$$', '${')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(expand(pieces.join(''))).toHaveProperty('ok')
      }),
    )
  })
})
