/**
 * What happens in the agent, for those of its parts that want to hear of it.
 *
 * Invariant: as a Subject of RxJS, or as its BehaviorSubject, in what is heard, when, and in which order. A listener that is
 * a function takes a hundred bytes here, and five hundred there; an agent has a dozen for as long as it lives.
 */
import { Observable, type Observer, Subscription } from 'rxjs'

type Hear<T> = (value: T) => void
type Listening<T> = Partial<Observer<T>> | Hear<T> | null

export class Told<T> extends Observable<T> {
  /** Never changed in place: who is being told of something is told to the end of the list as it was. */
  #listeners: readonly Listener<T>[] = []
  #isOver = false

  override subscribe(
    listening?: Listening<T>,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    if (typeof listening === 'function' && !error && !complete) return this.#listen(listening, null)
    // For operators, and for those who want to know of the end.
    const heard = new Observable<T>((subscriber) =>
      this.#listen(
        (value) => subscriber.next(value),
        () => subscriber.complete(),
      ),
    )
    return typeof listening === 'function'
      ? heard.subscribe({ next: listening, ...(error && { error }), ...(complete && { complete }) })
      : heard.subscribe(listening ?? {})
  }

  /** Tells everybody who listens at this moment. */
  next(value: T): void {
    for (const listener of this.#listeners) listener.tell(value)
  }

  /** Nothing happens any more. */
  complete(): void {
    const listeners = this.#listeners
    this.#isOver = true
    this.#listeners = []
    for (const listener of listeners) listener.end()
  }

  /** What is told to a new listener at once. */
  protected greet(_listener: Listener<T>): void {}

  #listen(hear: Hear<T>, over: (() => void) | null): Subscription {
    const listener = new Listener(this, hear, over)
    if (this.#isOver) listener.end()
    else {
      // Not by spreading, which leaves room for sixteen more.
      this.#listeners = this.#listeners.concat(listener)
      this.greet(listener)
    }
    return listener
  }

  /** For the listener itself. */
  forget(gone: Listener<T>): void {
    this.#listeners = this.#listeners.filter((listener) => listener !== gone)
  }
}

/** Whoever begins to listen is told the last value at once. */
export class ToldLast<T> extends Told<T> {
  #value: T

  constructor(value: T) {
    super()
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  override next(value: T): void {
    this.#value = value
    super.next(value)
  }

  protected override greet(listener: Listener<T>): void {
    listener.tell(this.#value)
  }
}

class Listener<T> extends Subscription {
  readonly #of: Forgetting<T>
  readonly #hear: Hear<T>
  readonly #over: (() => void) | null

  constructor(of: Forgetting<T>, hear: Hear<T>, over: (() => void) | null) {
    super()
    this.#of = of
    this.#hear = hear
    this.#over = over
  }

  tell(value: T): void {
    if (this.closed) return
    try {
      this.#hear(value)
    } catch (error) {
      // A fault of one listener is no matter of the others, nor of who tells.
      queueMicrotask(() => {
        throw error
      })
    }
  }

  end(): void {
    if (this.closed) return
    this.#over?.()
    super.unsubscribe()
  }

  override unsubscribe(): void {
    if (this.closed) return
    this.#of.forget(this)
    super.unsubscribe()
  }
}

interface Forgetting<T> {
  forget(gone: Listener<T>): void
}
