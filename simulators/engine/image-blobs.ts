/**
 * A simulated image as the bytes that a registry or an archive holds of one.
 *
 * Invariant: every digest is that of the bytes, as with real images. A layer's bytes say what it is and how large:
 * they stand for as many as it says.
 */
import { createHash } from 'node:crypto'
import type { ImageSource } from '../../machines/image-source.ts'
import { STEADY } from './behaviour.ts'
import type { ImageRecord, Layer } from './engine-types.ts'
import type { SimulatedImage } from './images.ts'

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json'
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar'

interface Blob {
  digest: string
  bytes: Uint8Array
}

export interface ImageBlobs {
  manifest: Blob
  config: Blob
  layers: Blob[]
}

/** What a container made of it gets from it. */
type Traits = Pick<ImageRecord, 'behaviour' | 'command' | 'labels' | 'health' | 'volumes'>

export function blobsOf(image: SimulatedImage): ImageBlobs {
  const { repository, tag, digest: _, layers: named, ...traits } = image
  const layers = named.map(({ name, bytes }) => blob(['layer', name, bytes]))
  const config = blob({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    simulated: traits satisfies Traits,
  })
  const manifest = blob({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: CONFIG_TYPE, ...sizeOf(config) },
    layers: layers.map((layer) => ({ mediaType: LAYER_TYPE, ...sizeOf(layer) })),
    annotations: { 'org.opencontainers.image.ref.name': `${repository}:${tag}` },
  })
  return { manifest, config, layers }
}

/** The image as somebody holds it who has all of its parts. */
export function sourceOf({ manifest, config, layers }: ImageBlobs): ImageSource {
  return {
    manifests: [manifest.bytes],
    config: config.bytes,
    layers: layers.map(({ digest, bytes }) => ({
      digest,
      bytes: bytes.length,
      async *open() {
        yield bytes
      },
    })),
  }
}

/** How large the layer is that these bytes are, or stand for. */
export function layerSize(content: Uint8Array): number {
  if (content[0] === '['.charCodeAt(0)) {
    const [word, , bytes] = JSON.parse(Buffer.from(content).toString()) as unknown[]
    if (word === 'layer' && typeof bytes === 'number') return bytes
  }
  return content.length
}

/** The image of a configuration, which may be a real one: that runs for ever, and is healthy at once. */
export function recordOf(
  config: Uint8Array,
  layers: Layer[],
  references: string[],
  createdWallMs: number,
): ImageRecord {
  const { simulated, config: real } = JSON.parse(Buffer.from(config).toString()) as {
    simulated?: Traits
    config?: { Cmd?: string[] | null; Entrypoint?: string[] | null; Labels?: Record<string, string> | null }
  }
  const traits: Traits = simulated ?? {
    behaviour: STEADY,
    command: [...(real?.Entrypoint ?? []), ...(real?.Cmd ?? [])],
    labels: real?.Labels ?? {},
    health: null,
    volumes: [],
  }
  return { ...traits, id: digestOf(config), references, layers, createdWallMs }
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function blob(value: unknown): Blob {
  const bytes = Buffer.from(JSON.stringify(value))
  return { digest: digestOf(bytes), bytes }
}

function sizeOf({ digest, bytes }: Blob): { digest: string; size: number } {
  return { digest, size: bytes.length }
}
