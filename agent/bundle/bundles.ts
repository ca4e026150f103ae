/**
 * Bundles: an update that comes as a file.
 *
 * Invariant: nothing of a bundle counts before all that this device needs of it has been read and found to be what the
 * signed release names; its messages then go the way of the broker's. What is under way is on the disk before the
 * first message is handed on, so that a power cut resumes, waits for the medium, or never began. One at a time.
 */

import { Subject } from 'rxjs'
import type { ImageSource } from '../../machines/image-source.ts'
import type { Intent } from '../../machines/intent.ts'
import type { ClockPort, EnginePort } from '../../machines/ports.ts'
import { BundleReader } from '../../protocol/bundle-reader.ts'
import { type Fault, faultOf, HoldfastError, isTransient } from '../../protocol/errors.ts'
import { InOrder } from '../../storage/in-order.ts'
import type { Store } from '../../storage/store.ts'
import type { Delivery } from '../broker-port.ts'
import type { Log } from '../log.ts'
import { type BundleWord, endOf, isWanted } from './bundle-end.ts'
import { handOn } from './hand-on.ts'
import {
  checkImages,
  type Examine,
  type InboundTarget,
  imageIn,
  isTrust,
  platformOf,
  targetIn,
} from './judge-bundle.ts'
import type { Medium } from './medium.ts'
import { BUNDLE, SAVED_VERSION, type SavedBundle, writtenBundle } from './saved-bundle.ts'

export interface BundlesOptions {
  medium: Medium
  device: string
  clock: ClockPort
  store: Pick<Store, 'commit'>
  engine: Pick<EnginePort, 'info' | 'hasImage'>
  log: Log
  saved: SavedBundle | null
  isConnected(): boolean
  intent(): Intent
  examine: Examine
  /** By which name the machines would know it. @throws HF_EPOCH_STALE */
  nameFor(target: InboundTarget): Promise<string>
  /** Whether this chain of trust says nothing new. */
  knowsTrust(payload: Uint8Array): boolean
  /** Images are at hand. */
  woken(): void
  /** What the report shows has changed. */
  changed(): void
}

/** How often a medium that is away is looked for. */
const LOOK_MS = 5_000

export class Bundles {
  readonly #options: BundlesOptions
  readonly #deliveries = new Subject<Delivery>()
  readonly #end = new AbortController()
  #saved: SavedBundle | null
  #reader: BundleReader | null = null
  #platform = ''
  #isTaking = false
  readonly #takings = new InOrder()
  /** What was said last. */
  word: BundleWord | null = null

  constructor(options: BundlesOptions) {
    this.#options = options
    this.#saved = options.saved
  }

  /** What is to be handled as if the broker had delivered it. */
  get deliveries(): Subject<Delivery> {
    return this.#deliveries
  }

