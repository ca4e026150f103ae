import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDotenv, parseRaw } from './dotenv.ts'

const read = (text: string) => parseDotenv(text, (name) => ({ HOME: '/root', SET: 'outer' })[name])
const values = (text: string) => Object.fromEntries(read(text).variables)

describe('a file of variables', () => {
  it.each<[string, string, Record<string, string>]>([
    ['bare values', 'A=1\nexport B = two words \n C=\n', { A: '1', B: 'two words', C: '' }],
    ['comments', '# A=1\n\n  # B=2\nC=3 # four\nD=5#6\nE= # none\n# end', { C: '3', D: '5#6', E: '' }],
    ['double quotes', 'A="x # y" # z\nB="\\"q\\"\\t\\\\"\nC="\\d"', { A: 'x # y', B: '"q"\t\\', C: '\\d' }],
    ['single quotes', `A='$HOME \${X:?}' # c\nB='Let\\'s go\\n'`, { A: `$HOME \${X:?}`, B: "Let's go\\n" }],
    ['values over several lines', 'KEY="-----BEGIN\nabc\n-----END"\nB=1', { KEY: '-----BEGIN\nabc\n-----END', B: '1' }],
    [
      'variables, known ones before those of the file',
      `SET=inner\nA=$SET-\${NONE:-else}\nB="\${A}!"\nC="\\$A $$A"`,
      {
        SET: 'inner',
        A: 'outer-else',
        B: 'outer-else!',
        C: '$A $A',
      },
    ],
    ['a name alone on the last line', 'A=1\nexport HOME', { A: '1', HOME: '/root' }],
    ['a name alone', 'HOME\nNONE\n', { HOME: '/root' }],
    ['line ends of Windows, and a byte order mark', '\uFEFFA=1\r\nB="2"\r\n', { A: '1', B: '2' }],
  ])('has %s', (_, text, expected) => {
    expect(read(text).faults).toEqual([])
    expect(values(text)).toEqual(expected)
  })

  it.each<[string, string, number, string]>([
    ['no assignment', 'A=1\n- b\n', 2, 'is not NAME=value'],
    ['a bad name', '1A=1', 1, 'is not NAME=value'],
    ['an open quote', 'A=1\nB="x\nC=2\n', 2, 'has a quote that is not closed'],
    ['text behind a quote', "A='x' y", 1, 'has a quote that is not closed'],
    ['a lone dollar', 'A=1$2', 1, 'has a "$" that begins no variable; write "$$" for a dollar sign'],
  ])('with %s is told of, by its line', (_, text, line, message) =>
    expect(read(text).faults).toEqual([{ line, message }]),
  )

  it('counts lines on behind values of several', () => {
    expect(read('A="\n\n"\n?').faults).toEqual([{ line: 4, message: 'is not NAME=value' }])
  })

  it('gives any text within single quotes back', () =>
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/['\\\r]/.test(text)),
        (text) => {
          expect(values(`A='${text}'\nB=1`)).toEqual({ A: text, B: '1' })
        },
      ),
    ))
})

describe('a raw file of variables', () => {
  it('has all that stands behind the equals sign', () => {
    const { variables, faults } = parseRaw('# c\nA="x" $Y # z\n\nB=\nnone\n')
    expect(Object.fromEntries(variables)).toEqual({ A: '"x" $Y # z', B: '' })
    expect(faults).toEqual([{ line: 5, message: 'is not NAME=value' }])
  })
})
