/** A limit of the agent's own counts as much as what the machine has left. */
import { expect, it } from 'vitest'
import { leastFree, memoryFree } from './memory-free.ts'

const MB = 1024 * 1024

it.each([
  ['no limit', 500, 0, 90, 500],
  ['a limit beyond all machines', 500, 2 ** 44, 90, 500],
  ['a limit that leaves less than the machine', 500, 128, 90, 38],
  ['a machine that leaves less than the limit', 20, 128, 90, 20],
  ['a limit that is passed', 500, 64, 90, 0],
])('%s', (_, machine, limit, own, free) => {
  expect(leastFree(machine * MB, limit * MB, own * MB)).toBe(free * MB)
})

it('is told of this machine', () => {
  expect(memoryFree()).toBeGreaterThan(0)
})
