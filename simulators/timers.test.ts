import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Timer, Timers } from './timers.ts'

describe('timers', () => {
  it('are taken in the order of time and of coming, without those that were given up', () => {
    const operation = fc.oneof(
      fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
      fc.record({ giveUp: fc.nat() }),
      fc.record({ take: fc.integer({ min: 0, max: 25 }) }),
    )
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
        const timers = new Timers()
        const given: Timer[] = []
        let waiting: { atMs: number; order: number }[] = []
        for (const each of operations) {
          if ('add' in each) {
            const timer = timers.add(each.add, () => {})
            given.push(timer)
            waiting.push({ atMs: each.add, order: timer.order })
          } else if ('giveUp' in each) {
            const timer = given[each.giveUp % Math.max(1, given.length)]
            if (timer === undefined) continue
            timers.giveUp(timer)
            waiting = waiting.filter(({ order }) => order !== timer.order)
          } else {
            waiting.sort((a, b) => a.atMs - b.atMs || a.order - b.order)
            expect(timers.nextAtMs).toBe(waiting[0]?.atMs ?? null)
            const due = waiting[0] !== undefined && waiting[0].atMs <= each.take ? waiting.shift() : undefined
            expect(timers.take(each.take)?.atMs).toBe(due?.atMs)
          }
        }
      }),
    )
  })
})
