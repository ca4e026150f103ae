/** Images by way of a delta: found, taken, and given up once when it is not what it should be. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { MOST_PAGES } from '../../protocol/next-page.ts'
import { digestOf, json, type NoiseLayer, noiseImage } from './image.ts'
import { publishDelta } from './publish-delta.ts'
import { Scene } from './scene.ts'

const MB = 1024 * 1024
const BASE: NoiseLayer = { name: 'base', bytes: 400_000 }
const APPLICATION: NoiseLayer = { name: 'application', bytes: 900_000 }
const LIBRARIES: NoiseLayer = { name: 'libraries', bytes: MB }
const OLD = noiseImage([BASE, LIBRARIES, APPLICATION])
/** Two layers that are much like the old ones. */
const NEW = noiseImage([BASE, { ...LIBRARIES, bytes: MB + 3000 }, { ...APPLICATION, bytes: 850_000 }])
const NEVER = new AbortController().signal

let scene: Scene
beforeEach(async () => {
  scene = await Scene.of(OLD, NEW)
  await scene.pull(OLD)
  scene.registry.sent.clear()
  scene.registry.seen.length = 0
})
afterEach(() => scene.close())

const publish = (change?: (blobs: Buffer[]) => void, base?: string) => publishDelta(scene, OLD, NEW, change, base)

const has = (): boolean => scene.engine.images.has(scene.reference(NEW))
const layerBytes = NEW.layers.slice(1).reduce((sum, { bytes }) => sum + bytes.length, 0)

async function isClean(): Promise<void> {
  expect(has()).toBe(true)
  expect(await scene.files()).toEqual([])
  expect(scene.engine.pulled).toEqual([])
}

describe.each([true, false])('a delta (told of by the referrers API: %s)', (knowsReferrers) => {
  it('is fetched in the place of the layers', async () => {
    const { bytes } = await publish()
    scene.registry.knowsReferrers = knowsReferrers
    const seen = await scene.pull(NEW)
    await isClean()
    expect(scene.registry.sentBytes).toBe(bytes + NEW.config.bytes.length)
    expect(bytes).toBeLessThan(10_000)
    expect(seen.at(-1)).toMatchObject({ layersDone: 3, layers: 3 })
    expect(seen.at(-1)?.fetchedBytes).toBeLessThan(12_000)
    expect(scene.plans).toMatchObject([{}, { way: 'delta', missingBytes: layerBytes, why: '' }])
    // Bit for bit, also where the next delta is to be made from.
    for (const layer of NEW.layers) expect(scene.engine.contents.get(layer.digest)?.equals(layer.bytes)).toBe(true)
  })
})

/** So many others that refer to it stand before it in the list. */
function among(count: number): void {
  const { registry } = scene
  const list = JSON.parse(registry.referrers.get(NEW.digest)!.toString()) as { manifests: object[] }
  const other = { digest: digestOf(Buffer.from('signature')), size: 9, artifactType: 'application/signature' }
  const manifests = [...Array.from({ length: count }, () => other), ...list.manifests]
  registry.referrers.set(NEW.digest, json({ ...list, manifests }))
  registry.knowsReferrers = true
  registry.referrersAtOnce = 2
}
const pages = (): number => scene.registry.seen.filter(({ path }) => path.includes('/referrers/')).length

it('is found on a later page of what refers to the image', async () => {
  const { bytes } = await publish()
  among(5)
  await scene.pull(NEW)
  await isClean()
  expect(scene.registry.sentBytes).toBe(bytes + NEW.config.bytes.length)
  expect(pages()).toBe(3)
})

it('is not looked for on pages without end', async () => {
  scene.registry.referrers.set(NEW.digest, json({ schemaVersion: 2, manifests: [] }))
  among(3)
  scene.registry.leadsAround = true
  await scene.pull(NEW)
  await isClean()
  expect(pages()).toBe(MOST_PAGES)
})

