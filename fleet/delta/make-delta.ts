/**
 * The delta between two images.
 *
 * Invariant: it gives every layer that a device with the old image lacks of the new one, and needs only layers of the old
 * one. It says of itself only what can be held against the images' digests.
 */
import { createHash } from 'node:crypto'
import {
  BASE_ANNOTATION,
  baseOf,
  DELTA_TYPE,
  encodeDelta,
  LAYER_DELTA_TYPE,
  type LayerContent,
} from '../../protocol/delta-form.ts'
import { commonLength } from '../../protocol/fetch-plan.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Artifact } from '../registry/push.ts'
import { encodeLayer } from './encode-layer.ts'
import { OldBytes } from './match-bytes.ts'
import { type PlatformImage, readLayer } from './read-image.ts'

export interface MadeDelta {
  artifact: Artifact
  /** Of the blobs that a device fetches. */
  bytes: number
  /** Of the layers that it would fetch instead. */
  layerBytes: number
}

/**
 * Null when a device with the old image lacks no layer of the new one.
 * @param place for errors
 */
export async function makeDelta(
  client: RegistryClient,
  old: PlatformImage,
  fresh: PlatformImage,
  place: string,
): Promise<MadeDelta | null> {
  const shared = commonLength(old.diffIds, fresh.diffIds)
  if (shared === fresh.diffIds.length) return null
  // What was replaced is what is like the new; where layers were only added, it may be like any.
  const from = shared === old.diffIds.length ? 0 : shared
  const base: LayerContent[] = []
  const contents: Buffer[] = []
  for (let index = from; index < old.diffIds.length; index++) {
    const content = await readLayer(client, old, index, place)
    base.push({ diffId: old.diffIds[index] ?? '', bytes: content.length })
    contents.push(content)
  }
  const bytes = new OldBytes(Buffer.concat(contents))
  const layers: LayerContent[] = []
  const deltas: Uint8Array[] = []
  for (let index = shared; index < fresh.diffIds.length; index++) {
    const content = await readLayer(client, fresh, index, place)
    layers.push({ diffId: fresh.diffIds[index] ?? '', bytes: content.length })
    deltas.push(await encodeLayer(bytes, content))
  }
  const description = encodeDelta({ base, layers })
  return {
    artifact: artifactOf(old, fresh, description, deltas),
    bytes: [description, ...deltas].reduce((sum, { length }) => sum + length, 0),
    layerBytes: fresh.layers.slice(shared).reduce((sum, { size }) => sum + size, 0),
  }
}

function artifactOf(
  old: PlatformImage,
  fresh: PlatformImage,
  description: Uint8Array,
  deltas: readonly Uint8Array[],
): Artifact {
  const annotations = { [BASE_ANNOTATION]: baseOf(old.diffIds) }
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: DELTA_TYPE,
      config: descriptor(DELTA_TYPE, description),
      layers: deltas.map((delta) => descriptor(LAYER_DELTA_TYPE, delta)),
      subject: { mediaType: fresh.mediaType, digest: fresh.digest, size: fresh.manifest.length },
      annotations,
    }),
  )
  return { blobs: [description, ...deltas], manifest, artifactType: DELTA_TYPE, annotations, subject: fresh.digest }
}

function descriptor(mediaType: string, bytes: Uint8Array): object {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  return { mediaType, digest, size: bytes.length }
}
