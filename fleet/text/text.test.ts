import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closest } from '../../protocol/closest.ts'
import { formatBytes, parseBytes } from './bytes.ts'
import { formatDuration, parseDuration } from './duration.ts'
import { formatMinute, momentCell } from './moment.ts'
import { shellWords } from './shell-words.ts'

it('moments are of UTC and say so, whatever a device says that the time is', () => {
  expect([0, 1_000_000_000_999, 9e15, Number.NaN].map(momentCell)).toEqual([
    '-',
    '2001-09-09T01:46:40Z',
    'an unknown time',
    'an unknown time',
  ])
  expect([0, 1_000_000_000_999].map(formatMinute)).toEqual(['1970-01-01T00:00Z', '2001-09-09T01:46Z'])
})

describe('durations', () => {
  it.each([
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['500us', 1],
    ['0', 0],
    ['0s', 0],
    ['1d', 86_400_000],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms))

  it.each(['', '10', 's', '1x', '1m 30s', '-1s', '1s!', '99999999999999999d'])('%j is none', (text) =>
    expect(parseDuration(text)).toBeNull(),
  )

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms)
      }),
    )
  })
})

describe('sizes', () => {
  it.each([
    ['64m', 67_108_864],
    ['1.5GB', 1_610_612_736],
    ['10', 10],
    ['10b', 10],
    ['1 KiB', 1024],
    ['2TiB', 2 ** 41],
  ])('%s', (text, bytes) => expect(parseBytes(text)).toBe(bytes))

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [1_250_000, '1.3 MB'],
    [340_000_000, '340 MB'],
    [2 ** 50, '1126 TB'],
  ])('%i is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it.each(['', 'm', '1x', '-1', '1e3', '1i', '9999999p'])('%j is none', (text) => expect(parseBytes(text)).toBeNull())
})

describe('shell words', () => {
  it.each([
    ['', []],
    [' a  b\tc ', ['a', 'b', 'c']],
    [`a"b c"'d e'f`, ['ab cd ef']],
    ['a\\ b "\\$x \\n \\""', ['a b', '$x \\n "']],
    [`'' ""`, ['', '']],
    ["'a\\'", ['a\\']],
    [`"it's"`, ["it's"]],
  ])('%j', (line, words) => expect(shellWords(line)).toEqual(words))

  it.each(["'a", '"a', 'a\\'])('%j is cut short', (line) => expect(shellWords(line)).toBeNull())

  const quoteWord = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`

  it('come back from quotes as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(shellWords(words.map(quoteWord).join(' '))).toEqual(words)
      }),
    )
  })
})

describe('did you mean', () => {
  it.each([
    ['prots', 'ports'],
    ['PORTS', 'ports'],
    ['imge', 'image'],
    ['xyz', null],
    ['', null],
  ])('%s → %s', (word, expected) => expect(closest(word, ['image', 'ports', 'environment'])).toBe(expected))
})
