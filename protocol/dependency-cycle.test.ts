import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dependencyCycle } from './dependency-cycle.ts'

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges))

describe('cycles of dependencies', () => {
  it.each<[string, Record<string, string[]>, string[] | null]>([
    ['nothing', {}, null],
    ['a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, null],
    ['a name that nobody has', { a: ['ghost'] }, null],
    ['a service that waits for itself', { a: ['a'] }, ['a', 'a']],
    ['a cycle behind a chain', { a: ['b'], b: ['c'], c: ['d'], d: ['b'] }, ['b', 'c', 'd', 'b']],
  ])('%s', (_, edges, expected) => expect(dependencyCycle(graph(edges))).toEqual(expected))

  it('finds none where everybody waits for earlier ones only, and one as soon as an edge closes a loop', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.infiniteStream(fc.nat()), (size, numbers) => {
        const edges = new Map<string, string[]>([['0', []]])
        for (let index = 1; index < size; index++) {
          const picked = [...numbers.take(2)].map((number) => String(number % index))
          edges.set(String(index), picked)
        }
        expect(dependencyCycle(edges)).toBeNull()
        const [first] = edges.get(String(size - 1))!
        edges.set(first!, [...edges.get(first!)!, String(size - 1)])
        const cycle = dependencyCycle(edges)!
        expect(cycle[0]).toBe(cycle.at(-1))
        for (const [index, name] of cycle.slice(0, -1).entries()) expect(edges.get(name)).toContain(cycle[index + 1])
      }),
    )
  })

  it('goes through a chain of 50,000', () => {
    const chain = new Map(Array.from({ length: 50_000 }, (_, index) => [String(index), [String(index + 1)]]))
    expect(dependencyCycle(chain)).toBeNull()
  })
})
