/**
 * As little of an engine as the content store has to do with.
 *
 * Invariant: it takes an image only when every layer that it lacks is what the configuration says, as real ones do.
 */
import { createHash } from 'node:crypto'
import { partsOf } from '../../agent/adapters/image-parts.ts'
import type { LayeredEngine } from '../../agent/content/stored-engine.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { tarOf } from '../../simulators/registry/tar.ts'

export class LoadingEngine {
  /** Layers of the images that it has, by their references. */
  readonly images = new Map<string, string[]>()
  /** What it was asked to pull by itself. */
  readonly pulled: string[] = []
  /** Digests of layers that it was given. */
  given: string[] = []
  /** Of layers, by their digests. */
  readonly contents = new Map<string, Buffer>()
  /** In the place of what it gives back of a layer. */
  forges: (content: Buffer) => Buffer = (content) => content
  saves = 0
  /** As they were. */
  givesLayers = true
  /** In the place of loading. */
  refuse: (() => HoldfastError) | null = null
  /** Between its having an image and its having said so: until what it unpacked is on the disk. */
  written: () => Promise<void> = async () => {}
  /** Of its disk. */
  freeBytes = 1e12
  readonly port: LayeredEngine

  constructor() {
    this.port = {
      info: async () => ({
        id: 'it',
        version: '20.10',
        architecture: 'arm/v7',
        os: 'linux',
        memoryBytes: 1e9,
        diskFreeBytes: this.freeBytes,
        diskTotalBytes: 2e12,
      }),
      hasImage: async (image) => this.images.has(image),
      listLayers: async () => [...this.images.values()],
      pull: async (image) => {
        this.pulled.push(image)
        this.images.set(image, [])
      },
      saveImage: (layers) => this.#save(layers),
      givesLayers: async () => this.givesLayers,
      removeImage: async (image) => void this.images.delete(image),
      loadImage: async (image, source, onProgress, signal) => {
        const { diffIds } = partsOf(image, source)
        const checkHeld = (): void => {
          const has = new Set([...this.images.values()].flat())
          const lacks = source.layers.some(({ open }, index) => open === null && !has.has(diffIds[index] ?? ''))
          if (lacks) throw new HoldfastError('HF_IMAGE_INVALID', 'no such file')
        }
        if (source.whenHeld === undefined) checkHeld()
        for (const [index, { digest, open }] of source.layers.entries()) {
          if (open === null) continue
          const hash = createHash('sha256')
          const pieces: Uint8Array[] = []
          for await (const piece of open(signal)) {
            hash.update(piece)
            pieces.push(piece)
          }
          if (`sha256:${hash.digest('hex')}` !== diffIds[index])
            throw new HoldfastError('HF_IMAGE_INVALID', 'invalid diffID')
          this.given.push(digest)
          this.contents.set(diffIds[index] ?? '', Buffer.concat(pieces))
        }
        const { length } = source.layers
        // All that it is given it has been given.
        onProgress({ doneBytes: 0, totalBytes: 0, layersDone: 0, layers: length })
        await source.whenHeld?.()
        checkHeld()
        const refusal = this.refuse?.() ?? null
        if (refusal !== null) throw refusal
        this.images.set(image, diffIds)
        onProgress({ doneBytes: 0, totalBytes: 0, layersDone: length, layers: length })
        await this.written()
      },
    } as Partial<LayeredEngine> as LayeredEngine
  }

  /** As older engines do: each layer in a folder of its own, in an order of theirs, other files between. */
  async *#save(layers: readonly string[]): AsyncGenerator<Uint8Array> {
    this.saves += 1
    const files = layers.toSorted().flatMap((diffId, index) => [
      { path: `${index}/VERSION`, content: Buffer.from('1.0') },
      { path: `${index}/layer.tar`, content: this.forges(this.contents.get(diffId) ?? Buffer.alloc(0)) },
    ])
    const tar = tarOf([...files, { path: 'manifest.json', content: Buffer.from('[]') }])
    for (let at = 0; at < tar.length; at += 60_001) yield tar.subarray(at, at + 60_001)
  }
}
