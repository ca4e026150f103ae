/**
 * The content store at work: what fetches, and what hands over to the engine.
 *
 * Invariant: at most `AT_ONCE` blobs grow at a time, and one image is made by a delta; blobs of an image that is being brought
 * are nobody's garbage.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import type { ClockPort, EnginePort, PullProgress } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { FetchPlan } from '../../protocol/fetch-plan.ts'
import type { Log } from '../log.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import { byDelta, type DeltaSource } from './by-delta.ts'
import type { ContentConfig } from './content-config.ts'
import type { ContentDisk } from './content-disk.ts'
import { ContentStore } from './content-store.ts'
import type { Course } from './course.ts'
import { type FetchParts, fetchImage, type Held } from './fetch-image.ts'
import { imageName } from './image-name.ts'
import { KeptImages } from './kept-images.ts'
import { memoryFree as memoryFreeHere } from './memory-free.ts'
import type { Near } from './near.ts'
import { AT_ONCE } from './part-rule.ts'
import { placesOf } from './places.ts'
import { Registry } from './registry.ts'
import { Slots, Turns } from './slots.ts'
import { idsOf, withoutLowest } from './stem.ts'
import { Stems } from './stems.ts'
import { Throttle } from './throttle.ts'
import { Transport } from './transport.ts'
import { unpackFault } from './unpack-rule.ts'
import type { Trouble } from './way-rule.ts'

export interface ContentOptions extends Pick<ProxySources, 'targetProxy'> {
  disk: ContentDisk
  engine: EnginePort
  clock: ClockPort
  log: Log
  config: ContentConfig
  /** How long a registry may say nothing. Default 30,000. */
  silentMs?: number
  /** How long it may give next to nothing. Default {@link PACE_MS}. */
  paceMs?: number
  /** What can be had of memory, in bytes. Default: as the kernel says, of the machine and of the agent's own limit. */
  memoryFree?: () => number
  /** How an image will come, and what each way would cost. */
  onPlan?: (image: string, plan: FetchPlan) => void
  /** A secret of the device, by its name; null: it has none. Left out: there are none. */
  secret?: (name: string) => string | null
  /** The devices of the network, once they are there; left out: there are none. */
  near?: () => Near | null
}

/** What kept an image from coming. */
export interface Failed extends Omit<Trouble, 'code'> {
  error: unknown
}

/** Each time that a disk gives back something else costs one more attempt; more than this and it is broken. */
const DAMAGED_AT_MOST = 2
/** Some may end by a power cut; so many end by the memory that the delta takes. */
const MOST_DELTA_LIVES = 5

export class Content {
  readonly #options: ContentOptions
  readonly #store: ContentStore
  readonly #parts: FetchParts
  /** Each takes all the memory that a plan tells of. */
  readonly #deltas = new Slots(1)
  /** Null: nothing is kept. */
  readonly #kept: KeptImages | null
  /** Registries that have given us something in this life. */
  readonly #answered = new Set<string>()

  constructor(options: ContentOptions) {
    const { disk, clock, log, config, memoryFree = memoryFreeHere } = options
    this.#options = options
    this.#store = new ContentStore(disk, (name) => options.engine.removeImage(name))
    const { neighbours } = config
    // Who gives nothing has nothing to keep.
    this.#kept = neighbours?.listen ? new KeptImages(this.#store, clock, neighbours.keepBytes) : null
    const throttle = new Throttle(config.bytesPerSecond, clock)
    this.#parts = {
      disk,
      clock,
      log,
      throttle,
      memoryFree,
      store: this.#store,
      slots: new Slots(AT_ONCE),
      turns: new Turns(),
      makeRoom: async () => (await this.#kept?.releaseAll()) ?? false,
    }
  }

  /**
   * Fetches what the engine lacks and loads it.
   */
  async bring(image: string, held: Held, course: Course, signal: AbortSignal): Promise<Failed | null> {
    for (let damaged = 0; ; damaged++) {
      const end = await this.#bringOnce(image, damaged > 0 ? { ...held, isAgain: true } : held, course, signal)
      const isDamaged = end !== null && faultOf(end.error).code === 'HF_CONTENT_DAMAGED'
      if (!isDamaged || damaged >= DAMAGED_AT_MOST) return end
      this.#options.log.warn('a blob of the store was damaged, and is fetched again', { ...faultOf(end.error) })
      course.fellBack(end.error)
    }
  }

