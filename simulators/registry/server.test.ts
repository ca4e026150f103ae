import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildImage, MANIFEST_TYPE } from './image.ts'
import { type ServedRegistry, serveRegistry } from './server.ts'
import { tarOf } from './tar.ts'

const layer = tarOf([{ path: 'app', content: Buffer.from('#!'), mode: 0o755 }])
const image = buildImage({ architecture: 'amd64', entrypoint: ['/app'], layers: [layer] })
const blob = image.layers[0]!

describe('the registry', () => {
  let registry: ServedRegistry
  const get = (path: string, init?: RequestInit) => fetch(`http://${registry.address}/v2/${path}`, init)
  beforeAll(async () => {
    registry = await serveRegistry([{ ...image, repository: 'harbour/tide', tag: '1' }], 1_000_000)
  })
  afterAll(() => registry.close())

  it('says that it is one', async () => {
    expect((await get('')).status).toBe(200)
  })

  it.each([['1'], [image.manifest.digest]])('gives a manifest by %s, with type and digest', async (key) => {
    const response = await get(`harbour/tide/manifests/${key}`)
    expect(response.headers.get('content-type')).toBe(MANIFEST_TYPE)
    expect(response.headers.get('docker-content-digest')).toBe(image.manifest.digest)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(image.manifest.bytes)
  })

  it('gives every blob that the manifest names, with the size that it names', async () => {
    const { config, layers } = JSON.parse(image.manifest.bytes.toString()) as {
      config: { digest: string; size: number }
      layers: { digest: string; size: number }[]
    }
    for (const { digest, size } of [config, ...layers]) {
      expect((await (await get(`harbour/tide/blobs/${digest}`)).arrayBuffer()).byteLength).toBe(size)
    }
  })

  it('tells of a blob without giving it', async () => {
    const response = await get(`harbour/tide/blobs/${blob.digest}`, { method: 'HEAD' })
    expect(response.headers.get('content-length')).toBe(String(blob.bytes.length))
    expect(await response.text()).toBe('')
  })

  it('goes on in the middle of a blob', async () => {
    const response = await get(`harbour/tide/blobs/${blob.digest}`, { headers: { range: 'bytes=10-' } })
    expect(response.status).toBe(206)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(blob.bytes.subarray(10))
  })

  it.each([
    ['a repository', 'harbour/moon/manifests/1', 'NAME_UNKNOWN'],
    ['a tag', 'harbour/tide/manifests/9', 'MANIFEST_UNKNOWN'],
    ['a blob', `harbour/tide/blobs/sha256:${'0'.repeat(64)}`, 'BLOB_UNKNOWN'],
    ['a path', 'harbour/tide/tags/list', 'NAME_UNKNOWN'],
  ])('answers 404 for %s that it does not have', async (_, path, code) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ errors: [{ code }] })
  })

  it('takes nothing', async () => {
    expect((await get('harbour/tide/blobs/uploads/', { method: 'POST' })).status).toBe(405)
  })
})

describe('an image', () => {
  it('has the digest of its content: the same again, another for another program', () => {
    const made = (text: string) =>
      buildImage({
        architecture: 'amd64',
        entrypoint: ['/app'],
        layers: [tarOf([{ path: 'app', content: Buffer.from(text) }])],
      }).manifest.digest
    expect(made('a')).toBe(made('a'))
    expect(made('a')).not.toBe(made('b'))
  })
})

describe('a slow registry', () => {
  it('takes the time that its rate says', async () => {
    const slow = await serveRegistry([{ ...image, repository: 'a', tag: '1' }], blob.bytes.length * 4)
    try {
      const began = performance.now()
      const response = await fetch(`http://${slow.address}/v2/a/blobs/${blob.digest}`)
      expect((await response.arrayBuffer()).byteLength).toBe(blob.bytes.length)
      expect(performance.now() - began).toBeGreaterThan(180)
    } finally {
      await slow.close()
    }
  })
})
