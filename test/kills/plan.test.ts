/** What the rounds of a run do. */
import { expect, it } from 'vitest'
import { planOf } from './plan.ts'

const plans = Array.from({ length: 300 }, (_, index) => planOf('seed', index + 1))

it('a round can be had again by itself, and another seed gives other rounds', () => {
  expect(planOf('seed', 7)).toEqual(plans[6])
  expect(planOf('other', 7)).not.toEqual(plans[6])
})

it('every work meets every victim, and some are killed again in the recovery', () => {
  const met = new Set(plans.map(({ work, kills }) => `${work} ${kills[0]?.victim}`))
  expect(met.size).toBe(5 * 3)
  const twice = plans.filter(({ kills }) => kills.length === 2)
  expect(twice.length).toBeGreaterThan(50)
  expect(twice.length).toBeLessThan(150)
})

it('kills fall over the whole of the work', () => {
  const at = plans.map(({ kills }) => kills[0]!.at)
  for (let tenth = 0; tenth < 10; tenth += 1)
    expect(at.some((share) => share >= tenth / 10 && share < (tenth + 1) / 10)).toBe(true)
  expect(at.some((share) => share > 1)).toBe(true)
})
