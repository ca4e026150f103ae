/**
 * Messages that could not be kept, and so were left with the broker.
 *
 * Invariant: a broker sends such a message again on the next connection, and nothing else before: so that one is made
 * anew, after a while in which what was in the way may have gone. At most one such wait is under way.
 */
import { Subscription } from 'rxjs'
import type { ClockPort } from '../machines/ports.ts'
import type { BrokerPort } from './broker-port.ts'

const AGAIN_MS = 10_000

export class LeftMessages extends Subscription {
  readonly #broker: Pick<BrokerPort, 'reconnect'>
  readonly #clock: Pick<ClockPort, 'sleep'>
  readonly #end = new AbortController()
  #isWaiting = false

  constructor({ broker, clock }: { broker: Pick<BrokerPort, 'reconnect'>; clock: Pick<ClockPort, 'sleep'> }) {
    super(() => this.#end.abort())
    this.#broker = broker
    this.#clock = clock
  }

  /** One more has been left. */
  left(): void {
    if (this.#isWaiting || this.closed) return
    this.#isWaiting = true
    this.#clock.sleep(AGAIN_MS, this.#end.signal).then(
      () => {
        this.#isWaiting = false
        this.#broker.reconnect()
      },
      () => undefined, // the agent ends
    )
  }
}
