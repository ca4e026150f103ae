/**
 * A delta in a test's registry.
 *
 * Invariant: as `holdfast delta --publish` makes and names it, but for what the test changes.
 */
import { makeDelta } from '../../fleet/delta/make-delta.ts'
import { readImages } from '../../fleet/delta/read-image.ts'
import { RegistryClient } from '../../fleet/registry/client.ts'
import { parseReference, type Reference } from '../../fleet/registry/reference.ts'
import { BASE_ANNOTATION, baseOf, DELTA_TYPE } from '../../protocol/delta-form.ts'
import type { Built } from '../rig/images.ts'
import { digestOf, json } from './image.ts'
import type { Scene } from './scene.ts'

export interface Published {
  bytes: number
  /** Digests of what a layer's delta is in. */
  deltas: string[]
  manifest: string
}

/** @param change is given the description and the delta of each layer, before they are named */
export async function publishDelta(
  scene: Scene,
  old: Built,
  fresh: Built,
  change: (blobs: Buffer[]) => void = () => {},
  base?: string,
): Promise<Published> {
  const client = new RegistryClient(async () => null)
  const [before, after] = await Promise.all(
    [old, fresh].map((image) => readImages(client, parseReference(scene.reference(image)) as Reference, 'it')),
  )
  const made = await makeDelta(client, before![0]!, after![0]!, 'it')
  const blobs = made!.artifact.blobs.map((blob) => Buffer.from(blob))
  const manifest = JSON.parse(Buffer.from(made!.artifact.manifest).toString()) as {
    config: { digest: string; size: number }
    layers: { digest: string; size: number }[]
  }
  change(blobs)
  for (const [index, blob] of blobs.entries()) {
    const named = [manifest.config, ...manifest.layers][index]!
    ;[named.digest, named.size] = [digestOf(blob), blob.length]
    scene.registry.holdBlob(named.digest, blob)
  }
  const bytes = json(manifest)
  scene.registry.holdManifest(digestOf(bytes), bytes)
  const annotations = { [BASE_ANNOTATION]: base ?? baseOf(before![0]!.diffIds) }
  const named = { digest: digestOf(bytes), size: bytes.length, artifactType: DELTA_TYPE, annotations }
  scene.registry.referrers.set(fresh.digest, json({ schemaVersion: 2, manifests: [named] }))
  scene.registry.sent.clear()
  return {
    bytes: blobs.reduce((sum, { length }) => sum + length, 0),
    deltas: manifest.layers.map(({ digest }) => digest),
    manifest: named.digest,
  }
}
