/**
 * Looking whether a better broker is there again, while a lesser one holds us.
 *
 * Invariant: a better one is moved to only after its way was open twice, some time apart; looking costs a handshake,
 * never a CONNECT: brokers that are one cluster would throw us out for it.
 */
import type { ClockPort } from '../../machines/ports.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import type { Route } from './mqtt-route.ts'

interface ReturnOptions {
  /** In order of preference; all better than the one in use. */
  better: readonly Route[]
  clock: ClockPort
  afterMs: number
  againMs: number
  limitMs: number
  sources: ProxySources
  signal: AbortSignal
}

/** Resolves with the index of the better one; null when aborted. */
export async function betterBroker(options: ReturnOptions): Promise<number | null> {
  const { better, clock, afterMs, againMs, signal } = options
  let seen: number | null = null
  let waitMs = afterMs
  for (;;) {
    try {
      await clock.sleep(waitMs, signal)
    } catch {
      return null // aborted: the connection is over
    }
    const index = await firstOpen(better, options)
    if (signal.aborted) return null
    if (index !== null && index === seen) return index
    seen = index
    waitMs = index === null ? afterMs : againMs
  }
}

async function firstOpen(
  better: readonly Route[],
  { limitMs, signal, sources }: ReturnOptions,
): Promise<number | null> {
  for (const [index, route] of better.entries()) {
    try {
      const { stream, socket } = await route.open(limitMs, signal, sources)
      stream.destroy()
      socket.destroy()
      return index
    } catch {
      // As far away as before; why, is said by the next attempt that matters.
    }
  }
  return null
}
