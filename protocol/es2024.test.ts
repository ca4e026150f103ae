import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupBy, withResolvers } from './es2024.ts'

describe('what ECMAScript has itself since 2024', () => {
  it('groups as Map.groupBy does (property)', () => {
    const keyOf = (item: number): string => (item % 3 === 0 ? 'fizz' : String(item % 5))
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (items) => {
        expect([...groupBy(items, keyOf)]).toEqual([...Map.groupBy(items, keyOf)])
      }),
    )
  })

  it('settles a promise once, either way', async () => {
    const kept = withResolvers<number>()
    kept.resolve(1)
    kept.reject(new Error('too late'))
    await expect(kept.promise).resolves.toBe(1)
    const broken = withResolvers<number>()
    broken.reject(new Error('broken'))
    broken.resolve(2)
    await expect(broken.promise).rejects.toThrow('broken')
  })
})
