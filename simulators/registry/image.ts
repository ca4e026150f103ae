/**
 * Images made of tar archives.
 *
 * Invariant: made by content alone: the same layers and configuration give the same digest on every machine.
 * Forms: https://github.com/opencontainers/image-spec (configuration), Docker's "Image Manifest Version 2,
 * Schema 2", which every engine since 1.10 reads.
 */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

export const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json'
const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json'
const LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar.gzip'
/** Dates are part of the content. */
const LONG_AGO = '2020-01-01T00:00:00Z'

export interface Blob {
  digest: string
  bytes: Buffer
}

export interface ImageRecipe {
  /** As the OCI image specification names it. */
  architecture: string
  entrypoint: string[]
  /** Tar archives, the lowest first. */
  layers: readonly Buffer[]
}

export interface BuiltImage {
  manifest: Blob
  config: Blob
  /** Compressed, the lowest first. */
  layers: Blob[]
}

export function buildImage({ architecture, entrypoint, layers: tars }: ImageRecipe): BuiltImage {
  const layers = tars.map((tar) => blobOf(gzipSync(tar, { level: 1 })))
  const config = jsonBlob({
    architecture,
    os: 'linux',
    created: LONG_AGO,
    config: { Entrypoint: entrypoint },
    rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
    history: tars.map(() => ({ created: LONG_AGO })),
  })
  const manifest = jsonBlob({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: CONFIG_TYPE, ...named(config) },
    layers: layers.map((layer) => ({ mediaType: LAYER_TYPE, ...named(layer) })),
  })
  return { manifest, config, layers }
}

function jsonBlob(value: object): Blob {
  return blobOf(Buffer.from(JSON.stringify(value)))
}

function blobOf(bytes: Buffer): Blob {
  return { digest: digestOf(bytes), bytes }
}

function named({ digest, bytes }: Blob): { size: number; digest: string } {
  return { size: bytes.length, digest }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
