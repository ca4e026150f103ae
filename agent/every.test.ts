import { expect, it } from 'vitest'
import { every } from './every.ts'
import { VirtualClock } from './virtual-clock.ts'

it('beats until nobody listens, and waits for nothing then', async () => {
  const clock = new VirtualClock()
  const began = clock.now().monoMs
  const beats: number[] = []
  const listening = every(clock, 1_000).subscribe(() => beats.push(clock.now().monoMs - began))
  await clock.advance(3_500)
  expect(beats).toEqual([1_000, 2_000, 3_000])
  expect(clock.sleepers).toBe(1)
  listening.unsubscribe()
  expect(clock.sleepers).toBe(0)
  await clock.advance(10_000)
  expect(beats).toHaveLength(3)
})
