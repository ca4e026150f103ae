import { expect, it } from 'vitest'
import type { Write } from '../storage/store.ts'
import { bootMet, countsFromMs } from './boot.ts'

const clock = (bootId: string, monoMs: number) => ({ now: () => ({ bootId, monoMs, wallMs: 0 }) })
const savedBy = (writes: readonly Write[]) => {
  const [write] = writes
  if (write?.op !== 'checkpoint') throw new Error('nothing was written')
  return write
}

it('a boot is met by the first life in it, and those after it know when', () => {
  const first = bootMet(undefined, clock('boot-1', 20_000.4))
  expect(first).toMatchObject({ metMs: 20_000, problem: null })
  const saved = savedBy(first.writes)
  expect(bootMet(saved, clock('boot-1', 90_000))).toEqual({ metMs: 20_000, writes: [], problem: null })
  const next = bootMet(saved, clock('boot-2', 31_000))
  expect(next).toMatchObject({ metMs: 31_000, problem: null })
  expect(bootMet(savedBy(next.writes), clock('boot-2', 99_000)).metMs).toBe(31_000)
})

it.each([
  ['of a version to come', { version: 2 }],
  ['that is no JSON', { body: Buffer.from('{"bootId":') }],
  ['without a time', { body: Buffer.from('{"bootId":"boot-1"}') }],
  ['whose time is no number', { body: Buffer.from('{"bootId":"boot-1","metMs":"1"}') }],
])('what was kept %s is told, and written anew', (_, change) => {
  const saved = { ...savedBy(bootMet(undefined, clock('boot-1', 5)).writes), ...change }
  const { metMs, problem, writes } = bootMet(saved, clock('boot-1', 70))
  expect([metMs, writes.length]).toEqual([70, 1])
  expect(problem).toContain('cannot be read')
})

it.each([
  ['of this boot counts from there', 'boot-2', 400],
  ['from before counts from the first life in this boot', 'boot-1', 30],
])('a time %s', (_, bootId, from) => {
  expect(countsFromMs({ bootId, monoMs: 400 }, { bootId: 'boot-2' }, { metMs: 30 })).toBe(from)
})
