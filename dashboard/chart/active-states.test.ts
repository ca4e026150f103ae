import { expect, it } from 'vitest'
import { activeStates, deepest, pathsIn } from './active-states.ts'

it.each([
  ['idle', ['idle']],
  ['switching.acting', ['switching.acting']],
  ['serving(operation.free, logs.quiet)', ['serving.operation.free', 'serving.logs.quiet']],
  ['a(b.c, d(e, f.g))', ['a.b.c', 'a.d.e', 'a.d.f.g']],
  ['a.b(c, d)', ['a.b.c', 'a.b.d']],
  ['', []],
  ['(((', []],
  ['))', []],
])('%j is %j', (words, paths) => {
  expect(pathsIn(words)).toEqual(paths)
})

it('lights the machine and all that is around an active state', () => {
  const active = activeStates('device', 'serving(operation.free, logs.quiet)')
  expect([...active]).toEqual([
    'device',
    'device.serving',
    'device.serving.operation',
    'device.serving.operation.free',
    'device.serving.logs',
    'device.serving.logs.quiet',
  ])
  expect(deepest(active)).toEqual(['device.serving.operation.free', 'device.serving.logs.quiet'])
})

it('lights nothing of a machine of which nothing is known', () => {
  expect(activeStates('device', '').size).toBe(0)
})
