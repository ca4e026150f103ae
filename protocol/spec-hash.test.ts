import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lotOf, specHash } from './spec-hash.ts'

describe('the hash of a definition', () => {
  it('does not depend on the order of keys, but on everything else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(specHash(turned)).toBe(specHash(value))
        expect(specHash({ ...value, '': { more: 1 } })).not.toBe(specHash(value))
      }),
    )
    expect(specHash(['a', 'b'])).not.toBe(specHash(['b', 'a']))
    expect(specHash({ a: undefined })).toBe(specHash({}))
  })
})

describe('lots', () => {
  it('are spread evenly, and drawn anew for each epoch', () => {
    const lots = Array.from({ length: 10_000 }, (_, index) => lotOf(`device-${index}`, 3))
    const taking = lots.filter((lot) => lot < 1_000).length
    // Binomial with n = 10,000 and p = 0.1: five standard deviations are 150.
    expect(Math.abs(taking - 1_000)).toBeLessThan(150)
    const both = lots.filter((lot, index) => lot < 1_000 && lotOf(`device-${index}`, 4) < 1_000).length
    expect(both).toBeLessThan(200)
  })
})
