/** Lower layers that the engine unpacks while the last one still comes. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { USUAL_CONTENT } from '../../agent/content/content-config.ts'
import { contentEngine } from '../../agent/content/content-engine.ts'
import { nameOf } from '../../agent/content/names.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { noiseImage } from './image.ts'
import { Scene } from './scene.ts'

const MB = 1024 * 1024
const IMAGE = noiseImage([
  { name: 'base', bytes: 3 * MB },
  { name: 'libraries', bytes: 2 * MB },
  { name: 'application', bytes: 5 * MB },
])
const [BASE = IMAGE.config, LIBRARIES = IMAGE.config, APPLICATION = IMAGE.config] = IMAGE.layers
const DIGESTS = IMAGE.layers.map(({ digest }) => digest)
/** Of an engine whose answer is waited for. */
const LONG = { timeout: 30_000, interval: 20 }

let scene: Scene
/** Lets the last layer come. */
let letCome: () => void
beforeEach(async () => {
  scene = await Scene.of(IMAGE)
  scene.registry.late.set(APPLICATION.digest, new Promise<void>((resolve) => (letCome = resolve)))
})
afterEach(() => scene.close())

const layersThere = (): string[][] => [...scene.engine.images.values()]
const whenStemIsThere = (): Promise<unknown> =>
  vi.waitUntil(() => layersThere().some((layers) => layers.join() === DIGESTS.slice(0, 2).join()), LONG)

/** The engine has the image and nothing else, and the store is empty. */
async function isClean(): Promise<void> {
  expect([...scene.engine.images.keys()]).toEqual([scene.reference(IMAGE)])
  expect(await scene.files()).toEqual([])
  expect(scene.engine.pulled).toEqual([])
}

