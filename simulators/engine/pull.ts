/**
 * Fetching an image.
 *
 * Invariant: as in the classic engine, nothing of a pull that ends early is kept, and the image is there
 * only after the last step. Layers that another image has are not fetched again.
 */
import { type Layer, Refusal } from './engine-types.ts'
import { Away } from './engine-waits.ts'
import { findImage, heldLayers, holdImage } from './held-images.ts'
import { imageRecord, layersOf } from './images.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

/** How a layer is doing. */
export interface PullStep {
  layer: Layer
  state: 'waiting' | 'present' | 'downloading' | 'downloaded' | 'complete'
  doneBytes: number
}

/** A layer tells of its download at most so often; one that is there within a millisecond tells once. */
const STEPS_PER_LAYER = 8

/**
 * Pulls, and tells of each step. The first thing that it can throw is the registry's refusal; what comes
 * after the first step comes inside of the engine's answer 200.
 * @throws Refusal, Away, HF_CANCELLED
 */
export async function* pull(
  engine: SimulatedEngine,
  reference: string,
  signal: AbortSignal,
): AsyncGenerator<PullStep, void, void> {
  const { registry, pullBytesPerSecond } = engine.options
  const image = await engine.call('pull', () => registry.find(reference))
  const layers = layersOf(image)
  const held = heldLayers(engine.model.world)
  if (findImage(engine.model.world, reference) === null) {
    for (const layer of layers) yield { layer, state: held.has(layer.digest) ? 'present' : 'waiting', doneBytes: 0 }
    for (const layer of layers) {
      if (held.has(layer.digest)) continue
      const steps = layer.bytes * 1000 < pullBytesPerSecond ? 1 : STEPS_PER_LAYER
      const slice = Math.max(1, Math.ceil(layer.bytes / steps))
      for (let done = slice; ; done = Math.min(done + slice, layer.bytes)) {
        await engine.wait((slice / pullBytesPerSecond) * 1000, signal)
        yield { layer, state: 'downloading', doneBytes: Math.min(done, layer.bytes) }
        if (done >= layer.bytes) break
      }
      yield { layer, state: 'downloaded', doneBytes: layer.bytes }
      if (registry.isTooLarge(reference) || bytesOf(layers, held) > engine.freeBytes())
        throw new Refusal(
          500,
          'failed to register layer: Error processing tar file(exit status 1): write /layer: no space left on device',
        )
      yield { layer, state: 'complete', doneBytes: layer.bytes }
    }
  }
  if (signal.aborted || engine.isAway) throw new Away('nobody waits for the image any more')
  engine.act((model) => holdImage(model.world, imageRecord(image, reference, model.world.now().wallMs)))
}

function bytesOf(layers: Layer[], held: Set<string>): number {
  return layers.filter(({ digest }) => !held.has(digest)).reduce((sum, { bytes }) => sum + bytes, 0)
}
