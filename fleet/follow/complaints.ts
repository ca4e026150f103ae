/**
 * Messages that cannot be read, told to a person.
 *
 * Invariant: of one topic once, however much comes on it: whoever publishes nonsense fills no screen, and ends no watch.
 */
import { HoldfastError } from '../../protocol/errors.ts'

export class Complaints {
  readonly #tell: (message: string) => void
  readonly #topics = new Set<string>()

  constructor(tell: (message: string) => void) {
    this.#tell = tell
  }

  /** Reads what has come on a topic. @throws what is no fault of the message */
  hear(topic: string, read: () => void): void {
    try {
      read()
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
      if (!this.#topics.has(topic)) this.#tell(`${topic}: ${error.code} ${error.message}`)
      this.#topics.add(topic)
    }
  }
}
