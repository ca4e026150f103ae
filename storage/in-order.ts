/**
 * Work that is done one piece after another.
 *
 * Invariant: a piece begins when the one before it has ended, however that one ended; whoever asked for a piece, and
 * nobody else, is told of its fault.
 */
export class InOrder {
  /** Settles, without fail, when everything so far has. */
  #last: Promise<void> = Promise.resolve()

  /** Does it when all that was asked for before has ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    // Whoever waits for `done` is told of its fault, and holds what came of it: here it would stay until the next.
    this.#last = done.then(nothing, nothing)
    return done
  }

  /** Resolves when all that was asked for so far has ended. Never fails. */
  ended(): Promise<void> {
    return this.#last
  }
}

function nothing(): void {}
