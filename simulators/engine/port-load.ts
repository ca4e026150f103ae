/**
 * Loading an image, through the port.
 *
 * Invariant: it ends by itself, by its signal or with the engine, also while the source says nothing; after the
 * agent's death nothing is loaded any more.
 */
import { partsOf } from '../../agent/adapters/image-parts.ts'
import type { ImageSource, LayerSource } from '../../machines/image-source.ts'
import type { PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { findImage } from './held-images.ts'
import { loadParts } from './load.ts'
import { loadError } from './port-errors.ts'
import { cancelled } from './port-streams.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

/** See `EnginePort.loadImage`. */
export async function loadWhole(
  engine: SimulatedEngine,
  image: string,
  source: ImageSource,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
  death: AbortSignal,
): Promise<void> {
  if (signal.aborted) throw cancelled()
  const either = AbortSignal.any([signal, death])
  try {
    if (await engine.call('hasImage', ({ world }) => findImage(world, image) !== null)) return
    partsOf(image, source)
    const given = source.layers.filter(({ open }) => open !== null)
    const progress = {
      doneBytes: 0,
      totalBytes: given.reduce((sum, { bytes }) => sum + bytes, 0),
      layersDone: source.layers.length - given.length,
      layers: source.layers.length,
    }
    const contents: Uint8Array[] = []
    for (const layer of source.layers) {
      const pieces: Uint8Array[] = []
      for await (const piece of piecesOf(layer, either)) {
        pieces.push(piece)
        progress.doneBytes += piece.length
        onProgress({ ...progress })
        await engine.wait((piece.length / engine.options.pullBytesPerSecond) * 1000, either)
      }
      const content = Buffer.concat(pieces)
      if (layer.open !== null && content.length !== layer.bytes) {
        const message = `a layer has ${content.length} bytes, not ${layer.bytes}`
        throw new HoldfastError('HF_IMAGE_INVALID', message, { place: image })
      }
      contents.push(content)
    }
    if (source.whenHeld !== undefined) await unlessAborted(source.whenHeld(), either)
    await engine.call('loadImage', () => {
      if (either.aborted) throw cancelled()
      const layers = contents.map((content) => () => content)
      loadParts(engine, source.config, layers, [image])
    })
    onProgress({ ...progress, layersDone: progress.layers })
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw loadError(error)
  }
}

async function* piecesOf(layer: LayerSource, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (layer.open === null) return
  const pieces = layer.open(signal)[Symbol.asyncIterator]()
  for (;;) {
    const { value, done } = await unlessAborted(pieces.next(), signal)
    if (done === true) return
    yield value
  }
}

/** @throws HF_CANCELLED as soon as the signal says so */
async function unlessAborted<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(cancelled())
  })
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await Promise.race([awaited, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
