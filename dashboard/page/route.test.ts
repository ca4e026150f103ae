import { expect, it } from 'vitest'
import { linkTo, parseRoute, withQuery } from './route.ts'

it.each(['#/', '#/?q=till&state=blocked', '#/device/till-1', '#/device/till-1/flight?at=17', '#/record?at=3'])(
  '%s leads where it came from',
  (hash) => {
    expect(linkTo(parseRoute(hash))).toBe(hash)
  },
)

it.each(['', '#', '#/nothing', '#/device', '#/device/', '#/%'])('%j leads to the fleet', (hash) => {
  expect(parseRoute(hash).place).toBe('fleet')
})

it('a name may hold what a link cannot', () => {
  expect(parseRoute('#/device/a%2Fb').device).toBe('a/b')
  expect(parseRoute('#/device/100%').device).toBe('100%')
})

it('words in the query come and go', () => {
  const route = withQuery(parseRoute('#/?q=a&view=table'), { q: '', state: 'blocked' })
  expect(linkTo(route)).toBe('#/?view=table&state=blocked')
})
