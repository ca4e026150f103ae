import { expect, it } from 'vitest'
import { aliveOnly } from './alive-only.ts'

const PENDING = 'pending'
const settledOr = (promise: Promise<string>): Promise<string> =>
  Promise.race([promise, new Promise<string>((resolve) => setImmediate(() => resolve(PENDING)))])

it.each<[string, boolean, boolean, string]>([
  ['calls, and has the result, while it lives', true, true, 'done'],
  ['never hears of what it had called when it died', true, false, PENDING],
  ['calls nothing once it is dead', false, false, PENDING],
])('a process %s', async (_, before, after, expected) => {
  let isAlive = before
  let calls = 0
  const call = aliveOnly(() => isAlive)(async (word: string) => {
    calls += 1
    isAlive = after
    return word
  })
  expect(await settledOr(call('done'))).toBe(expected)
  expect(calls).toBe(before ? 1 : 0)
})

it('a fault is told to the living alone', async () => {
  let isAlive = true
  const fails = aliveOnly(() => isAlive)(async (dies: boolean): Promise<string> => {
    isAlive = !dies
    throw new Error('no')
  })
  await expect(fails(false)).rejects.toThrow('no')
  expect(await settledOr(fails(true))).toBe(PENDING)
})
