/**
 * Layers that the engine unpacks while those above them still come.
 *
 * Invariant: a stem is written down before the engine has it, so that whoever releases the image is rid of it too, and
 * believed by a later life only when it was whole; one that the engine does not take is told, and costs the time it would have saved.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import type { EnginePort } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import type { Log } from '../log.ts'
import type { ContentStore } from './content-store.ts'
import { isWorthLoading, stemOf, WORTH_LOADING_BYTES } from './stem.ts'

export interface StemsOptions {
  engine: Pick<EnginePort, 'loadImage'>
  store: Pick<ContentStore, 'noteStem' | 'dropStems'>
  log: Log
  image: string
  /** Ends when the fetching of the image does. */
  signal: AbortSignal
  /** Default {@link WORTH_LOADING_BYTES}. */
  worthBytes?: number
}

export class Stems {
  readonly #options: StemsOptions
  readonly #end = new AbortController()
  /** Layers that the engine has by them; null: no stem is there. */
  #loaded: number | null = null
  #next: { source: ImageSource; count: number } | null = null
  #work: Promise<void> | null = null
  #failure: unknown = null

  constructor(options: StemsOptions) {
    this.#options = options
  }

  /** So many layers are here or in the engine, the lowest first. */
  here(source: ImageSource, count: number): void {
    this.#next = { source, count }
    this.#work ??= this.#grow().finally(() => {
      this.#work = null
    })
  }

  /**
   * Waits for the stem under way.
   * @returns how many layers the engine has by stems
   * @throws HF_CONTENT_DAMAGED when a layer is here no more
   */
  async loaded(): Promise<number> {
    // What is not begun comes with the image.
    this.#next = null
    await this.#work
    if (faultOf(this.#failure).code === 'HF_CONTENT_DAMAGED') throw this.#failure
    return this.#loaded ?? 0
  }

  /** What is under way is given up. */
  async stop(): Promise<void> {
    this.#end.abort()
    await this.#work
  }

  async #grow(): Promise<void> {
    const { engine, store, log, image, signal, worthBytes = WORTH_LOADING_BYTES } = this.#options
    const either = AbortSignal.any([signal, this.#end.signal])
    while (this.#next !== null && this.#failure === null && !either.aborted) {
      const { source, count } = this.#next
      this.#next = null
      const held = Math.max(
        this.#loaded ?? 0,
        source.layers.findIndex(({ open }) => open !== null),
      )
      if (!isWorthLoading(source.layers, held, count, worthBytes)) continue
      const stem = stemOf(image, source, held, count)
      const names = [stem.image, ...stem.ids]
      try {
        await store.noteStem(image, { names, isSure: false })
        await engine.loadImage(stem.image, stem.source, () => {}, either)
        await store.noteStem(image, { names, isSure: true })
        this.#loaded = count
      } catch (error) {
        this.#failure = error
        // The engine may still be at one that was given up: its note is for whoever releases the image.
        if (either.aborted) return
        log.warn('layers could not be loaded before the others', { image, ...faultOf(error) })
        await store
          .dropStems(image, 'unsure')
          .catch((error: unknown) =>
            log.warn('layers could not be taken from the engine', { image, ...faultOf(error) }),
          )
      }
    }
  }
}
