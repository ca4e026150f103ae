/**
 * What the registrar has done since it was started.
 *
 * Invariant: counts only rise.
 */

export type Counted = 'granted' | 'pending' | 'refused' | 'limited'

export class Counters {
  readonly #counts: Record<Counted, number> = { granted: 0, pending: 0, refused: 0, limited: 0 }

  count(what: Counted): void {
    this.#counts[what] += 1
  }

  get counts(): Readonly<Record<Counted, number>> {
    return { ...this.#counts }
  }
}
