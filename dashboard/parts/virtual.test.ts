import { expect, it } from 'vitest'
import { spanOf } from './virtual.ts'

it('covers what is seen, with some around it', () => {
  expect(spanOf(10_000, 40, 4_000, 800)).toEqual({ first: 94, end: 126 })
})

it('ends where the list does', () => {
  expect(spanOf(10, 40, 0, 800)).toEqual({ first: 0, end: 10 })
  expect(spanOf(0, 40, 0, 800)).toEqual({ first: 0, end: 0 })
  // It was longer when one scrolled.
  expect(spanOf(3, 40, 90_000, 800)).toEqual({ first: 0, end: 3 })
})