  /** Goes on with the bundle of the life before, as soon as its medium is there. */
  async resume(): Promise<void> {
    if (this.#options.isConnected()) await this.connected()
    while (this.#saved !== null && this.#reader === null && !this.#end.signal.aborted) {
      const { path, epoch } = this.#saved
      const fault = await this.apply(path).then(
        () => null,
        (error: unknown) => faultOf(error),
      )
      if (fault === null) return
      if (!isTransient(fault)) {
        // What is damaged now may have been loaded before: only a target that is wanted no more ends it.
        if (!isWanted(this.#saved.document, this.#options.intent())) await this.#over('superseded', fault)
        return
      }
      this.#say({ path, epoch, outcome: 'waiting', ...fault })
      await this.#options.clock.sleep(LOOK_MS, this.#end.signal).catch(() => {}) // the end
    }
  }

  /**
   * Takes a bundle: resolves when its update is under way, or when it is what runs.
   * @throws HF_BUNDLE_INVALID, HF_BUNDLE_UNREADABLE, HF_ENGINE_UNAVAILABLE; as `read` of the ingress; HF_EPOCH_STALE
   */
  apply(path: string): Promise<BundleWord> {
    return this.#takings.run(async () => {
      this.#isTaking = true
      const word = await this.#take(path).finally(() => {
        this.#isTaking = false
      })
      // One that was refused before is not tried again, and nothing moves that would tell.
      await this.#lookAt()
      return this.#saved === null && this.word !== null ? this.word : word
    })
  }

  async #take(path: string): Promise<BundleWord> {
    const { medium, engine, log } = this.#options
    let epoch = 0
    try {
      const size = await medium.size(path)
      const reader = await BundleReader.open((offset, length) => medium.read(path, offset, length), size)
      await this.#takeTrust(reader)
      const inbound = targetIn(reader, this.#options.examine)
      const { target } = inbound
      epoch = target.epoch
      const document = await this.#options.nameFor(inbound)
      const { current, task } = this.#options.intent()
      if (current?.document === document && task === null) {
        if (this.#saved?.document === document) await this.#over('committed', null)
        return this.#say({ path, epoch, outcome: 'held', code: '', message: '' })
      }
      this.#platform = await platformOf(engine)
      await checkImages(reader, target, { engine, platform: this.#platform, signal: this.#end.signal })
      const wasOffline = this.#saved?.document === document ? this.#saved.offline : true
      await this.#save({ path, document, epoch, offline: wasOffline && !this.#options.isConnected() })
      for (const message of reader.messages) if (!isTrust(message)) await this.#handOn(message)
      this.#reader = reader
      log.info('a bundle was taken', { path, epoch })
      const word = this.#say({ path, epoch, outcome: 'taken', code: '', message: '' })
      this.#options.woken()
      return word
    } catch (error) {
      const fault = faultOf(error)
      if (!isTransient(fault)) {
        log.warn('a bundle was refused', { path, ...fault })
        this.#say({ path, epoch, outcome: 'refused', ...fault })
      }
      throw error
    }
  }

  /** A chain of trust that is good is good by itself, and the rest is judged by it. */
  async #takeTrust({ messages }: BundleReader): Promise<void> {
    for (const message of messages)
      if (isTrust(message)) {
        this.#options.examine(message.topic, message.payload)
        if (!this.#options.knowsTrust(message.payload)) await this.#handOn(message)
      }
  }

  #handOn(message: { topic: string; payload: Uint8Array }): Promise<void> {
    return handOn(message, this.#deliveries, this.#options.clock, this.#end.signal)
  }

  /** Whether an image is in the bundle whose update is under way. */
  holds(image: string): boolean {
    return this.#reader?.images.has(image) === true
  }

  /**
   * The image, out of that bundle; null when it is not in it.
   * @throws HF_BUNDLE_UNREADABLE, HF_BUNDLE_INVALID
   */
  async source(image: string): Promise<ImageSource | null> {
    const reader = this.#reader
    if (reader === null) {
      const saved = this.#saved
      if (saved === null || this.#options.intent().task?.to.document !== saved.document) return null
      throw new HoldfastError('HF_BUNDLE_UNREADABLE', 'its medium is away; put it there again', { place: saved.path })
    }
    return imageIn(reader, image, this.#platform)
  }

  /** It could not be loaded from the bundle. */
  failed(image: string, fault: Fault): void {
    this.#options.log.warn('an image could not be loaded from the bundle', { image, ...fault })
    const { path, epoch } = this.#saved ?? { path: '', epoch: 0 }
    this.#say({ path, epoch, outcome: fault.code === 'HF_BUNDLE_UNREADABLE' ? 'waiting' : 'taken', ...fault })
  }

  /** Whether a release came by bundle to a device that has had no broker since. */
  isExcused(document: string): boolean {
    return this.#saved?.offline === true && this.#saved.document === document
  }

  /** The broker is there: from now on contact counts again. */
  async connected(): Promise<void> {
    if (this.#saved?.offline === true) await this.#save({ ...this.#saved, offline: false })
  }

  /** Looks whether the update of the bundle is over; while one is taken, once that is done. */
  async stepped(): Promise<void> {
    if (!this.#isTaking) await this.#lookAt()
  }

  async #lookAt(): Promise<void> {
    const saved = this.#saved
    if (saved === null) return
    const end = endOf(saved, this.#options.intent(), this.#reader !== null)
    if (end !== null) await this.#over(end.outcome, end.fault)
  }

  close(): void {
    this.#end.abort()
  }

  async #over(outcome: BundleWord['outcome'], fault: Fault | null): Promise<void> {
    const saved = this.#saved
    if (saved === null) return
    this.#saved = null
    this.#reader = null
    await this.#write(null)
    const { path, epoch } = saved
    this.#say({ path, epoch, outcome, code: fault?.code ?? '', message: fault?.message ?? '' })
    await this.#options.medium.done(path)
  }

  async #save(saved: SavedBundle): Promise<void> {
    await this.#write(saved)
    this.#saved = saved
  }

  #write(saved: SavedBundle | null): Promise<void> {
    return this.#options.store.commit([
      { op: 'checkpoint', machine: BUNDLE, version: SAVED_VERSION, body: writtenBundle(saved) },
    ])
  }

  #say({ path, epoch, outcome, code, message }: BundleWord): BundleWord {
    const word = { path, epoch, outcome, code, message }
    const before = this.word
    this.word = word
    if (JSON.stringify(before) === JSON.stringify(word)) return word
    this.#options.changed()
    if (outcome !== 'held' && outcome !== 'waiting')
      void this.#options.medium.tell(path, { device: this.#options.device, ...word })
    return word
  }
}
