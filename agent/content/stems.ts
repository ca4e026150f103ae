/**
 * Layers that the engine unpacks while those above them still come, or are on their way to it.
 *
 * Invariant: a stem is written down before the engine has it, so that whoever releases the image is rid of it too, and
 * believed by a later life only when it was whole; one that the engine does not take is told, and costs the time it would have saved.
 */

import type { ImageSource } from '../../machines/image-source.ts'
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import { withResolvers } from '../../protocol/es2024.ts'
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
  /** Layers that it will have when it has taken what it is at. */
  #hoped = 0
  /** Until the engine has been given what it is at. */
  #giving: Promise<void> | null = null
  #given = (): void => {}
  /** Until it has unpacked that: others can be loaded upon it then, while it is still being written to the disk. */
  #unpacking: Promise<void> | null = null
  #next: { source: ImageSource; count: number } | null = null
  #work: Promise<void> | null = null
  #failure: unknown = null

  constructor(options: StemsOptions) {
    this.#options = options
  }

  /**
   * So many layers are here or in the engine, the lowest first.
   * @returns to whom it has the engine given something, when that is given; to others at once
   */
  async here(source: ImageSource, count: number): Promise<void> {
    const before = this.#giving
    this.#next = { source, count }
    this.#work ??= this.#grow().finally(() => {
      this.#work = null
    })
    // What goes wrong before anything is given is heard here.
    if (this.#giving !== before) await Promise.race([this.#giving, this.#work])
  }

  /**
   * Has the layers above the stems given to the engine, while it is still at the last stem; without that stem, when it is not
   * taken, once more.
   * @param load leaves out so many layers, the lowest first, which the engine has when `whenHeld` resolves
   * @throws HF_CONTENT_DAMAGED when a layer is here no more; what `load` throws
   */
  async loadRest(load: (count: number, whenHeld?: () => Promise<void>) => Promise<void>): Promise<void> {
    // What is not begun comes with the image.
    this.#next = null
    if (this.#work === null) return load(await this.#held())
    const hoped = this.#hoped
    let isForNothing = false
    const whenHeld = async (): Promise<void> => {
      isForNothing = (await this.#held()) < hoped
      if (isForNothing) throw this.#failure
    }
    try {
      await load(hoped, whenHeld)
    } catch (error) {
      if (!isForNothing || this.#options.signal.aborted) throw error
      await load(await this.#held())
    }
    // What becomes of the stem is of no more use, but whoever tidies up is to find it named and noted.
    await this.#work
  }

  /** @returns how many layers the engine has by stems, once it unpacks none any more */
  async #held(): Promise<number> {
    await Promise.race([this.#work, this.#unpacking])
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
      this.#hoped = count
      this.#giving = new Promise((resolve) => {
        this.#given = resolve
      })
      const unpacked = withResolvers<void>()
      this.#unpacking = unpacked.promise
      const told = ({ doneBytes, totalBytes, layersDone, layers }: PullProgress): void => {
        if (doneBytes === totalBytes) this.#given()
        if (layersDone < layers) return
        this.#loaded = count
        unpacked.resolve()
      }
      try {
        const stem = stemOf(image, source, held, count)
        const names = [stem.image, ...stem.ids]
        await store.noteStem(image, { names, isSure: false })
        await engine.loadImage(stem.image, stem.source, told, either)
        await store.noteStem(image, { names, isSure: true })
        this.#loaded = count
      } catch (error) {
        this.#failure = error
        // The engine may still be at one that was given up: its note is for whoever releases the image.
        if (either.aborted) return
        log.warn('layers could not be loaded before the others', { image, ...faultOf(error) })
        // Upon what was unpacked the image may be loaded at this moment: its note is for whoever releases it.
        if (this.#loaded === count) return
        await store
          .dropStems(image, 'unsure')
          .catch((error: unknown) =>
            log.warn('layers could not be taken from the engine', { image, ...faultOf(error) }),
          )
      } finally {
        this.#given()
        unpacked.resolve()
      }
    }
  }
}
