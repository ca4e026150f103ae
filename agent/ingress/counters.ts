/**
 * Named counters.
 *
 * Invariant: a counter only rises; one that never counted is not there.
 */
export class Counters {
  readonly #values = new Map<string, number>()

  add(name: string, by = 1): void {
    this.#values.set(name, this.get(name) + by)
  }

  get(name: string): number {
    return this.#values.get(name) ?? 0
  }

  /** All of them, by name, for the report. */
  all(): Record<string, number> {
    return Object.fromEntries([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}
