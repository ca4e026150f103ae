/**
 * A message of a bundle, handed on as a broker would.
 *
 * Invariant: it is on the disk, or refused, when this resolves.
 */
import type { Subject } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { type Fault, HoldfastError } from '../../protocol/errors.ts'
import type { Delivery } from '../broker-port.ts'

/** How long keeping one message may take. */
const KEEP_MS = 15_000

/** @throws what the ingress says against it; HF_STORE_UNWRITABLE when it takes too long, HF_CANCELLED */
export async function handOn(
  { topic, payload }: { topic: string; payload: Uint8Array },
  to: Pick<Subject<Delivery>, 'next'>,
  clock: Pick<ClockPort, 'sleep'>,
  end: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  const judged = new Promise<Fault | null>((resolve) =>
    to.next({ topic, payload, retained: true, ack: () => {}, judged: resolve }),
  )
  const limit = clock.sleep(KEEP_MS, AbortSignal.any([over.signal, end])).then(
    (): Fault => ({ code: 'HF_STORE_UNWRITABLE', message: 'a message of the bundle could not be kept' }),
    (): Fault => ({ code: 'HF_CANCELLED', message: 'the agent ends' }),
  )
  const fault = await Promise.race([judged, limit])
  over.abort()
  if (fault !== null) throw new HoldfastError(fault.code, fault.message)
}
