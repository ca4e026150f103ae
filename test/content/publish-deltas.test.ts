/** What is made and told of each pair of images of a fleet. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type PairEnd, publishDeltas } from '../../fleet/delta/publish-deltas.ts'
import { RegistryClient } from '../../fleet/registry/client.ts'
import { digestOf, json, noiseImage } from './image.ts'
import { Scene } from './scene.ts'

const APPLICATION = { name: 'application', bytes: 900_000 }
const OLD = noiseImage([APPLICATION])
const NEW = noiseImage([{ ...APPLICATION, bytes: 910_000 }])
const OTHER = noiseImage([{ name: 'other', bytes: 900_000 }])
const SMALL = noiseImage([APPLICATION, { name: 'note', bytes: 1000 }])
const ARM = noiseImage([{ ...APPLICATION, bytes: 920_000 }], 'arm64')
const INDEX = 'application/vnd.oci.image.index.v1+json'

/** It writes as a registry without a list of referrers takes it. */
class WritingClient extends RegistryClient {
  constructor() {
    super(async () => null)
  }
  override async write(...[, where, init]: Parameters<RegistryClient['write']>) {
    const text = String(where)
    const body = Buffer.from((init.body as Uint8Array | undefined) ?? [])
    const tag = /^manifests\/sha256-(.*)$/.exec(text)?.[1]
    if (init.method === 'PUT' && tag !== undefined) scene.registry.referrers.set(`sha256:${tag}`, body)
    else if (init.method === 'PUT' && text.startsWith('manifests/')) scene.registry.holdManifest(digestOf(body), body)
    else if (init.method === 'PUT') scene.registry.holdBlob(digestOf(body), body)
    const isThere = init.method !== 'HEAD'
    const headers = new Headers({ location: 'uploads/1' })
    const url = new URL(`http://${scene.registry.address}/v2/app/blobs/uploads/`)
    return { ok: isThere, headers, url, drop: async () => {} } as unknown as ReturnType<RegistryClient['write']>
  }
}

let scene: Scene
beforeEach(async () => {
  scene = await Scene.of(OLD, NEW, OTHER, SMALL, ARM)
})
afterEach(() => scene.close())

/** Of images, or of whatever devices say. */
async function ends(...pairs: [string, string][]): Promise<PairEnd[]> {
  const told: PairEnd[] = []
  await publishDeltas(
    new WritingClient(),
    pairs.map(([old, fresh]) => ({ old, fresh, devices: 3 })),
    (end) => told.push(end),
  )
  return told
}
const many = (...images: [typeof OLD, string][]): string => {
  const manifests = images.map(([{ digest, manifest }, architecture]) => ({
    digest,
    size: manifest.length,
    platform: { os: 'linux', architecture },
  }))
  const index = json({ schemaVersion: 2, mediaType: INDEX, manifests })
  scene.registry.holdManifest(digestOf(index), index)
  return scene.reference({ digest: digestOf(index) })
}
const of = (image: typeof OLD) => scene.reference(image)

it('is published once, and found there afterwards', async () => {
  const pair: [string, string] = [of(OLD), of(NEW)]
  const [first] = await ends(pair)
  expect(first).toMatchObject({ old: pair[0], fresh: pair[1], devices: 3, platform: '', result: 'published' })
  expect(first).toMatchObject({ layerBytes: 910_000, bytes: expect.toSatisfy((bytes) => bytes < 100_000) as number })
  // Beside what layers cost its description is little.
  expect(await ends(pair)).toMatchObject([{ result: 'there', layerBytes: 910_000 }])
})

it('is found also on a later page of what refers to the image', async () => {
  const pair: [string, string] = [of(OLD), of(NEW)]
  await ends(pair)
  const list = JSON.parse(scene.registry.referrers.get(NEW.digest)!.toString()) as { manifests: object[] }
  const other = { digest: digestOf(Buffer.from('signature')), size: 9, artifactType: 'application/signature' }
  scene.registry.referrers.set(NEW.digest, json({ ...list, manifests: [other, other, other, ...list.manifests] }))
  Object.assign(scene.registry, { knowsReferrers: true, referrersAtOnce: 2 })
  expect(await ends(pair)).toMatchObject([{ result: 'there' }])
})

it('is found where the list leads to a page that is not there', async () => {
  const pair: [string, string] = [of(OLD), of(NEW)]
  await ends(pair)
  scene.registry.leadsAstray = true
  expect(await ends(pair)).toMatchObject([{ result: 'there' }])
})

it('is found, and made, where the list names others that are gone', async () => {
  const pair: [string, string] = [of(OLD), of(NEW)]
  const gone = digestOf(Buffer.from('gone'))
  await ends(pair)
  const list = JSON.parse(scene.registry.referrers.get(NEW.digest)!.toString()) as { manifests: [object] }
  const [own] = list.manifests
  scene.registry.referrers.set(NEW.digest, json({ ...list, manifests: [{ ...own, digest: gone }, own] }))
  expect(await ends(pair)).toMatchObject([{ result: 'there' }])
  scene.registry.referrers.set(NEW.digest, json({ ...list, manifests: [{ ...own, digest: gone }] }))
  expect(await ends(pair)).toMatchObject([{ result: 'published' }])
})

it('is of no use where layers cost little, or the delta no less', async () => {
  expect(await ends([of(OLD), of(SMALL)], [of(OLD), of(OTHER)])).toMatchObject([
    { result: 'useless', bytes: 0, layerBytes: 1000 },
    { result: 'useless', layerBytes: 900_000 },
  ])
})

it('is made for each platform that both have', async () => {
  const [before, after] = [many([OLD, 'amd64'], [SMALL, 'arm']), many([ARM, 'arm64'], [NEW, 'amd64'])]
  expect(await ends([before, after])).toMatchObject([{ platform: 'linux/amd64', result: 'published' }])
})

it.each(['one to many', 'many to one', 'other platforms'])('is told to be none: %s', async (which) => {
  const [before, after] = {
    'one to many': () => [of(OLD), many([NEW, 'amd64'], [ARM, 'arm64'])] as const,
    'many to one': () => [many([OLD, 'amd64'], [ARM, 'arm64']), of(NEW)] as const,
    'other platforms': () => [many([OLD, 'amd64']), many([ARM, 'arm64'])] as const,
  }[which]!()
  const message = `${before} to ${after}: they have no image for the same platform`
  expect(await ends([before, after])).toMatchObject([
    { platform: '', result: 'failed', fault: { code: 'HF_DELTA_INVALID', message } },
  ])
})

it.each(['NOT an image', 'a@sha256:12', '../x'])(
  'what a device says it runs, %j, is told, and costs no other pair',
  async (name) => {
    const [bad, good] = await ends([name, of(NEW)], [of(OLD), of(NEW)])
    expect(bad).toMatchObject({
      old: name,
      result: 'failed',
      fault: { code: 'HF_DELTA_INVALID', message: expect.stringContaining(JSON.stringify(name)) as string },
    })
    expect(good).toMatchObject({ result: 'published' })
  },
)

it('of an image that is gone is told, and costs no other pair', async () => {
  const gone = scene.reference({ digest: `sha256:${'0'.repeat(64)}` })
  expect(await ends([gone, of(NEW)], [of(OLD), of(NEW)])).toMatchObject([
    { result: 'failed', fault: { code: 'HF_REGISTRY_NOT_FOUND' } },
    { result: 'published' },
  ])
})
