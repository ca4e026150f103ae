/**
 * Where bundles come in.
 *
 * Invariant: what reads bundles is loaded when there is one, or a place where one may appear: a device that has neither
 * pays nothing for it.
 */
import { Subject } from 'rxjs'
import type { ImageSource } from '../machines/image-source.ts'
import { type Fault, faultOf, HoldfastError } from '../protocol/errors.ts'
import type { Checkpoint } from '../storage/store.ts'
import type { Delivery } from './broker-port.ts'
import type { BundleWord } from './bundle/bundle-end.ts'
import type { Bundles, BundlesOptions } from './bundle/bundles.ts'
import type { BundleParts } from './bundle/parts.ts'
import { bundleIn } from './bundle/saved-bundle.ts'

/** Where bundles may come from. */
export interface BundlePlaces {
  /** @param device whose word may be left beside a bundle */
  load(device: string): Promise<BundleParts>
  /** Whether a folder is watched. */
  isWatched: boolean
  /** Where they are taken over HTTP; null: nowhere. */
  upload: { host: string; port: number; spool: string; mostBytes: number } | null
}

type Given = Omit<BundlesOptions, 'medium' | 'saved'>

/** Images that are at hand beside the registry. */
export interface ImageShelf {
  /** Whether it has the image, as far as can be told without reading. */
  holds(image: string): boolean
  /** Null: it is not there. @throws HF_BUNDLE_UNREADABLE, HF_BUNDLE_INVALID */
  source(image: string): Promise<ImageSource | null>
  /** It could not be loaded from there. */
  failed(image: string, fault: Fault): void
}

export class BundleDoor implements ImageShelf {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  /** What is to be handled as if the broker had delivered it. */
  readonly deliveries = new Subject<Delivery>()
  readonly #places: BundlePlaces | null
  readonly #saved: ReturnType<typeof bundleIn>['bundle']
  readonly #end = new AbortController()
  #given: Given | null = null
  #loading: Promise<BundleParts & { bundles: Bundles }> | null = null
  #bundles: Bundles | null = null
  #upload: { close(): Promise<void> } | null = null

  /** @param saved the checkpoint `bundle`, as the store holds it */
  constructor(places: BundlePlaces | null, saved: Pick<Checkpoint, 'version' | 'body'> | undefined) {
    this.#places = places
    const { bundle, problem } = bundleIn(saved)
    this.#saved = bundle
    this.problem = problem
  }

  /** Whether any bundle may ever come. */
  get isThere(): boolean {
    return this.#places !== null
  }

  /** Opens it. What was under way is gone on with. */
  async open(given: Given): Promise<void> {
    this.#given = given
    const places = this.#places
    if (places === null || (this.#saved === null && !places.isWatched && places.upload === null)) return
    const { bundles, medium, watchFolder, listenForBundles } = await this.#load()
    const failed = (error: unknown) => given.log.error('bundles are taken no more', { ...faultOf(error) })
    bundles.resume().catch(failed)
    if (places.isWatched) watchFolder(medium, bundles, given.clock, this.#end.signal).catch(failed)
    if (places.upload === null) return
    const { host, port, spool, mostBytes } = places.upload
    const options = { listen: { host, port }, spool, mostBytes, keeps: this.#saved?.path ?? null, log: given.log }
    // A device does without.
    this.#upload = await listenForBundles({ ...options, apply: (path) => bundles.apply(path) }).catch(
      (error: unknown) => {
        given.log.error('no bundles are taken over HTTP', { ...faultOf(error) })
        return null
      },
    )
  }

  /** @throws as `Bundles.apply` */
  async apply(path: string): Promise<BundleWord> {
    return (await this.#load()).bundles.apply(path)
  }

  get word(): BundleWord | null {
    return this.#bundles?.word ?? null
  }

  holds(image: string): boolean {
    return this.#bundles?.holds(image) ?? false
  }

  async source(image: string): Promise<ImageSource | null> {
    return this.#bundles?.source(image) ?? null
  }

  failed(image: string, fault: Fault): void {
    this.#bundles?.failed(image, fault)
  }

  /** Whether a release came by bundle to a device that has had no broker since. */
  isExcused(document: string): boolean {
    return this.#bundles?.isExcused(document) ?? (this.#saved?.offline === true && this.#saved.document === document)
  }

  connected(): Promise<void> {
    return this.#bundles?.connected() ?? Promise.resolve()
  }

  stepped(): Promise<void> {
    return this.#bundles?.stepped() ?? Promise.resolve()
  }

  async close(): Promise<void> {
    this.#end.abort()
    this.#bundles?.close()
    await this.#upload?.close()
  }

  #load(): Promise<BundleParts & { bundles: Bundles }> {
    this.#loading ??= this.#loaded()
    return this.#loading
  }

  async #loaded(): Promise<BundleParts & { bundles: Bundles }> {
    const [places, given] = [this.#places, this.#given]
    if (places === null || given === null) throw new HoldfastError('HF_USAGE', 'this device takes no bundles')
    const parts = await places.load(given.device)
    const bundles = new parts.Bundles({ ...given, medium: parts.medium, saved: this.#saved })
    bundles.deliveries.subscribe(this.deliveries)
    this.#bundles = bundles
    return { ...parts, bundles }
  }
}
