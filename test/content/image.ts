/**
 * Images of noise: what the content store has to do with, and no engine could run.
 *
 * Invariant: the same name and size of a layer give the same layer.
 */

import { createCipheriv, createHash } from 'node:crypto'
import type { ImageSource } from '../../machines/image-source.ts'
import { type Built, MANIFEST } from '../rig/images.ts'

export interface NoiseLayer {
  name: string
  bytes: number
}

export function noiseImage(layers: readonly NoiseLayer[], architecture = 'amd64'): Built {
  const blobs = layers.map(({ name, bytes }) => blob(noise(name, bytes)))
  const config = blob(
    json({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: blobs.map(({ digest }) => digest) } }),
  )
  const named = ({ digest, bytes }: { digest: string; bytes: Buffer }) => ({ digest, size: bytes.length })
  const manifest = json({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...named(config) },
    layers: blobs.map((each) => ({ mediaType: 'application/vnd.docker.image.rootfs.diff.tar', ...named(each) })),
  })
  return { digest: digestOf(manifest), manifest, config, layers: blobs }
}

export function noise(seed: string, bytes: number): Buffer {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes))
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

export function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function blob(bytes: Buffer): { digest: string; bytes: Buffer } {
  return { digest: digestOf(bytes), bytes }
}

/** As somebody holds it who loads it, with layers that come in pieces of so many bytes. */
export function sourceOf({ manifest, config, layers }: Built, pieceBytes = Number.POSITIVE_INFINITY): ImageSource {
  return {
    manifests: [manifest],
    config: config.bytes,
    layers: layers.map(({ digest, bytes }) => ({
      digest,
      bytes: bytes.length,
      async *open() {
        for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
      },
    })),
  }
}
