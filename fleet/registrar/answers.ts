/**
 * Answers on their way to devices.
 *
 * Invariant: an answer is published only when the broker has been told of whom it lets in, so that a device that
 * connects with its new certificate finds its rights there; many answers share one telling.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Answer } from './decision.ts'
import type { SignedRevocation } from './revocation.ts'

export interface Outgoing {
  topic: string
  payload: Uint8Array
}

/** A settled answer: an `issue` has become `granted`. */
export type Settled = Exclude<Answer, { state: 'issue' }>

/** The answer as it goes over the wire. @param word with a refusal that takes an identity back */
export function encodeAnswer(
  { id, attempt }: { id: string; attempt: number },
  answer: Settled,
  { authority, brokerUrl }: { authority: string; brokerUrl: string },
  word: SignedRevocation | null = null,
): Uint8Array {
  const of = { id, attempt }
  switch (answer.state) {
    case 'granted': {
      const { certificates, device, fleet } = answer
      const state = ClaimState.CLAIM_STATE_GRANTED
      return encode(KINDS.ClaimAnswer, { ...of, state, certificates, authority, device, fleet, brokerUrl })
    }
    case 'pending':
      return encode(KINDS.ClaimAnswer, {
        ...of,
        state: ClaimState.CLAIM_STATE_PENDING,
        retryAfterMs: answer.retryAfterMs,
      })
    case 'refused': {
      const { code, message, retryAfterMs } = answer
      const state = ClaimState.CLAIM_STATE_REFUSED
      return encode(KINDS.ClaimAnswer, { ...of, state, code, message, retryAfterMs, ...word })
    }
  }
}

export interface AnswersOptions {
  publish(topic: string, payload: Uint8Array): Promise<void>
  /** Tells the broker whom it lets in. */
  refreshAccess(): Promise<void>
  /** Nothing is lost: who was not answered asks again. */
  onFault(error: HoldfastError): void
}

export class Answers {
  readonly #options: AnswersOptions
  #waiting: Outgoing[] = []
  #isAccessStale = false
  #isGoing = false

  constructor(options: AnswersOptions) {
    this.#options = options
  }

  /** @param changesAccess the broker has to be told something first */
  add(outgoing: Outgoing, changesAccess: boolean): void {
    this.#waiting.push(outgoing)
    this.#isAccessStale ||= changesAccess
    void this.flush()
  }

  /** The broker has to be told something. */
  markAccess(): void {
    this.#isAccessStale = true
    void this.flush()
  }

  /** Goes on where it has stopped. Never fails. */
  async flush(): Promise<void> {
    if (this.#isGoing) return
    this.#isGoing = true
    // What comes meanwhile may need the next telling.
    while (this.#waiting.length > 0 || this.#isAccessStale) if (!(await this.#sendWaiting())) break
    this.#isGoing = false
  }

  /** @returns whether there is sense in going on at once */
  async #sendWaiting(): Promise<boolean> {
    const group = this.#waiting
    this.#waiting = []
    try {
      if (this.#isAccessStale) await this.#refresh()
      await Promise.all(group.map(({ topic, payload }) => this.#options.publish(topic, payload)))
      return true
    } catch (error) {
      this.#options.onFault(
        error instanceof HoldfastError
          ? error
          : new HoldfastError('HF_INTERNAL', 'an answer was not published', { cause: error }),
      )
      return false
    }
  }

  async #refresh(): Promise<void> {
    this.#isAccessStale = false
    try {
      await this.#options.refreshAccess()
    } catch (error) {
      this.#isAccessStale = true
      throw error
    }
  }
}
