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
import type { CheckedTarget } from '../../protocol/check-target.ts'
import { type Fault, faultOf, HoldfastError, isTransient } from '../../protocol/errors.ts'
import { parseTopic } from '../../protocol/topics.ts'
import type { Store } from '../../storage/store.ts'
import type { Delivery } from '../broker-port.ts'
import type { Inbound, Looking } from '../ingress/mqtt-ingress.ts'
import type { Log } from '../log.ts'
import type { Medium } from './medium.ts'
import { BUNDLE, SAVED_VERSION, type SavedBundle, writtenBundle } from './saved-bundle.ts'

/** What has become of a bundle, for people. */
export interface BundleWord {
  path: string
  /** Zero when nobody could read it. */
  epoch: number
  /** "held" is what runs already; "waiting" is for its medium. */
  outcome: 'taken' | 'held' | 'waiting' | 'refused' | 'committed' | 'failed' | 'superseded'
  code: string
  message: string
}

export type InboundTarget = Extract<Inbound, { kind: 'target' }>

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
  /** What a message would be, judged as one of the broker's. @throws as `read` of the ingress */
  examine(topic: string, payload: Uint8Array): Inbound | Looking
  /** By which name the machines would know it. @throws HF_EPOCH_STALE */
  nameFor(target: InboundTarget): Promise<string>
  /** Whether this chain of trust says nothing new. */
  knowsTrust(payload: Uint8Array): boolean
  /** Images are at hand. */
  woken(): void
  /** What the report shows has changed. */
  changed(): void
}

/** How long keeping one message may take. */
const KEEP_MS = 15_000
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
  #last: Promise<unknown> = Promise.resolve()
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
        if (!this.#isWanted(this.#saved.document)) await this.#over('superseded', fault)
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
    const applied = this.#last.then(async () => {
      this.#isTaking = true
      const word = await this.#take(path).finally(() => {
        this.#isTaking = false
      })
      // One that was refused before is not tried again, and nothing moves that would tell.
      await this.#lookAt()
      return this.#saved === null && this.word !== null ? this.word : word
    })
    this.#last = applied.catch(() => {}) // told to who waits for it
    return applied
  }

  async #take(path: string): Promise<BundleWord> {
    const { medium, log } = this.#options
    let epoch = 0
    try {
      const size = await medium.size(path)
      const reader = await BundleReader.open((offset, length) => medium.read(path, offset, length), size)
      await this.#takeTrust(reader)
      const inbound = this.#judge(reader)
      const { target } = inbound
      epoch = target.epoch
      const document = await this.#options.nameFor(inbound)
      const { current, task } = this.#options.intent()
      if (current?.document === document && task === null) {
        if (this.#saved?.document === document) await this.#over('committed', null)
        return this.#say({ path, epoch, outcome: 'held', code: '', message: '' })
      }
      await this.#checkImages(reader, target)
      const wasOffline = this.#saved?.document === document ? this.#saved.offline : true
      await this.#save({ path, document, epoch, offline: wasOffline && !this.#options.isConnected() })
      for (const message of reader.messages) if (!isTrust(message.topic)) await this.#deliver(message)
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
      if (isTrust(message.topic)) {
        this.#options.examine(message.topic, message.payload)
        if (!this.#options.knowsTrust(message.payload)) await this.#deliver(message)
      }
  }

  #judge({ messages }: BundleReader): InboundTarget {
    let found: InboundTarget | null = null
    for (const { topic, payload } of messages) {
      const inbound = this.#options.examine(topic, payload)
      if (inbound.kind !== 'target') continue
      if (found !== null) throw new HoldfastError('HF_BUNDLE_INVALID', 'holds several targets')
      found = inbound
    }
    if (found === null) throw new HoldfastError('HF_BUNDLE_INVALID', 'holds no target')
    return found
  }

  /** All that the engine lacks is in it, whole. */
  async #checkImages(reader: BundleReader, { release }: CheckedTarget): Promise<void> {
    const { os, architecture } = await this.#options.engine.info()
    this.#platform = `${os}/${architecture}`
    for (const image of new Set(release.services.map((service) => service.image))) {
      if (await this.#options.engine.hasImage(image)) continue
      const found = await reader.image(image, this.#platform)
      if (found === null)
        throw new HoldfastError('HF_BUNDLE_INVALID', `holds no image for ${this.#platform}`, { place: image })
      await reader.verify(
        found.layers.map(({ digest }) => digest),
        this.#end.signal,
      )
    }
  }

  /** Handed on as a broker would; resolves when it is on the disk. */
  async #deliver({ topic, payload }: { topic: string; payload: Uint8Array }): Promise<void> {
    const over = new AbortController()
    const judged = new Promise<Fault | null>((resolve) =>
      this.#deliveries.next({ topic, payload, retained: true, ack: () => {}, judged: resolve }),
    )
    const limit = this.#options.clock.sleep(KEEP_MS, AbortSignal.any([over.signal, this.#end.signal])).then(
      (): Fault => ({ code: 'HF_STORE_UNWRITABLE', message: 'a message of the bundle could not be kept' }),
      (): Fault => ({ code: 'HF_CANCELLED', message: 'the agent ends' }),
    )
    const fault = await Promise.race([judged, limit])
    over.abort()
    if (fault !== null) throw new HoldfastError(fault.code, fault.message)
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
    const found = await reader.image(image, this.#platform)
    if (found === null) return null
    const { manifests, config, layers } = found
    return {
      manifests,
      config,
      layers: layers.map(({ digest, size }) => ({ digest, bytes: size, open: () => reader.blob(digest) })),
    }
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
    const { current, task, refused } = this.#options.intent()
    const refusal = refused.find(({ document }) => document === saved.document)
    if (current?.document === saved.document && task === null) await this.#over('committed', null)
    else if (refusal !== undefined && task?.to.document !== saved.document) await this.#over('failed', refusal)
    else if (this.#reader !== null && !this.#isWanted(saved.document)) await this.#over('superseded', null)
  }

  #isWanted(document: string): boolean {
    const { floors } = this.#options.intent()
    return floors.fleet.document === document || floors.device.document === document
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

function isTrust(topic: string): boolean {
  return parseTopic(topic)?.leaf === 'trust'
}
