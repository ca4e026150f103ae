/**
 * The words of containers that they are ready to take over.
 *
 * Invariant: a word is of one run of one container: another container, or another start of it, has to say it anew. One
 * that somebody waits for is on the disk before it is answered, so that another life of the agent knows it too; to say
 * it again, or where nobody waits, writes nothing.
 */

import type { Observable } from 'rxjs'
import type { Container } from '../machines/ports.ts'
import { InOrder } from '../storage/in-order.ts'
import type { Checkpoint, Store } from '../storage/store.ts'
import { type ReadyWord, SAVED_VERSION, savedWords, writtenWords } from './saved-ready-words.ts'
import { Told } from './told.ts'

/** The checkpoint's name. */
export const READY_WORDS = 'ready'

interface ReadyWordsOptions {
  store: Pick<Store, 'commit'>
  /** The checkpoint `ready`, as the store holds it. */
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
}

export class ReadyWords {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  readonly #store: Pick<Store, 'commit'>
  readonly #changes = new Told<void>()
  readonly #sayings = new InOrder()
  #words: readonly ReadyWord[]

  constructor({ store, saved }: ReadyWordsOptions) {
    const { words, problem } = savedWords(saved)
    this.#store = store
    this.problem = problem
    this.#words = words
  }

  /** Whenever a container has said it. */
  get changes(): Observable<void> {
    return this.#changes
  }

  /** Whether this run of the container has said it. */
  has({ id, startedAt }: Container): boolean {
    return this.#words.some((word) => word.container === id && word.startedAt === startedAt)
  }

  /**
   * @param all the device's containers: words of those that are gone are forgotten
   * @throws HF_STORE_UNWRITABLE and it is not said
   */
  say(container: Container, all: readonly Container[]): Promise<void> {
    return this.#sayings.run(async () => {
      if (this.has(container)) return
      const others = this.#words.filter((word) => all.some(({ id }) => id === word.container && id !== container.id))
      const words = [...others, { container: container.id, startedAt: container.startedAt }]
      const isAwaited = all.some(({ id, service }) => service === container.service && id !== container.id)
      if (isAwaited)
        await this.#store.commit([
          { op: 'checkpoint', machine: READY_WORDS, version: SAVED_VERSION, body: writtenWords(words) },
        ])
      this.#words = words
      this.#changes.next()
    })
  }
}
