/** The power is cut at every step of a fetch by a delta: while it comes, while it is applied, while the engine loads. */
import { expect, it } from 'vitest'
import { encodeLayer } from '../../fleet/delta/encode-layer.ts'
import { OldBytes } from '../../fleet/delta/match-bytes.ts'
import { BASE_ANNOTATION, baseOf, DELTA_TYPE, encodeDelta } from '../../protocol/delta-form.ts'
import { exploreContent } from '../../simulators/crash/content.ts'
import type { HeldImage } from '../../simulators/crash/content-registry.ts'
import { digestOf, json, noise } from './image.ts'

const KB = 1024
const BASE = noise('base', 20 * KB)
const APPLICATION = noise('application', 150 * KB)
const OLD = [BASE, APPLICATION]
/** Of the old layer, and as much again that is new: the delta has more than one step. */
const LAYERS = [BASE, Buffer.concat([APPLICATION.subarray(5 * KB), noise('news', 300 * KB)])]

it('an image comes by its delta whatever a cut leaves, and at most a mebibyte of it again', async () => {
  const { faults, cutsTried, byDelta, againBytes } = await exploreContent(await image(), 'test', OLD)
  expect(faults).toEqual([])
  expect(cutsTried).toBeGreaterThan(150)
  expect(byDelta).toBeGreaterThan(120)
  expect(againBytes).toBeGreaterThan(0)
})

it('where the delta gives something else the layers come, and lives that know it do not try it again', async () => {
  const wrong = await image((delta) => encodeLayer(new OldBytes(APPLICATION), Buffer.from(delta)))
  const { faults, cutsTried, byDelta } = await exploreContent(wrong, 'test', OLD)
  expect(faults).toEqual([])
  expect(cutsTried).toBeGreaterThan(150)
  expect(byDelta).toBe(0)
})

/** @param change of the delta, before it is named */
async function image(change = async (delta: Uint8Array): Promise<Uint8Array> => delta): Promise<HeldImage> {
  const blobs = new Map<string, Buffer>()
  const hold = (bytes: Uint8Array): { digest: string; size: number } => {
    blobs.set(digestOf(bytes), Buffer.from(bytes))
    return { digest: digestOf(bytes), size: bytes.length }
  }
  const contents = (layers: readonly Buffer[]) =>
    layers.map((layer) => ({ diffId: digestOf(layer), bytes: layer.length }))
  const layers = LAYERS.map(hold)
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) }
  const config = hold(json({ architecture: 'amd64', os: 'linux', rootfs }))
  const subject = hold(json({ schemaVersion: 2, config, layers }))
  const delta = hold(await change(await encodeLayer(new OldBytes(APPLICATION), LAYERS[1]!)))
  const description = hold(encodeDelta({ base: contents([APPLICATION]), layers: contents(LAYERS.slice(1)) }))
  const annotations = { [BASE_ANNOTATION]: baseOf(OLD.map(digestOf)) }
  const artifact = { schemaVersion: 2, artifactType: DELTA_TYPE, annotations }
  const manifest = hold(json({ ...artifact, config: description, layers: [delta], subject }))
  const referrers = json({ schemaVersion: 2, manifests: [{ ...manifest, artifactType: DELTA_TYPE, annotations }] })
  return { digest: subject.digest, blobs, referrers }
}
