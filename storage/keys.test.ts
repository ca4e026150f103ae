import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kindOf, nameKey, outgoingKey, parseKey, sequenceKey, slotKey } from './keys.ts'

const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })

describe('a key', () => {
  it('is ASCII, and parses to what it was made of', () => {
    fc.assert(
      fc.property(names, fc.maxSafeNat(), (name, sequence) => {
        const keys = [
          slotKey('checkpoint', name, 'b'),
          nameKey('command', name),
          outgoingKey(sequence, name),
          sequenceKey('flight', sequence),
        ]
        for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]+$/)
        expect(keys.map(parseKey)).toEqual([
          { type: 'checkpoint', name, slot: 'b' },
          { type: 'command', name },
          { type: 'outgoing', sequence, name },
          { type: 'flight', sequence },
        ])
      }),
    )
  })

  it('orders as its number does', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(sequenceKey('flight', a) < sequenceKey('flight', b)).toBe(a < b)
        expect(outgoingKey(a, 'z') <= outgoingKey(b, 'z')).toBe(a <= b)
      }),
    )
  })

  it.each([
    '',
    '/',
    'checkpoint',
    'checkpoint//a',
    'checkpoint/update',
    'checkpoint/update/c',
    'checkpoint/update/a/b',
    'checkpoint/up date/a',
    'checkpoint/%zz/a',
    'document/a%2fb',
    'flight/7',
    'flight/000000000000000x',
    'flight/0000000000000007/x',
    'outgoing/0000000000000007',
    'inventory/',
    'lease/update',
  ])('%j is none of ours', (key) => {
    expect(parseKey(key)).toBeNull()
  })

  it('of both copies of a record have one kind', () => {
    expect(kindOf(slotKey('checkpoint', 'update', 'a'))).toBe('checkpoint/update')
    expect(kindOf(slotKey('counter', 'a/b', 'b'))).toBe('counter/a%2Fb')
    expect(kindOf('document/x')).toBe('document/x')
  })
})
