/** What an operator is told of a release's images beforehand is what a device then plans. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { costLines } from '../../fleet/delta/cost-lines.ts'
import { imageCosts } from '../../fleet/delta/image-costs.ts'
import { RegistryClient } from '../../fleet/registry/client.ts'
import type { Release } from '../../protocol/types.ts'
import { digestOf, json, noiseImage } from './image.ts'
import { publishDelta } from './publish-delta.ts'
import { Scene } from './scene.ts'

const BASE = { name: 'base', bytes: 400_000 }
const OLD = noiseImage([BASE, { name: 'application', bytes: 900_000 }])
const NEW = noiseImage([BASE, { name: 'application', bytes: 910_000 }])

let scene: Scene
beforeEach(async () => {
  scene = await Scene.of(OLD, NEW)
  await scene.pull(OLD)
})
afterEach(() => scene.close())

const client = new RegistryClient(async () => null)
const releaseOf = (image: string) => ({ services: [{ image, imageBytes: 5 }] }) as Release
const told = (before: Release | null) => {
  const image = scene.reference(NEW)
  return imageCosts(client, before, releaseOf(image), [image])
}

it.each([true, false])('by a delta (told of by the referrers API: %s)', async (knowsReferrers) => {
  const { bytes, deltas } = await publishDelta(scene, OLD, NEW)
  scene.registry.knowsReferrers = knowsReferrers
  scene.registry.sent.clear()
  const [cost] = await told(releaseOf(scene.reference(OLD)))
  // To tell it costs nothing of the layers.
  expect(scene.registry.sentBytes).toBeLessThan(5000)
  expect(deltas.some((digest) => scene.registry.sent.has(digest))).toBe(false)
  await scene.pull(NEW)
  expect(cost).toEqual({ image: scene.reference(NEW), platform: '', plan: scene.plans.at(-1) })
  expect(costLines([cost!])[0]).toMatch(/delta \d.* k?B, layers 910 kB, whole 1.3 MB; at most disk .*, memory 79.7 MB$/)
  expect(scene.plans.at(-1)).toMatchObject({ way: 'delta', missingBytes: 910_000 })
  expect(bytes).toBeGreaterThan(scene.plans.at(-1)?.deltaBytes ?? Number.POSITIVE_INFINITY)
})

it('by a delta, where the old reference is of one image and the new one of an index', async () => {
  await publishDelta(scene, OLD, NEW)
  const index = json({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { digest: NEW.digest, size: NEW.manifest.length, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      { digest: OLD.digest, size: OLD.manifest.length, platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  })
  const pinned = { digest: digestOf(index) }
  scene.registry.holdManifest(pinned.digest, index)
  const image = scene.reference(pinned)
  const costs = await imageCosts(client, releaseOf(scene.reference(OLD)), releaseOf(image), [image])
  await scene.pull(pinned)
  expect(scene.plans.at(-1)).toMatchObject({ way: 'delta' })
  expect(costs).toEqual([{ image, platform: 'linux/arm/v7', plan: scene.plans.at(-1) }])
})

it('by layers that are lacking, where nobody has made a delta', async () => {
  const [cost] = await told(releaseOf(scene.reference(OLD)))
  await scene.pull(NEW)
  expect(cost).toMatchObject({ plan: scene.plans.at(-1) })
  expect(costLines([cost!])[0]).toContain('no delta, layers 910 kB, whole 1.3 MB')
})

it('whole, where nothing runs, or what runs is in no registry any more', async () => {
  const gone = `${scene.registry.address}/app@sha256:${'0'.repeat(64)}`
  for (const before of [null, releaseOf(gone)])
    expect(await told(before)).toMatchObject([{ plan: { way: 'whole', deltaBytes: null, missingBytes: 1_310_000 } }])
})

it('as the release says, where the registry does not answer', async () => {
  const image = `127.0.0.1:1/app@${NEW.digest}`
  const costs = await imageCosts(client, null, releaseOf(image), [image])
  expect(costs).toMatchObject([{ wholeBytes: 5, fault: { code: 'HF_REGISTRY_UNAVAILABLE' } }])
  expect(costLines(costs)[0]).toContain('whole 5 B; what of it devices have nobody can tell: HF_REGISTRY_UNAVAILABLE')
})
