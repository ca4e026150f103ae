import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundedJson, changesBetween, withoutSecrets } from './told-json.ts'

describe('what is told of a context', () => {
  it('hides what is named like a secret, and the arguments of programs', () => {
    expect(
      withoutSecrets({
        lanes: { operation: [{ id: 'c1', args: { service: 'db', command: ['psql', '--password', 'tulip'] } }] },
        registry: { password: 'tulip', authToken: { value: 'tulip' }, user: 'u' },
        secret: null,
      }),
    ).toEqual({
      lanes: { operation: [{ id: 'c1', args: { service: 'db', command: ['psql', '•••', '•••'] } }] },
      registry: { password: '•••', authToken: '•••', user: 'u' },
      secret: null,
    })
  })

  it('is whole when it fits', () => {
    expect(boundedJson({ a: ['x', 1, null] }, 100)).toBe('{"a":["x",1,null]}')
  })

  it('keeps its form when it is cut, and says what is missing', () => {
    const told = JSON.parse(boundedJson({ phase: 'idle', tail: ['a'.repeat(3000)], many: Array(500).fill(1) }, 1500))
    expect(told.phase).toBe('idle')
    expect(told.tail).toEqual([`${'a'.repeat(200)}… 2800 more`])
    expect(told.many).toHaveLength(201)
    expect(told.many.at(-1)).toBe('… 300 more')
  })

  it('is JSON within its bounds, whatever it is', () => {
    fc.assert(
      fc.property(fc.object({ withNullPrototype: false }), fc.integer({ min: 40, max: 400 }), (value, most) => {
        const json = boundedJson(JSON.parse(JSON.stringify(value)), most)
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(most)
        expect(typeof JSON.parse(json)).toBe('object')
      }),
    )
  })
})

describe('what has changed', () => {
  const before = { intent: { phase: 'idle', hold: { reason: 'x' }, runs: ['a'] }, busy: false, step: null }

  it('is only what is otherwise now, to any depth; lists as a whole; null for what is gone', () => {
    const after = { intent: { phase: 'waiting', hold: null, runs: ['a', 'b'] }, busy: false, more: 1 }
    expect(changesBetween(before, { ...after })).toEqual({
      intent: { phase: 'waiting', hold: null, runs: ['a', 'b'] },
      step: null,
      more: 1,
    })
  })

  it('is nothing when it is the same, or a copy', () => {
    expect(changesBetween(before, before)).toBeNull()
    expect(changesBetween(before, structuredClone(before))).toBeNull()
  })

  it('of any two, laid over the first, gives the second', () => {
    const record = () => fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.integer(), fc.array(fc.integer())))
    fc.assert(
      fc.property(record(), record(), (one, other) => {
        const laidOver = { ...one, ...changesBetween(one, other) }
        const present = Object.entries(laidOver).filter(([, value]) => value !== null)
        expect(Object.fromEntries(present)).toEqual({ ...other })
      }),
    )
  })
})
