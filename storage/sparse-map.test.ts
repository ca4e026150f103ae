import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SparseMap } from './sparse-map.ts'

it('is as a map, whatever is done with it', () => {
  const key = fc.integer({ min: 0, max: 3 })
  const step = fc.oneof(
    fc.record({ does: fc.constant('set' as const), key, value: fc.nat() }),
    fc.record({ does: fc.constant('delete' as const), key }),
    fc.record({ does: fc.constant('clear' as const) }),
  )
  const begin = fc.array(fc.tuple(key, fc.nat()), { maxLength: 3 })
  fc.assert(
    fc.property(begin, fc.array(step), (entries, steps) => {
      const [sparse, map] = [new SparseMap(entries), new Map(entries)]
      for (const each of steps) {
        if (each.does === 'set') {
          sparse.set(each.key, each.value)
          map.set(each.key, each.value)
        } else if (each.does === 'delete') expect(sparse.delete(each.key)).toBe(map.delete(each.key))
        else {
          sparse.clear()
          map.clear()
        }
        expect([...sparse]).toEqual([...map])
        expect([...sparse.keys()]).toEqual([...map.keys()])
        expect([...sparse.values()]).toEqual([...map.values()])
        expect(sparse.size).toBe(map.size)
        for (const one of [0, 1, 2, 3]) {
          expect(sparse.has(one)).toBe(map.has(one))
          expect(sparse.get(one)).toBe(map.get(one))
        }
      }
    }),
  )
})

it('is gone through while its entries are taken away', () => {
  const sparse = new SparseMap([
    ['a', 1],
    ['b', 2],
  ])
  const seen: string[] = []
  for (const [key] of sparse) {
    seen.push(key)
    sparse.delete(key)
  }
  expect(seen).toEqual(['a', 'b'])
  expect(sparse.size).toBe(0)
})
