import { describe, expect, it } from 'vitest'
import { parseSerials } from './serials-file.ts'

describe('a list of serials', () => {
  it('has a board a line, with fleet and name where they are known', () => {
    const text = '# made in May\nS1,12345678\r\n\n S2 , abcdefgh , shop \nS3,abcdefgh,shop,till-3\n'
    expect(parseSerials(text, 'may.csv')).toEqual([
      { serial: 'S1', code: '12345678', fleet: '', device: '', claim: '' },
      { serial: 'S2', code: 'abcdefgh', fleet: 'shop', device: '', claim: '' },
      { serial: 'S3', code: 'abcdefgh', fleet: 'shop', device: 'till-3', claim: '' },
    ])
  })

  it.each([
    ['S1,short', 'may.csv:1: the code has 8'],
    ['S1', 'may.csv:1: the code has 8'],
    [',12345678', 'may.csv:1: the serial has 1'],
    ['S1,12345678\nS1,12345678', 'may.csv:2: the serial S1 stands there twice'],
    ['S1,12345678,shop,till-1\n\nS2,12345678,shop,till-1', 'may.csv:3: the device till-1 stands there twice'],
    ['S1,12345678,shop,till,more', 'may.csv:1: has more than'],
    ['S1,12345678,sh/op', 'may.csv:1: "sh/op" cannot be the name of a fleet'],
    ['S0,12345678\nS1,12345678,shop,+', 'may.csv:2: "+" cannot be the name of a device'],
  ])('%j is refused whole, and never shows a code', (text, why) => {
    expect(() => parseSerials(text, 'may.csv')).toThrow(why)
    expect(() => parseSerials(text, 'may.csv')).not.toThrow('12345678')
  })
})