  /** How it would come now; no byte of a layer or a delta does. @throws as `fetchImage` */
  async plan(
    image: string,
    held: Held,
    progressed: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<FetchPlan> {
    const { engine, config, targetProxy, secret, silentMs = 30_000, paceMs } = this.#options
    const { registry, repository } = imageName(image)
    const transport = new Transport(silentMs, paceMs)
    const known = new AbortController()
    let plan = null as FetchPlan | null
    const planned = (made: FetchPlan): void => {
      plan = made
      known.abort()
    }
    try {
      const asked = new Registry(transport, targetProxy, secret)
      const source = { registry: asked, places: placesOf(registry, config), repository, image }
      const parts = { ...this.#parts, near: this.#options.near?.() ?? null }
      const either = AbortSignal.any([signal, known.signal])
      await fetchImage(parts, source, await engine.info(), held, { planned, progressed }, either)
    } catch (error) {
      if (plan === null) throw error
    } finally {
      transport.close()
    }
    if (plan === null) throw new HoldfastError('HF_INTERNAL', 'nothing was planned', { place: image })
    return plan
  }

  /** What ends the agent in each life that applies it would do so for ever. */
  async #giveUpDeadly(image: string, course: Course): Promise<void> {
    const lives = await this.#store.deltaLives(image)
    if (lives < MOST_DELTA_LIVES || (await this.#store.isDeltaRefused(image))) return
    const error = new HoldfastError('HF_DELTA_INVALID', `${lives} lives have ended while its delta was applied`, {
      place: image,
    })
    this.#options.log.warn('no delta is tried any more', { ...faultOf(error) })
    course.fellBack(error, 'delta')
    await this.#store.refuseDelta(image)
  }

  /** A delta did not give it: it comes by its layers, now and in later lives. */
  refuseDelta(image: string): Promise<void> {
    return this.#store.refuseDelta(image)
  }

  /** The engine has the image. */
  async settled(image: string): Promise<void> {
    if (this.#kept === null) return this.#store.release(image)
    await this.#store.dropStems(image, 'all')
    await this.#kept.keep(image)
  }

  release(image: string): Promise<void> {
    return (this.#kept ?? this.#store).release(image)
  }

  sweep(isWanted: (image: string) => Promise<boolean>): Promise<void> {
    return this.#store.sweep(isWanted)
  }

  async #bringOnce(image: string, held: Held, course: Course, signal: AbortSignal): Promise<Failed | null> {
    const { engine, config, targetProxy, secret, silentMs = 30_000, paceMs } = this.#options
    const { registry, repository, digest } = imageName(image)
    const transport = new Transport(silentMs, paceMs)
    let last: PullProgress = { doneBytes: 0, totalBytes: 0, layersDone: 0, layers: 0, fetchedBytes: 0 }
    const told = (progress: PullProgress): void => {
      if ((progress.fetchedBytes ?? 0) > 0) this.#answered.add(registry)
      last = progress
      course.progressed(progress)
    }
    let at: Trouble['at'] = 'fetch'
    let leftOut = false
    let isByDelta = false
    let isApplying = false
    let base = null as DeltaSource | null
    const stems = new Stems({ engine, store: this.#store, log: this.#options.log, image, signal })
    try {
      await this.#giveUpDeadly(image, course)
      const asked = new Registry(transport, targetProxy, secret)
      const source = { registry: asked, places: placesOf(registry, config), repository, image }
      const planned = (plan: FetchPlan): void => {
        isByDelta = plan.way === 'delta'
        course.planned(plan)
        this.#options.onPlan?.(image, plan)
        this.#options.log.info('how an image comes', { image, ...plan })
      }
      const here = held.mayStem ? (source: ImageSource, count: number) => stems.here(source, count) : undefined
      const info = await engine.info()
      const fetched = await fetchImage(
        { ...this.#parts, near: this.#options.near?.() ?? null },
        source,
        info,
        held,
        { planned, progressed: told, ...(here && { here }) },
        signal,
      )
      const load = async (): Promise<void> => {
        at = 'base'
        if (fetched.delta !== null) {
          await this.#store.beginDelta(image)
          isApplying = true
          base = await byDelta(engine, this.#store, image, fetched, signal)
        }
        const source = base?.source ?? fetched.source
        await stems.loadRest(async (count, whenHeld) => {
          at = 'load'
          leftOut = fetched.held > 0 || count > 0
          // Until it has its name, what the engine has of it may be half on the disk.
          await this.#store.noteStem(image, { names: idsOf(source), isSure: false })
          const rest = { ...source, layers: withoutLowest(source.layers, count), ...(whenHeld && { whenHeld }) }
          await engine
            // What was unpacked is no more of a progress to those who count what the network brings.
            .loadImage(image, rest, () => course.progressed(last), signal)
            .catch((error: unknown) => {
              const fault = unpackFault(error, image, rest, info.version)
              if (fault !== null) at = 'unpack'
              throw fault ?? error
            })
        })
      }
      await (fetched.delta === null ? load() : this.#deltas.run(load))
      return null
    } catch (error) {
      if (isApplying) await this.#store.outliveDelta(image).catch(() => undefined) // a disk that fails is the error
      const isKnown = this.#answered.has(registry) || (await this.#store.has(digest).catch(() => false))
      return { error, at, byDelta: isByDelta, leftOut, isKnown }
    } finally {
      await stems.stop()
      await base
        ?.close()
        .catch((error: unknown) => this.#options.log.warn('old layers could not be removed', { ...faultOf(error) }))
      transport.close()
    }
  }
}
