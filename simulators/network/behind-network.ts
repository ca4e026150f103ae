/**
 * A broker at the other end of a network that may not carry everything.
 *
 * Invariant: what is lost on the way is told to nobody; the connection ends, as TCP's patience does.
 */
import { around } from '../../agent/around.ts'
import type { MemoryBroker } from '../broker/memory-broker.ts'
import type { WorldClock } from '../world-clock.ts'

/** How long something is sent again before the connection is over. */
const LOST_MS = 15_000

export interface Way {
  /** Asked for each new connection: whether it comes through. */
  connects(): boolean
  /** Whether so many bytes come through in one message. */
  fits(bytes: number): boolean
}

export function behindNetwork(broker: MemoryBroker, clock: Pick<WorldClock, 'schedule'>, way: Way): MemoryBroker {
  return around(broker, {
    connect: (...args: Parameters<MemoryBroker['connect']>) => (way.connects() ? broker.connect(...args) : null),
    take: (...args: Parameters<MemoryBroker['take']>) => {
      const [, , { payload }] = args
      if (way.fits(payload.length)) return broker.take(...args)
      clock.schedule(LOST_MS, () => broker.cut())
      return false
    },
  })
}
