/**
 * The proof that the device still reaches its broker.
 *
 * Invariant: it counts only over a connection that was made after the question, so that one which outlived the change
 * proves nothing; and only once the broker has acknowledged something new that fills a packet, since a path may lose
 * nothing but large ones.
 */
import { filter, firstValueFrom, fromEvent, takeUntil } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { BrokerPort } from '../broker-port.ts'
import { deadline } from '../deadline.ts'
import type { Reporter } from '../reporter.ts'

interface Contact {
  clock: ClockPort
  broker: Pick<BrokerPort, 'connection' | 'reconnect'>
  reporter: Pick<Reporter, 'reach'>
}

/**
 * Connects anew and waits for the broker's answer.
 * @param budgetMs as long as that
 * @param packetBytes the largest that the device sends
 * @throws HF_NETWORK_UNCONFIRMED when the budget is spent, HF_CANCELLED
 */
export async function confirmContact(
  contact: Contact,
  budgetMs: number,
  packetBytes: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock, broker, reporter } = contact
  const limit = deadline(clock, budgetMs, signal)
  let latest = 0
  let why = ''
  let isReached = false
  const heard = broker.connection.subscribe((state) => {
    if (state.connected) latest = state.connection
    else if (state.reason !== null) why = `: ${state.reason.message}`
  })
  try {
    const before = latest
    broker.reconnect()
    const isNew = filter((state: { connected: boolean; connection?: number }) => (state.connection ?? 0) > before)
    const given = takeUntil<{ connected: boolean }>(fromEvent(limit.signal, 'abort'))
    await firstValueFrom(broker.connection.pipe(isNew, given), { defaultValue: null })
    await reporter.reach(limit.signal)
    isReached = true
    await reporter.reach(limit.signal, packetBytes)
  } catch (error) {
    if (!limit.spent()) throw error
    const seconds = Math.round(budgetMs / 1000)
    const what = isReached
      ? `packets of ${packetBytes} bytes did not reach the broker within ${seconds} s, smaller ones did: the path may need a smaller "mtu"`
      : `the broker did not answer within ${seconds} s${why}`
    throw new HoldfastError('HF_NETWORK_UNCONFIRMED', what, { cause: faultOf(error) })
  } finally {
    heard.unsubscribe()
    await limit.stop()
  }
}
