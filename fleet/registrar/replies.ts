/**
 * From what was decided to the answer that is on its way.
 *
 * Invariant: every answer is counted. One that takes an identity back carries the authority's word where that can be
 * had, and goes without it where it cannot: the device is shut out all the same, and keeps what it has.
 */
import type { ErrorCode } from '../../protocol/errors.ts'
import { Answers, encodeAnswer, type Settled } from './answers.ts'
import type { Counters } from './counters.ts'
import type { RegistrarOptions } from './registrar-options.ts'
import { type SignedRevocation, signRevocation, type TakenBack } from './revocation.ts'

/** What is answered. */
interface Question {
  id: string
  attempt: number
}

export class Replies {
  readonly #options: RegistrarOptions
  readonly #counters: Counters
  readonly #answers: Answers
  readonly #onFault: (error: unknown, device: string) => void

  /** @param onFault a word could not be signed */
  constructor(options: RegistrarOptions, counters: Counters, onFault: (error: unknown, device: string) => void) {
    this.#options = options
    this.#counters = counters
    this.#onFault = onFault
    this.#answers = new Answers({
      publish: (topic, payload) => options.publish(topic, payload, false),
      refreshAccess: options.refreshAccess,
      onFault: (error) => options.log('fault', { code: error.code, message: error.message }),
    })
  }

  /** @param changesAccess it goes when the broker has been told whom it lets in: what is granted anew */
  async give(topic: string, to: Question, answer: Settled, changesAccess = false): Promise<void> {
    this.#counters.count(answer.state)
    const { authority, brokerUrl } = this.#options
    const word = answer.state === 'refused' && answer.takesBack ? await this.#sign(answer.takesBack) : null
    const payload = encodeAnswer(to, answer, { authority: authority.certificate, brokerUrl }, word)
    this.#answers.add({ topic, payload }, changesAccess)
  }

  refuse(topic: string, to: Question, code: ErrorCode, message: string, retryAfterMs: number): Promise<void> {
    return this.give(topic, to, { state: 'refused', code, message, retryAfterMs })
  }

  /** What answers nothing. */
  send(topic: string, payload: Uint8Array): void {
    this.#answers.add({ topic, payload }, false)
  }

  /** Brings the broker's list up to date. */
  refreshAccess(): void {
    this.#answers.markAccess()
  }

  /** Goes on where the broker was away. Never fails. */
  flush(): Promise<void> {
    return this.#answers.flush()
  }

  async #sign(takesBack: TakenBack): Promise<SignedRevocation | null> {
    try {
      return await signRevocation(takesBack, this.#options.authority)
    } catch (error) {
      this.#onFault(error, takesBack.device)
      return null
    }
  }
}