describe('layers that are here', () => {
  it('are in the engine before the last one is, are given once, and no stem stays', async () => {
    const pulled = scene.pull(IMAGE)
    await whenStemIsThere()
    expect(scene.engine.images.has(scene.reference(IMAGE))).toBe(false)
    letCome()
    await pulled
    await isClean()
    expect(scene.engine.given).toEqual(DIGESTS)
  })

  it('wait for the last one where a load of their own is not worth it', async () => {
    const small = noiseImage([
      { name: 'base', bytes: 3 * MB },
      { name: 'application', bytes: 5 * MB },
    ])
    scene.registry.hold(small)
    letCome()
    const loads = vi.spyOn(scene.engine.port, 'loadImage')
    await scene.pull(small)
    expect(loads).toHaveBeenCalledTimes(1)
  })

  it('keep none waiting: the last one is given while the engine is still at them', async () => {
    const { port, given } = scene.engine
    const { loadImage } = port
    vi.spyOn(port, 'loadImage').mockImplementationOnce(async (image, source, onProgress, signal) => {
      const whenHeld = () => vi.waitUntil(() => given.includes(APPLICATION.digest), LONG).then(() => undefined)
      await loadImage(image, { ...source, whenHeld }, onProgress, signal)
    })
    letCome()
    await scene.pull(IMAGE)
    await isClean()
    expect(given).toEqual(DIGESTS)
  })

  it('are built upon while they are still being written to the disk', async () => {
    const { engine } = scene
    engine.written = () => {
      engine.written = async () => {}
      return vi.waitUntil(() => engine.images.has(scene.reference(IMAGE)), LONG).then(() => undefined)
    }
    letCome()
    await scene.pull(IMAGE)
    await isClean()
    expect(engine.given).toEqual(DIGESTS)
  })

  it.each([
    ['before', false],
    ['after', true],
  ])('are enough when it fails to name them, %s the image is there', async (_, isThere) => {
    const { engine } = scene
    engine.written = async () => {
      engine.written = async () => {}
      await vi.waitUntil(() => !isThere || engine.images.has(scene.reference(IMAGE)), LONG)
      throw new HoldfastError('HF_ENGINE_FAILED', 'no name')
    }
    if (isThere) letCome()
    const pulled = scene.pull(IMAGE)
    await vi.waitUntil(() => isThere || scene.log.some((line) => line.includes('no name')), LONG)
    letCome()
    await pulled
    await isClean()
    expect(engine.given).toEqual(DIGESTS)
    expect(scene.log.filter((line) => line.includes('before the others') && line.includes('no name'))).toHaveLength(1)
  })

  it('are given with the last one, once that was given for nothing', async () => {
    const { port, given } = scene.engine
    const { loadImage } = port
    vi.spyOn(port, 'loadImage').mockImplementationOnce(async (image, source, onProgress, signal) => {
      const whenHeld = async (): Promise<void> => {
        await vi.waitUntil(() => given.includes(APPLICATION.digest), LONG)
        throw new HoldfastError('HF_ENGINE_FAILED', 'not yet')
      }
      await loadImage(image, { ...source, whenHeld }, onProgress, signal)
    })
    letCome()
    await scene.pull(IMAGE)
    await isClean()
    expect(given).toEqual([...DIGESTS, ...DIGESTS])
    expect(scene.log.filter((line) => line.includes('before the others') && line.includes('not yet'))).toHaveLength(1)
    expect(scene.log.filter((line) => line.includes('brought another way'))).toEqual([])
    expect(scene.registry.sent.get(BASE.digest)).toBe(3 * MB)
  })

  it('are loaded with the image by an engine that does not take them before', async () => {
    let refused = ''
    scene.engine.refuse = () => {
      scene.engine.refuse = null
      refused = 'once'
      return new HoldfastError('HF_ENGINE_FAILED', 'not yet')
    }
    const pulled = scene.pull(IMAGE)
    await vi.waitUntil(() => refused !== '', LONG)
    letCome()
    await pulled
    await isClean()
    expect(scene.log.filter((line) => line.includes('before the others') && line.includes('not yet'))).toHaveLength(1)
    expect(scene.registry.sent.get(BASE.digest)).toBe(3 * MB)
  })

  it('are given again, and not fetched, when the engine has forgotten them', async () => {
    const pulled = scene.pull(IMAGE)
    await whenStemIsThere()
    scene.engine.images.clear()
    letCome()
    await pulled
    await isClean()
    expect(scene.registry.sent.get(BASE.digest)).toBe(3 * MB)
    expect(scene.engine.given).toEqual([BASE.digest, LIBRARIES.digest, ...DIGESTS])
  })

  it('are fetched again when the disk gives back something else', async () => {
    const { loadImage } = scene.engine.port
    vi.spyOn(scene.engine.port, 'loadImage').mockImplementationOnce(async (...args) => {
      const path = join(scene.directory, nameOf(LIBRARIES.digest))
      const bytes = await readFile(path)
      bytes[7] = (bytes[7] ?? 0) ^ 1
      await writeFile(path, bytes)
      letCome()
      return loadImage(...args)
    })
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.registry.sent.get(LIBRARIES.digest)).toBe(4 * MB)
    expect(scene.registry.sent.get(BASE.digest)).toBe(3 * MB)
  })
})

describe('a life that ends before the last layer is here', () => {
  let end: AbortController
  beforeEach(async () => {
    end = new AbortController()
    const broken = scene.pull(IMAGE, end.signal)
    broken.catch(() => {})
    await whenStemIsThere()
    end.abort()
    await expect(broken).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    scene.life()
    scene.engine.given = []
  })

  it('leaves the next one only the last layer to fetch and to give', async () => {
    letCome()
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.engine.given).toEqual([APPLICATION.digest])
    expect(scene.registry.sent.get(BASE.digest)).toBe(3 * MB)
  })

  it('leaves nothing in the engine when nobody wants the image any more', async () => {
    await scene.port.removeImage(scene.reference(IMAGE))
    expect([...scene.engine.images.keys()]).toEqual([])
    expect(await scene.files()).toEqual([])
  })

  it('leaves nothing in the engine that has the image by other means', async () => {
    scene.engine.images.set(scene.reference(IMAGE), DIGESTS)
    scene.life()
    await vi.waitUntil(async () => (await scene.files()).length === 0, LONG)
    await isClean()
  })

  it('keeps the note of a stem that the engine cannot give up now, for the next image', async () => {
    vi.spyOn(scene.engine.port, 'removeImage').mockRejectedValueOnce(new HoldfastError('HF_ENGINE_UNAVAILABLE', 'away'))
    letCome()
    await scene.pull(IMAGE)
    expect(scene.engine.images.size).toBe(2)
    expect(scene.log.some((line) => line.includes('could not be taken from the content store'))).toBe(true)
    const other = noiseImage([{ name: 'other', bytes: 1000 }])
    scene.registry.hold(other)
    await scene.pull(other)
    expect([...scene.engine.images.keys()]).toEqual([IMAGE, other].map((image) => scene.reference(image)))
    expect(await scene.files()).toEqual([])
  })
})

