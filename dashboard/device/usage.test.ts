import { expect, it } from 'vitest'
import { dayBytes } from './usage.ts'

it('bytes of a day are added over the links', () => {
  const count = (of: number, link: string, bytes: number) => ({
    class: of,
    link,
    metered: false,
    dayBytes: bytes,
    monthBytes: 9,
  })
  const counts = [count(2, 'ethernet', 3), count(2, 'cellular', 4), count(4, 'ethernet', 5)]
  expect(dayBytes({ link: 'ethernet', metered: false, counts, budgets: [] })).toEqual([0, 7, 0, 5])
  expect(dayBytes(null)).toEqual([0, 0, 0, 0])
})