it('is what an image takes, before a byte of it or of a layer has come; that is asked for once an hour, and after each attempt', async () => {
  const ask = () => scene.port.plannedBytes?.(scene.reference(NEW), (bytes) => told.push(bytes), NEVER)
  const told: number[] = []
  const asked = () => scene.registry.seen.filter(({ path }) => path.includes('manifests')).length
  const { bytes } = await publish()
  const planned = (await ask()) ?? 0
  // The rest of it says what it is made from.
  expect(planned).toBeGreaterThan(bytes / 2)
  expect(scene.registry.sentBytes).toBe(NEW.config.bytes.length + bytes - planned)
  expect(told.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(NEW.manifest.length + NEW.config.bytes.length)
  const before = asked()
  expect(await ask()).toBe(planned)
  expect(asked()).toBe(before)
  scene.engine.refuse = () => new HoldfastError('HF_ENGINE_UNAVAILABLE', 'it went away')
  await expect(scene.pull(NEW)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
  // All of the delta is here now.
  expect(await ask()).toBe(0)
  expect(asked()).toBeGreaterThan(before)
  scene.engine.refuse = null
  await scene.pull(NEW)
  expect(await ask()).toBe(0)
})

it('cannot be told of while nobody answers', async () => {
  await scene.registry.stop()
  expect(await scene.port.plannedBytes?.(scene.reference(NEW), () => {}, NEVER)).toBeNull()
  expect(scene.engine.pulled).toEqual([])
})

it('is asked for again within minutes where nobody answered, and where the image is there no more', async () => {
  const other = noiseImage([BASE, { ...LIBRARIES, bytes: MB + 5000 }])
  const ask = () => scene.port.plannedBytes?.(scene.reference(other), () => {}, NEVER)
  scene.registry.hold(other)
  scene.registry.faults.tooManyManifests = 100
  expect(await ask()).toBeNull()
  scene.registry.faults.tooManyManifests = 0
  expect(await ask()).toBeNull()
  scene.aheadMs = 300_000
  // Who gives the question up has not been answered.
  expect(await scene.port.plannedBytes?.(scene.reference(other), () => {}, AbortSignal.abort())).toBeNull()
  expect(await ask()).toBeGreaterThan(0)
  await scene.pull(other)
  expect(await ask()).toBe(0)
  // Who has waited for too long for an answer has none for minutes, and not for an hour.
  const late = noiseImage([BASE, { ...LIBRARIES, bytes: MB + 6000 }])
  scene.registry.hold(late)
  const over = AbortSignal.timeout(1)
  await new Promise((resolve) => over.addEventListener('abort', resolve))
  const askLate = (signal = NEVER) => scene.port.plannedBytes?.(scene.reference(late), () => {}, signal)
  expect(await askLate(over)).toBeNull()
  expect(await askLate()).toBeNull()
  scene.aheadMs = 600_000
  expect(await askLate()).toBeGreaterThan(0)
  await scene.port.removeImage(scene.reference(other))
  expect(await ask()).toBeGreaterThan(0)
})

it('comes through a link that is cut all the time', async () => {
  const { bytes } = await publish()
  scene.registry.faults.cutAfter = 500
  await scene.pull(NEW)
  await isClean()
  expect(scene.registry.sentBytes).toBe(bytes + NEW.config.bytes.length)
})

it('is applied by itself: a release of several images takes the memory that the plan of one says', async () => {
  const other = noiseImage([BASE, { ...LIBRARIES, bytes: MB + 5000 }, { ...APPLICATION, bytes: 860_000 }])
  scene.registry.hold(other)
  await publish()
  await publishDelta(scene, OLD, other)
  const { port } = scene.engine
  const { saveImage, loadImage } = port
  let [now, most] = [0, 0]
  port.saveImage = (layers, signal) => {
    now += 1
    most = Math.max(most, now)
    return saveImage!(layers, signal)
  }
  port.loadImage = async (...given) => {
    await loadImage(...given)
    now -= 1
  }
  await Promise.all([scene.pull(NEW), scene.pull(other)])
  await isClean()
  expect(scene.plans.slice(-2)).toMatchObject([{ way: 'delta' }, { way: 'delta' }])
  expect(scene.engine.saves).toBe(2)
  expect(most).toBe(1)
})

describe('is taken although there was changed on the way, once,', () => {
  it.each([
    ['what tells of it', () => 'manifests/sha256-'],
    ['its manifest', (manifest: string) => manifest],
  ])('%s', async (_, pathOf) => {
    const { bytes, manifest } = await publish()
    let isChanged = false
    scene.registry.whenAsked = ({ path }) => {
      if (isChanged || !path.includes(pathOf(manifest))) return
      isChanged = true
      scene.registry.faults.corruptsManifests = 1
    }
    await scene.pull(NEW)
    await isClean()
    expect(isChanged).toBe(true)
    expect(scene.plans.at(-1)).toMatchObject({ way: 'delta' })
    expect(scene.registry.sentBytes).toBe(bytes + NEW.config.bytes.length)
  })
})

it('is taken from a list whose registry names another digest each time', async () => {
  await publish()
  scene.registry.listDigest = digestOf(Buffer.from('another'))
  await scene.pull(NEW)
  await isClean()
  expect(scene.plans.at(-1)).toMatchObject({ way: 'delta' })
})

describe('is not taken', () => {
  it('when nobody has made one', async () => {
    await scene.pull(NEW)
    await isClean()
    expect(scene.registry.sentBytes).toBe(layerBytes + NEW.config.bytes.length)
    expect(scene.plans.at(-1)).toMatchObject({ way: 'missing', deltaBytes: null, missingBytes: layerBytes })
  })

  it('when it is from an image that the engine has not', async () => {
    await publish(undefined, digestOf(Buffer.from('another')))
    await scene.pull(NEW)
    await isClean()
    expect(scene.plans.at(-1)).toMatchObject({ way: 'missing', deltaBytes: null })
  })

  it('when it is for another image', async () => {
    await publish()
    scene.registry.referrers.set(OLD.digest, scene.registry.referrers.get(NEW.digest)!)
    await scene.port.removeImage(scene.reference(OLD))
    await scene.pull(OLD)
    expect(scene.plans.at(-1)?.way).toBe('whole')
  })

  it('by an engine that gives layers back otherwise than they were: not a byte of it comes', async () => {
    const { deltas, manifest } = await publish()
    scene.engine.givesLayers = false
    expect(await scene.port.plannedBytes?.(scene.reference(NEW), () => {}, NEVER)).toBe(layerBytes)
    await scene.pull(NEW)
    await isClean()
    expect(scene.plans.at(-1)).toMatchObject({ way: 'missing', deltaBytes: null, missingBytes: layerBytes })
    expect(scene.engine.saves).toBe(0)
    expect(scene.registry.seen.filter(({ path }) => [...deltas, manifest].some((one) => path.endsWith(one)))).toEqual(
      [],
    )
    expect(scene.plans.at(-1)?.why).toContain('gives no layers back as they were')
  })

  it('when there is too little memory, and says so', async () => {
    await publish()
    scene.memoryFree = 20 * MB
    await scene.pull(NEW)
    await isClean()
    expect(scene.plans.at(-1)).toMatchObject({ way: 'missing', why: expect.stringContaining('memory') })
  })

  it("when the engine's disk is full to the last byte", async () => {
    await publish()
    scene.engine.freeBytes = 0
    await expect(scene.pull(NEW)).rejects.toMatchObject({ code: 'HF_SPACE_LOW' })
    expect(scene.registry.sentBytes).toBeLessThan(5000)
    expect(scene.engine.saves).toBe(0)
  })

  it('when what tells of it is garbage', async () => {
    scene.registry.referrers.set(NEW.digest, Buffer.from('{"manifests": 7}'))
    await scene.pull(NEW)
    await isClean()
  })

  it('when its manifest or its description is not there', async () => {
    const { manifest } = await publish()
    scene.registry.holdManifest(manifest, Buffer.from('{}'))
    await scene.pull(NEW)
    await isClean()
  })
})

describe('is given up for whole layers, once', () => {
  const missing = (): void => {
    expect(scene.plans.map(({ way }) => way)).toEqual(['whole', 'delta', 'missing'])
    expect(scene.log.join()).toContain('another way')
  }

  it.each<[string, (blobs: Buffer[]) => void]>([
    ['is damaged', (blobs) => void blobs[1]!.fill(7, 20)],
    ['is cut off', (blobs) => void blobs.splice(1, 1, blobs[1]!.subarray(0, 50))],
    ['gives another layer', (blobs) => void blobs.splice(1, 2, blobs[2]!, blobs[1]!)],
    ['is empty', (blobs) => void blobs.splice(2, 1, Buffer.alloc(0))],
  ])('when it %s', async (_, change) => {
    const { bytes } = await publish(change)
    const seen = await scene.pull(NEW)
    await isClean()
    missing()
    const { course, fetchedBytes = 0 } = seen.at(-1) ?? {}
    expect(course).toMatchObject({ way: 'missing', fallbacks: [{ way: 'delta', code: expect.any(String) }] })
    expect(course?.excessBytes).toBe(0)
    // What the delta cost is not forgotten.
    expect(fetchedBytes).toBeGreaterThanOrEqual(bytes + layerBytes)
  })

  it('when the engine gives back other layers', async () => {
    await publish()
    scene.engine.forges = (content) => {
      const forged = Buffer.from(content)
      forged[5] = (forged[5] ?? 0) ^ 1
      return forged
    }
    await scene.pull(NEW)
    await isClean()
    missing()
  })

  it('when the engine cannot give the old image back', async () => {
    await publish()
    scene.engine.port.saveImage = () => {
      throw new HoldfastError('HF_SPACE_LOW', 'no room')
    }
    await scene.pull(NEW)
    await isClean()
    missing()
  })

  it('also over the lives that it takes: what was refused is not tried again', async () => {
    await publish((blobs) => void blobs[1]!.fill(7, 20))
    // The link is away just when the layers are to come.
    scene.registry.whenAsked = ({ path }) => {
      if (path.endsWith(NEW.layers[1]!.digest)) scene.registry.faults.blobStatus = 503
    }
    await expect(scene.pull(NEW)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
    expect(scene.engine.saves).toBe(1)
    scene.registry.whenAsked = () => {}
    scene.registry.faults.blobStatus = 0
    scene.life()
    await scene.pull(NEW)
    await isClean()
    expect(scene.engine.saves).toBe(1)
  })

  it('and says what that costs before the first byte of it', async () => {
    await publish((blobs) => void blobs[1]!.fill(7, 20))
    const ending = new AbortController()
    const before: number[] = []
    const pull = scene.port.pull(
      scene.reference(NEW),
      ({ toComeBytes = 0, fetchedBytes = 0 }) => {
        if (toComeBytes === 0) return
        before.push(toComeBytes, fetchedBytes)
        ending.abort()
      },
      ending.signal,
    )
    await expect(pull).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    expect(before[0]).toBe(layerBytes)
    expect(scene.registry.sent.has(NEW.layers[1]!.digest)).toBe(false)
  })
})

it('is given up once five lives have ended while it was applied: what kills the agent would kill it for ever', async () => {
  await publish()
  const { port } = scene.engine
  const { saveImage } = port
  for (let life = 0; life < 5; life += 1) {
    let reached = () => {}
    const applying = new Promise<void>((resolve) => {
      reached = resolve
    })
    // It is killed: nothing of it is heard any more, and it writes nothing after what it has written before it reads.
    const next = (): Promise<never> => {
      reached()
      return new Promise(() => {})
    }
    port.saveImage = () => ({ [Symbol.asyncIterator]: () => ({ next }) })
    void scene.pull(NEW)
    await applying
    expect(scene.plans.at(-1)).toMatchObject({ way: 'delta' })
    scene.life()
  }
  port.saveImage = saveImage!
  const seen = await scene.pull(NEW)
  await isClean()
  expect(scene.plans.at(-1)).toMatchObject({ way: 'missing' })
  expect(seen.at(-1)?.course?.fallbacks).toMatchObject([{ way: 'delta', code: 'HF_DELTA_INVALID' }])
})

it('is not given up because the engine is away each time', async () => {
  await publish()
  const { port } = scene.engine
  const { saveImage } = port
  port.saveImage = () => {
    throw new HoldfastError('HF_ENGINE_UNAVAILABLE', 'it broke the connection')
  }
  for (let n = 0; n < 7; n += 1) await expect(scene.pull(NEW)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
  port.saveImage = saveImage!
  await scene.pull(NEW)
  await isClean()
  expect(scene.plans.at(-1)).toMatchObject({ way: 'delta' })
})

it('a link that is away is not a reason to fetch whole layers', async () => {
  await publish()
  scene.registry.faults.stallAfter = 1
  scene.registry.faults.blobStatus = 503
  await expect(scene.pull(NEW)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
  expect(scene.engine.saves).toBe(0)
  scene.registry.faults.blobStatus = 0
  scene.registry.faults.stallAfter = 0
  await scene.port.pull(scene.reference(NEW), () => {}, NEVER)
  await isClean()
  expect(scene.plans.at(-1)?.way).toBe('delta')
})

it('old layers that a life has left lying go with the next', async () => {
  const { writeFile } = await import('node:fs/promises')
  await writeFile(`${scene.directory}/${NEW.digest.replace(':', '-')}.base`, 'left over')
  scene.life()
  await scene.pull(NEW)
  await isClean()
})