describe('what a cut may have left half in the engine', () => {
  const HALF = 'sha256:half'
  /** A life that the power ended in the middle of a load. */
  const cutInLoad = async (): Promise<void> => {
    letCome()
    vi.spyOn(scene.engine.port, 'loadImage').mockImplementation(() => new Promise(() => {}))
    const end = new AbortController()
    const broken = scene.pull(IMAGE, end.signal)
    broken.catch(() => {})
    await vi.waitUntil(async () => (await notes()).includes('"isSure":false'), LONG)
    // After the stem's note the rest still comes, into the directory of the next life.
    await vi.waitUntil(async () => {
      const files = await scene.files()
      return DIGESTS.every((digest) => files.includes(nameOf(digest)))
    }, LONG)
    vi.restoreAllMocks()
    scene.engine.images.set(HALF, DIGESTS)
  }
  const notes = async (): Promise<string> => {
    const list = (await scene.files()).find((name) => name.endsWith('.image'))
    return list === undefined ? '' : await readFile(join(scene.directory, list), 'utf8').catch(() => '')
  }
  /** As the engine has it: by its ids. */
  const forgetsHalf = (): void => {
    const { removeImage } = scene.engine.port
    vi.spyOn(scene.engine.port, 'removeImage').mockImplementation(async (name) => {
      if (name.startsWith('sha256:')) scene.engine.images.delete(HALF)
      await removeImage(name)
    })
  }

  it('goes before the layers are counted that the engine has', async () => {
    await cutInLoad()
    forgetsHalf()
    scene.life()
    scene.engine.given = []
    await scene.pull(IMAGE)
    expect(scene.engine.given).toEqual(DIGESTS)
    await isClean()
  })

  it('is believed by no life that began while the engine was away', async () => {
    await cutInLoad()
    const away = new HoldfastError('HF_ENGINE_UNAVAILABLE', 'away')
    const asked = vi.spyOn(scene.engine.port, 'hasImage').mockRejectedValueOnce(away)
    scene.life()
    await vi.waitUntil(() => asked.mock.calls.length > 0, LONG)
    vi.restoreAllMocks()
    vi.spyOn(scene.engine.port, 'removeImage').mockRejectedValue(away)
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    expect(scene.engine.images.has(scene.reference(IMAGE))).toBe(false)
    vi.restoreAllMocks()
    forgetsHalf()
    scene.engine.given = []
    await scene.pull(IMAGE)
    expect(scene.engine.given).toEqual(DIGESTS)
  })
})

it('two images with the same lower layers have stems of their own', async () => {
  const next = noiseImage([
    { name: 'base', bytes: 3 * MB },
    { name: 'libraries', bytes: 2 * MB },
    { name: 'next application', bytes: 5 * MB },
  ])
  scene.registry.hold(next)
  const late = new Promise<void>(() => {})
  scene.registry.late.set(next.layers[2]?.digest ?? '', late)
  const end = new AbortController()
  const broken = scene.pull(next, end.signal)
  broken.catch(() => {})
  await whenStemIsThere()
  const pulled = scene.pull(IMAGE)
  end.abort()
  await expect(broken).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  await scene.port.removeImage(scene.reference(next))
  letCome()
  await pulled
  await isClean()
})

it('a device that leaves its pulls to the engine keeps nothing of the store', async () => {
  const end = new AbortController()
  const broken = scene.pull(IMAGE, end.signal)
  broken.catch(() => {})
  await whenStemIsThere()
  end.abort()
  await expect(broken).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  const { port: engine } = scene.engine
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  contentEngine({ engine, dataDir: scene.folder, config: USUAL_CONTENT, clock: systemClock(), log })
  await vi.waitUntil(async () => (await scene.files()).length === 0, LONG)
  expect([...scene.engine.images.keys()]).toEqual([])
})
