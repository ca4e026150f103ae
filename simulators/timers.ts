/**
 * What is to happen when: a heap of moments.
 *
 * Invariant: they are taken in the order of their time, and of their coming at equal times; one that was
 * given up is never taken. Coming and going cost the logarithm of how many wait.
 */

export interface Timer {
  readonly atMs: number
  readonly order: number
  /** Null once it was taken or given up. */
  wake: (() => void) | null
}

export class Timers {
  #heap: Timer[] = []
  #order = 0
  #givenUp = 0

  add(atMs: number, wake: () => void): Timer {
    const timer = { atMs, order: this.#order++, wake }
    this.#heap.push(timer)
    this.#rise(this.#heap.length - 1)
    return timer
  }

  giveUp(timer: Timer): void {
    if (timer.wake === null) return
    timer.wake = null
    this.#givenUp += 1
    // A fleet gives up far more than it waits for: what is left of them must not pile up.
    if (this.#givenUp > 64 && this.#givenUp * 2 > this.#heap.length) this.#rebuild()
  }

  /** When the first one is due, or null. */
  get nextAtMs(): number | null {
    return this.#first()?.atMs ?? null
  }

  /** Takes the first one that is due at this time. */
  take(untilMs: number): { atMs: number; wake: () => void } | null {
    const first = this.#first()
    if (first === undefined || first.atMs > untilMs) return null
    this.#removeFirst()
    const wake = first.wake as () => void
    first.wake = null
    return { atMs: first.atMs, wake }
  }

  clear(): void {
    for (const timer of this.#heap) timer.wake = null
    this.#heap = []
    this.#givenUp = 0
  }

  #first(): Timer | undefined {
    while (this.#heap[0]?.wake === null) {
      this.#removeFirst()
      this.#givenUp -= 1
    }
    return this.#heap[0]
  }

  #rebuild(): void {
    this.#heap = this.#heap.filter(({ wake }) => wake !== null).sort((a, b) => a.atMs - b.atMs || a.order - b.order)
    this.#givenUp = 0
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const child = this.#isBefore(left + 1, left) ? left + 1 : left
      if (!this.#isBefore(child, at)) return
      this.#swap(at, child)
      at = child
    }
  }

  #rise(from: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >>> 1
      if (!this.#isBefore(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#heap[a]
    const other = this.#heap[b]
    if (one === undefined || other === undefined) return one !== undefined
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
  }

  #swap(a: number, b: number): void {
    const held = this.#heap[a] as Timer
    this.#heap[a] = this.#heap[b] as Timer
    this.#heap[b] = held
  }
}
