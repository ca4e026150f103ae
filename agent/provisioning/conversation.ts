/**
 * Asking a question over a broker, and waiting for the answer.
 *
 * Invariant: it ends: with the answer, in time, or with the reason why there is none; and it leaves nothing behind.
 */
import { filter, firstValueFrom, type Observable, Subject, takeUntil } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { BrokerPort } from '../broker-port.ts'
import { deadline } from '../deadline.ts'

/** Runs `work` for at most so long. @throws HF_BROKER_UNAVAILABLE when it takes longer; HF_CANCELLED */
export async function inTime<T>(
  clock: ClockPort,
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = deadline(clock, ms, outer)
  try {
    return await Promise.race([work(limit.signal), aborted(limit.signal)])
  } catch (error) {
    if (limit.spent()) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'there was no answer in time', { cause: error })
    throw error
  } finally {
    await limit.stop()
  }
}

/** Resolves once the port is connected. @throws why an attempt to connect has failed */
export async function connected({ connection }: Pick<BrokerPort, 'connection'>, signal: AbortSignal): Promise<void> {
  const state = await first(
    connection,
    (candidate) => candidate.connected || candidate.reason !== null,
    signal,
    'the connection',
  )
  if (!state.connected && state.reason !== null) throw new HoldfastError(state.reason.code, state.reason.message)
}

/** The first value that is wanted. @throws HF_CANCELLED, HF_BROKER_UNAVAILABLE when the source ends before */
export async function first<T, W extends T>(
  source: Observable<T>,
  isWanted: (value: T) => value is W,
  signal: AbortSignal,
  what: string,
): Promise<W>
export async function first<T>(
  source: Observable<T>,
  isWanted: (value: T) => boolean,
  signal: AbortSignal,
  what: string,
): Promise<T>
export async function first<T>(
  source: Observable<T>,
  isWanted: (value: T) => boolean,
  signal: AbortSignal,
  what: string,
): Promise<T> {
  const over = new Subject<void>()
  const end = (): void => over.next()
  if (signal.aborted) throw new HoldfastError('HF_CANCELLED', `${what} was given up`)
  signal.addEventListener('abort', end, { once: true })
  try {
    return await firstValueFrom(source.pipe(filter(isWanted), takeUntil(over)))
  } catch (cause) {
    if (signal.aborted) throw new HoldfastError('HF_CANCELLED', `${what} was given up`, { cause })
    throw new HoldfastError('HF_BROKER_UNAVAILABLE', `${what} has ended`, { cause })
  } finally {
    signal.removeEventListener('abort', end)
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new HoldfastError('HF_CANCELLED', 'it was given up'))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}
