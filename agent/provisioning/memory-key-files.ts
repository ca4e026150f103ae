/**
 * Key files in memory, which a test may cut off: only for tests.
 *
 * Invariant: what was written before the cut stays, whole; afterwards nothing changes and nothing is answered.
 */
import type { KeyFiles } from './key-files.ts'

export class MemoryKeyFiles implements KeyFiles {
  readonly #texts: Map<string, string>
  #dead = false
  /** Called after each change, before it is acknowledged: the moment to cut. */
  onWrite: () => void = () => {}

  constructor(texts: ReadonlyMap<string, string> = new Map()) {
    this.#texts = new Map(texts)
  }

  get names(): string[] {
    return [...this.#texts.keys()]
  }

  /** What the next life finds. */
  cut(): MemoryKeyFiles {
    this.#dead = true
    return new MemoryKeyFiles(this.#texts)
  }

  list(): Promise<string[]> {
    return this.#alive(() => this.names)
  }

  read(name: string): Promise<string | null> {
    return this.#alive(() => this.#texts.get(name) ?? null)
  }

  write(name: string, text: string): Promise<void> {
    return this.#alive(() => {
      this.#texts.set(name, text)
      this.onWrite()
    })
  }

  remove(names: readonly string[]): Promise<void> {
    return this.#alive(() => {
      for (const name of names) this.#texts.delete(name)
      if (names.length > 0) this.onWrite()
    })
  }

  #alive<T>(work: () => T): Promise<T> {
    if (this.#dead) return new Promise(() => {})
    const done = work()
    return new Promise((resolve) => (this.#dead ? undefined : resolve(done)))
  }
}
