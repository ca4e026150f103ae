import { expect, it, vi } from 'vitest'
import { LeftMessages } from './left-messages.ts'
import { VirtualClock } from './virtual-clock.ts'

it('have the connection made anew after a while, once for all that were left meanwhile, and not after the end', async () => {
  const clock = new VirtualClock()
  const broker = { reconnect: vi.fn() }
  const left = new LeftMessages({ broker, clock })
  left.left()
  left.left()
  await clock.advance(9_000)
  expect(broker.reconnect).not.toHaveBeenCalled()
  await clock.advance(2_000)
  expect(broker.reconnect).toHaveBeenCalledTimes(1)
  left.left()
  await clock.advance(11_000)
  expect(broker.reconnect).toHaveBeenCalledTimes(2)
  left.left()
  left.unsubscribe()
  await clock.advance(60_000)
  expect(broker.reconnect).toHaveBeenCalledTimes(2)
})
