/**
 * What was decided, on its way to the disk.
 *
 * Invariant: a refusal changes nothing, so it is written with what comes next: nobody makes us write by being refused,
 * and how many wait is bounded. A write that fails ends the registrar, because memory and disk may differ from then on.
 */
import type { Change, Note } from './records.ts'
import type { RegistrarOptions } from './registrar-options.ts'

/** Refusals beyond these, between two writes, are counted and not noted. */
const MOST_NOTES = 100

type BookOptions = Pick<RegistrarOptions, 'onBroken' | 'log' | 'now'> & {
  store: Pick<RegistrarOptions['store'], 'apply'>
}

export class Book {
  readonly #options: BookOptions
  #later: Note[] = []

  constructor(options: BookOptions) {
    this.#options = options
  }

  /** To be written with what comes next. */
  noteLater(note: Note): void {
    if (this.#later.length < MOST_NOTES) this.#later.push(note)
  }

  /** Writes these; where there is anything to write, with what has waited. @throws HF_STORE_… */
  async write(changes: readonly Change[], more: readonly Note[]): Promise<void> {
    const { store, onBroken, log, now } = this.#options
    const notes = changes.length === 0 && more.length === 0 ? [] : [...this.#later.splice(0), ...more]
    try {
      await store.apply(changes, notes, now())
    } catch (error) {
      onBroken(error)
      throw error
    }
    for (const { event, ...facts } of notes) log(event, facts)
  }

  /** Writes these, and whatever has waited. @throws HF_STORE_… */
  writeAll(changes: readonly Change[]): Promise<void> {
    return this.write(changes, this.#later.splice(0))
  }
}
