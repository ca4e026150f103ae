/** Lower layers that are loaded first, when something else goes on or goes wrong at that moment. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { nameOf } from '../../agent/content/names.ts'
import { JOIN_AFTER_MS } from '../../agent/content/part-rule.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { RIGHT } from './faulty-registry.ts'
import { digestOf, json, noiseImage } from './image.ts'
import { Scene } from './scene.ts'

const MB = 1024 * 1024
/** Of what is waited for on a busy machine. */
const LONG = { timeout: 30_000, interval: 20 }

let scene: Scene
afterEach(() => scene.close())

it('layers go on coming while the engine is given others', async () => {
  const image = noiseImage([
    { name: 'base', bytes: 5 * MB },
    ...['one', 'two', 'three'].map((name) => ({ name, bytes: 1000 })),
    { name: 'application', bytes: 5 * MB },
  ])
  scene = await Scene.of(image)
  const top = image.layers[4]?.digest ?? ''
  let begun = (): void => {}
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  for (const { digest } of image.layers.slice(1, 4)) scene.registry.late.set(digest, hasBegun)
  const { loadImage } = scene.engine.port
  vi.spyOn(scene.engine.port, 'loadImage').mockImplementationOnce(async (...args) => {
    begun()
    await vi.waitUntil(() => scene.registry.seen.some(({ path }) => path.endsWith(top)), LONG)
    await loadImage(...args)
  })
  await scene.pull(image)
  expect(scene.log.filter((line) => line.includes('before the others'))).toEqual([])
})

it('what is here already is not asked of the budget again when a layer below begins anew', async () => {
  const image = noiseImage([
    { name: 'base', bytes: 3 * MB },
    { name: 'upper', bytes: 9 * MB },
  ])
  scene = await Scene.of(image)
  const [base = '', upper = ''] = image.layers.map(({ digest }) => digest)
  const life = async (until: () => boolean | Promise<boolean>): Promise<void> => {
    const end = new AbortController()
    scene.life()
    const pulled = scene.pull(image, end.signal)
    pulled.catch(() => {})
    await vi.waitUntil(until, LONG)
    end.abort()
    await expect(pulled).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  }
  scene.registry.late.set(base, new Promise(() => {}))
  await life(async () => (await scene.files()).includes(nameOf(upper)))
  scene.registry.late.clear()
  scene.registry.faults = { ...RIGHT, stallAfter: MB }
  scene.sleep = (ms) => (ms === JOIN_AFTER_MS ? new Promise(() => {}) : Promise.resolve())
  await life(() => (scene.registry.sent.get(base) ?? 0) >= MB)
  scene.registry.faults = { ...RIGHT, ignoresRanges: true }
  scene.life()
  const seen = await scene.pull(image)
  expect(seen.find(({ doneBytes }) => doneBytes > 0)?.doneBytes).toBeGreaterThanOrEqual(9 * MB)
  for (const { toComeBytes = 0 } of seen) expect(toComeBytes).toBeLessThanOrEqual(3 * MB)
})

it('documents that begin with a byte order mark are those of an image like any other', async () => {
  const built = noiseImage([
    { name: 'base', bytes: 5 * MB },
    { name: 'application', bytes: 5 * MB },
  ])
  const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), built.config.bytes])
  const config = { digest: digestOf(bytes), bytes }
  const own = JSON.parse(built.manifest.toString()) as { config: object }
  const manifest = json({ ...own, config: { ...own.config, digest: config.digest, size: bytes.length } })
  const image = { ...built, config, manifest, digest: digestOf(manifest) }
  scene = await Scene.of(image)
  let letCome = (): void => {}
  scene.registry.late.set(
    image.layers[1]?.digest ?? '',
    new Promise<void>((resolve) => {
      letCome = resolve
    }),
  )
  const pulled = scene.pull(image).catch((error: HoldfastError) => error.code)
  await vi.waitUntil(() => scene.engine.images.size > 0, LONG)
  letCome()
  await pulled
  expect([...scene.engine.images.keys()]).toEqual([scene.reference(image)])
})

it('a damaged layer is fetched again also where those below were not taken', async () => {
  const image = noiseImage([
    { name: 'base', bytes: 5 * MB },
    { name: 'application', bytes: 5 * MB },
  ])
  const top = image.layers[1]?.digest ?? ''
  scene = await Scene.of(image)
  const { loadImage } = scene.engine.port
  let isDamaged = false
  // The layer comes when the one below is given, and again when its absence was seen.
  let letCome = (): void => {}
  const holdBack = (): void => {
    scene.registry.late.set(
      top,
      new Promise<void>((resolve) => {
        letCome = resolve
      }),
    )
  }
  holdBack()
  vi.spyOn(scene.engine.port, 'loadImage')
    .mockImplementationOnce(async (name, source, onProgress, signal) => {
      letCome()
      const whenHeld = async (): Promise<void> => {
        await vi.waitUntil(async () => isDamaged && !(await scene.files()).includes(nameOf(top)), LONG)
        letCome()
        throw new HoldfastError('HF_ENGINE_FAILED', 'not yet')
      }
      await loadImage(name, { ...source, whenHeld }, onProgress, signal)
    })
    .mockImplementationOnce(async (...args) => {
      const path = join(scene.directory, nameOf(top))
      const bytes = await readFile(path)
      bytes[7] = (bytes[7] ?? 0) ^ 1
      await writeFile(path, bytes)
      holdBack()
      isDamaged = true
      await loadImage(...args)
    })
  await scene.pull(image)
  expect(scene.engine.pulled).toEqual([])
  expect([...scene.engine.images.keys()]).toEqual([scene.reference(image)])
})
