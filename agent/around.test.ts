import { expect, it } from 'vitest'
import { around } from './around.ts'

class Counter {
  #count = 0
  step = 1
  add(): number {
    this.#count += this.step
    return this.#count
  }
  get count(): number {
    return this.#count
  }
}

it('replaces some members, and calls the rest on the object itself', () => {
  const counter = new Counter()
  const doubled = around(counter, { add: () => counter.add() * 2 })
  expect([doubled.add(), doubled.count, counter.count]).toEqual([2, 1, 1])
})

it('shows what the object gets later', () => {
  const counter = new Counter()
  const other = around<Counter>(counter, {})
  counter.step = 5
  expect([other.step, other.add()]).toEqual([5, 5])
})
