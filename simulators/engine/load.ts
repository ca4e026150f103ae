/**
 * Loading an image from its parts.
 *
 * Invariant: as in the classic engine, a layer is checked against the configuration when it is unpacked, one that
 * another image has may be left out, and nothing of a load that ends early is kept.
 */
import { gunzipSync } from 'node:zlib'
import type { TarFile } from '../../agent/adapters/docker-tar.ts'
import { type ImageRecord, type Layer, Refusal } from './engine-types.ts'
import { heldLayers, holdImage } from './held-images.ts'
import { digestOf, layerSize, recordOf } from './image-blobs.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

/** An image of an archive: as `docker save` writes it. */
interface Saved {
  Config: string
  RepoTags: string[] | null
  Layers: string[]
}

/**
 * Every image of an archive, for `POST /images/load`.
 * @returns their ids
 * @throws Refusal, with the engine's words
 */
export function loadArchive(engine: SimulatedEngine, files: readonly TarFile[]): string[] {
  const byPath = new Map(files.map(({ path, content }) => [path, content]))
  const fileOf = (path: string): Uint8Array => {
    const content = byPath.get(path)
    if (content === undefined)
      throw new Refusal(500, `open /var/lib/docker/tmp/docker-import/${path}: no such file or directory`)
    return content
  }
  const saved = JSON.parse(Buffer.from(fileOf('manifest.json')).toString()) as Saved[]
  return saved.map(({ Config, RepoTags, Layers }) => {
    const layers = Layers.map((path) => () => fileOf(path))
    return loadParts(engine, fileOf(Config), layers, RepoTags ?? []).id
  })
}

/**
 * @param layers each gives its content, asked only when no image has it
 * @throws Refusal
 */
export function loadParts(
  engine: SimulatedEngine,
  config: Uint8Array,
  layers: readonly (() => Uint8Array)[],
  references: string[],
): ImageRecord {
  const { rootfs } = JSON.parse(Buffer.from(config).toString()) as { rootfs: { diff_ids: string[] } }
  const { world } = engine.model
  const held = heldLayers(world)
  const known = new Map(
    [...world.state.images.values()].flatMap((image) => image.layers.map((each) => [each.digest, each])),
  )
  const unpacked = rootfs.diff_ids.map((digest, index): Layer => {
    const there = known.get(digest)
    if (there !== undefined) return there
    const content = unpack(layers[index]?.() ?? new Uint8Array())
    const found = digestOf(content)
    if (found !== digest)
      throw new Refusal(500, `invalid diffID for layer ${index}: expected "${digest}", got "${found}"`)
    return { digest, bytes: layerSize(content) }
  })
  const fresh = unpacked.filter(({ digest }) => !held.has(digest)).reduce((sum, { bytes }) => sum + bytes, 0)
  if (fresh > engine.freeBytes())
    throw new Refusal(500, 'Error processing tar file(exit status 1): write /layer: no space left on device')
  const record = recordOf(config, unpacked, references, world.now().wallMs)
  engine.act(() => holdImage(world, record))
  return record
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes)
  } catch (error) {
    throw new Refusal(500, `gzip: invalid header: ${(error as Error).message}`)
  }
}
