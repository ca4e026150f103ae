/** Pulls by a real engine: from a registry that is right, and from one that is wrong in every way we know. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import { type Built, buildImage, pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { type FakeRegistry, fakeRegistry, type Rule, refuse, slowly, stalling } from './fake-registry.ts'
import { uniqueName } from './specs.ts'

const forever = () => new AbortController().signal

describeReal('a pull', (rig) => {
  let engine: EnginePort
  let image: Built
  let registry: FakeRegistry
  let ref: string

  beforeEach(async () => {
    engine = dockerEngine({ socketPath: rig.engine, stallMs: 3_000 })
    image = buildImage({ name: 'app', salt: uniqueName('pull'), layers: [600_000, 2_000_000] })
    registry = await fakeRegistry([image])
    ref = `${registry.address}/app@${image.digest}`
  })

  afterEach(async () => {
    await engine.removeImage(ref)
    await registry.stop()
  })

  it('from a real registry: tells every layer, and ends with the image being there', async () => {
    const recipe = { name: 'pull/real', salt: uniqueName('real'), layers: [3_000_000, 5_000_000] }
    const pushed = await pushImage(rig.registry, recipe)
    expect(await engine.hasImage(pushed.ref)).toBe(false)
    const seen: PullProgress[] = []
    await engine.pull(pushed.ref, (progress) => seen.push(progress), forever())
    expect(await engine.hasImage(pushed.ref)).toBe(true)
    expect(seen.at(-1)).toMatchObject({ layers: 3, layersDone: 3 })
    for (const { doneBytes, totalBytes } of seen) expect(doneBytes).toBeLessThanOrEqual(totalBytes)
    await engine.pull(pushed.ref, () => {}, forever())
    await engine.removeImage(pushed.ref)
    await engine.removeImage(pushed.ref)
    expect(await engine.hasImage(pushed.ref)).toBe(false)
  })

  it('tells the bytes as they come, and never more than there are', async () => {
    registry.rules.layer = slowly(300_000)
    const seen: PullProgress[] = []
    await engine.pull(ref, (progress) => seen.push(progress), forever())
    const onTheWay = seen.filter(({ doneBytes, totalBytes }) => doneBytes > 0 && doneBytes < totalBytes)
    expect(onTheWay.length).toBeGreaterThan(3)
    const size = image.layers.reduce((sum, layer) => sum + layer.bytes.length, 0)
    expect(seen.at(-1)?.totalBytes).toBeLessThanOrEqual(size)
    expect(seen.at(-1)?.totalBytes).toBeGreaterThan(2_000_000)
    expect(seen.at(-1)?.doneBytes).toBe(seen.at(-1)?.totalBytes)
  })

  it('ends at once when it is cancelled, and the engine stops fetching', async () => {
    registry.rules.layer = slowly(10_000)
    const stop = new AbortController()
    const started = performance.now()
    const pull = engine.pull(ref, ({ doneBytes }) => (doneBytes > 0 ? stop.abort() : undefined), stop.signal)
    await expect(pull).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(await engine.hasImage(ref)).toBe(false)
  })

  it('is not begun when it is cancelled before', async () => {
    await expect(engine.pull(ref, () => {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    expect(registry.requests).toEqual([])
  })

  it('that stalls is given up, and said to be the registry', async () => {
    registry.rules.layer = stalling()
    await expect(engine.pull(ref, () => {}, forever())).rejects.toMatchObject({
      code: 'HF_REGISTRY_UNAVAILABLE',
      message: expect.stringContaining('for 3 s') as string,
    })
  })

  const hang: Rule = () => {}
  const garbage: Rule = (response) => response.end('<html>Please log in to the hotel network</html>')
  const bitten: Rule = (response, bytes) => response.end(Buffer.alloc(bytes.length, 7))
  const challenge = { 'www-authenticate': 'Basic realm="registry"' }

  it.each<[string, FakeRegistry['rules'], string]>([
    ['404 for the manifest', { manifest: refuse(404, 'MANIFEST_UNKNOWN') }, 'HF_REGISTRY_NOT_FOUND'],
    ['404 for the repository', { manifest: refuse(404, 'NAME_UNKNOWN') }, 'HF_REGISTRY_NOT_FOUND'],
    ['a bare 404', { manifest: (response) => response.writeHead(404).end('no') }, 'HF_REGISTRY_NOT_FOUND'],
    ['404 for a layer', { layer: refuse(404, 'BLOB_UNKNOWN') }, 'HF_REGISTRY_NOT_FOUND'],
    ['401 at the door', { ping: refuse(401, 'UNAUTHORIZED', challenge) }, 'HF_REGISTRY_UNAUTHORIZED'],
    ['401 for the manifest', { manifest: refuse(401, 'UNAUTHORIZED', challenge) }, 'HF_REGISTRY_UNAUTHORIZED'],
    ['403 for the manifest', { manifest: refuse(403, 'DENIED') }, 'HF_REGISTRY_UNAUTHORIZED'],
    ['garbage for the manifest', { manifest: garbage }, 'HF_REGISTRY_INVALID'],
    ['other bytes for the manifest', { manifest: bitten }, 'HF_REGISTRY_INVALID'],
    ['other bytes for the config', { config: bitten }, 'HF_REGISTRY_INVALID'],
    ['other bytes for a layer', { layer: bitten }, 'HF_REGISTRY_INVALID'],
    ['500', { manifest: refuse(500, 'UNKNOWN') }, 'HF_REGISTRY_UNAVAILABLE'],
    ['503', { manifest: refuse(503, 'UNAVAILABLE') }, 'HF_REGISTRY_UNAVAILABLE'],
    ['429', { manifest: refuse(429, 'TOOMANYREQUESTS') }, 'HF_REGISTRY_UNAVAILABLE'],
    ['no answer', { manifest: hang }, 'HF_REGISTRY_UNAVAILABLE'],
  ])('from a registry that gives %s', async (_, rules, code) => {
    Object.assign(registry.rules, rules)
    await expect(engine.pull(ref, () => {}, forever())).rejects.toMatchObject({
      code,
      place: ref,
      message: expect.stringContaining(ref) as string,
    })
    expect(await engine.hasImage(ref)).toBe(false)
  })

  it('from a registry that gives another whole image under the digest that was asked for', async () => {
    const other = buildImage({ name: 'app', salt: uniqueName('other'), layers: [1000] })
    const lying = await fakeRegistry([other])
    try {
      // Its config and layers are there, and right; only the name is another's.
      registry.rules.manifest = (response, _, { method }) =>
        void response.end(method === 'HEAD' ? undefined : other.manifest)
      registry.rules.ping = (response, bytes, { url }) =>
        url?.includes('sha256:')
          ? void response.writeHead(307, { location: `http://${lying.address}${url}` }).end()
          : void response.end(bytes)
      await expect(engine.pull(ref, () => {}, forever())).rejects.toMatchObject({ code: 'HF_REGISTRY_INVALID' })
      expect(await engine.hasImage(ref)).toBe(false)
      // A control: nothing is wrong with the other one but its name.
      const own = `${lying.address}/app@${other.digest}`
      await engine.pull(own, () => {}, forever())
      expect(await engine.hasImage(own)).toBe(true)
      await engine.removeImage(own)
    } finally {
      await lying.stop()
    }
  })

  it('from a registry that is not there', async () => {
    const nowhere = `127.0.0.1:1/app@${image.digest}`
    await expect(engine.pull(nowhere, () => {}, forever())).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
  })
})
