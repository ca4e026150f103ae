/** Images by way of the content store, from a registry that fails in every way. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AT_ONCE, JOIN_AFTER_MS, STEP_BYTES } from '../../agent/content/part-rule.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { FaultyRegistry, PASSWORD, USER } from './faulty-registry.ts'
import { digestOf, json, noiseImage } from './image.ts'
import { Scene } from './scene.ts'

const MB = 1024 * 1024
/** For what has to come: a slow machine is no fault. */
const LONG = { timeout: 60_000 }
const IMAGE = noiseImage([
  { name: 'base', bytes: 3 * MB },
  { name: 'application', bytes: 700_001 },
])
const ALL = 3 * MB + 700_001 + IMAGE.config.bytes.length
const [BASE = IMAGE.config, APPLICATION = IMAGE.config] = IMAGE.layers

let scene: Scene
beforeEach(async () => {
  scene = await Scene.of(IMAGE)
})
afterEach(() => scene.close())

const has = (): boolean => scene.engine.images.has(scene.reference(IMAGE))

/** It has the image, every byte came once, and nothing is left of it beside the engine. */
const OWN = ({ registry }: Scene) => ({
  host: registry.address,
  username: undefined,
  passwordFile: undefined,
  caFile: undefined,
})

async function isClean(): Promise<void> {
  expect(has()).toBe(true)
  expect(await scene.files()).toEqual([])
  expect(scene.engine.pulled).toEqual([])
}

describe('an image by way of the store', () => {
  it('is in the engine, and the store is empty', async () => {
    const seen = await scene.pull(IMAGE)
    await isClean()
    expect(scene.registry.sentBytes).toBe(ALL)
    const last = seen.at(-1)
    expect(last).toMatchObject({ doneBytes: 3 * MB + 700_001, totalBytes: 3 * MB + 700_001, layers: 2, layersDone: 2 })
    expect(last?.fetchedBytes).toBe(ALL + IMAGE.manifest.length)
    for (const [index, { doneBytes, totalBytes }] of seen.entries()) {
      expect(doneBytes).toBeGreaterThanOrEqual(seen[index - 1]?.doneBytes ?? 0)
      expect(doneBytes).toBeLessThanOrEqual(totalBytes)
    }
  })

  it('comes from its lowest layer on, in whatever order the disk answers', async () => {
    const layers = Array.from({ length: 12 }, (_, index) => ({ name: `layer-${index}`, bytes: 100_000 }))
    const tall = noiseImage(layers)
    scene.registry.hold(tall)
    const asked: (() => void)[] = []
    scene.diskAs = (disk) => ({
      ...disk,
      async list() {
        await new Promise<void>((resolve) => {
          // Of several that are under way the last one is answered first.
          if (asked.unshift(resolve) > 1) return
          setTimeout(() => {
            for (const answer of asked.splice(0)) answer()
          }, 20)
        })
        return disk.list()
      },
    })
    scene.life()
    await scene.pull(tall)
    const order = [...scene.registry.sent.keys()]
    const places = tall.layers.map(({ digest }) => order.indexOf(digest))
    // Those that come at once begin in any order.
    for (const [index, place] of places.entries())
      for (const higher of places.slice(index + 2 * AT_ONCE)) expect(higher).toBeGreaterThan(place)
  })

  it('comes one layer after the other, and by several at a time only when one takes longer', async () => {
    const tall = noiseImage(Array.from({ length: 5 }, (_, index) => ({ name: `one-${index}`, bytes: 100_000 })))
    scene.registry.hold(tall)
    const letGo = tall.layers.map(({ digest }) => {
      let go = (): void => {}
      scene.registry.late.set(digest, new Promise<void>((resolve) => (go = resolve)))
      return go
    })
    const joins: { ms: number; pass: () => void }[] = []
    scene.sleep = (ms) => new Promise((pass) => joins.push({ ms, pass }))
    scene.life()
    const pulled = scene.pull(tall)
    const layersAsked = (): number =>
      tall.layers.filter(({ digest }) => scene.registry.seen.some(({ path }) => path.endsWith(digest))).length
    const settled = async (count: number): Promise<void> => {
      await vi.waitUntil(() => layersAsked() >= count, LONG)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(layersAsked()).toBe(count)
    }
    await settled(1)
    letGo[0]?.()
    await settled(2)
    joins[0]?.pass()
    await settled(3)
    await vi.waitUntil(() => joins.length === 2, LONG)
    joins[1]?.pass()
    await settled(4)
    for (const go of letGo) go()
    await pulled
    expect(joins.map(({ ms }) => ms)).toEqual([JOIN_AFTER_MS, JOIN_AFTER_MS])
  })

  it('comes once, whoever asks for it meanwhile', async () => {
    await Promise.all([scene.pull(IMAGE), scene.pull(IMAGE)])
    await isClean()
    expect(scene.registry.sentBytes).toBe(ALL)
  })

  it('comes at all through a link that is cut after every so many bytes, and no byte comes twice', async () => {
    scene.registry.faults.cutAfter = 100_000
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.registry.sentBytes).toBe(ALL)
    expect(scene.waits).toEqual([])
  })

  it('asks again, with a wait, when a cut brought little', async () => {
    scene.registry.faults.cutAfter = 60_000
    const small = noiseImage([{ name: 'small', bytes: 200_000 }])
    scene.registry.hold(small)
    await scene.pull(small)
    expect(scene.registry.sentBytes).toBe(200_000 + small.config.bytes.length)
    expect(scene.waits.length).toBeGreaterThan(0)
  })

  it('gives up when nothing comes any more, and goes on from there in the next life', async () => {
    scene.registry.faults.stallAfter = 1_000_000
    scene.life({}, 200)
    const broken = scene.pull(IMAGE)
    scene.registry.whenAsked = ({ range }) => {
      if (range !== undefined) scene.registry.faults.blobStatus = 503
    }
    await expect(broken).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
    expect(has()).toBe(false)
    expect(scene.registry.sentBytes).toBeGreaterThan(1_000_000)
    scene.registry.whenAsked = () => {}
    Object.assign(scene.registry.faults, { stallAfter: 0, blobStatus: 0 })
    scene.life()
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.registry.sent.get(BASE.digest)).toBeLessThanOrEqual(3 * MB + STEP_BYTES)
  })

  it('loses nothing of what has come by attempts that bring nothing, however many', async () => {
    const image = noiseImage([{ name: 'alone', bytes: 3 * MB }])
    const [layer = image.config] = image.layers
    scene.registry.hold(image)
    Object.assign(scene.registry.faults, { cutAfter: 2 * MB })
    scene.registry.whenAsked = ({ range }) => {
      if (range !== undefined) scene.registry.faults.blobStatus = 500
    }
    for (let attempt = 0; attempt < 10; attempt++) {
      await expect(scene.pull(image)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
      if (attempt % 3 === 0) scene.life()
    }
    scene.registry.whenAsked = () => {}
    Object.assign(scene.registry.faults, { cutAfter: 0, blobStatus: 0 })
    await scene.pull(image)
    expect(scene.engine.images.has(scene.reference(image))).toBe(true)
    expect(scene.registry.sent.get(layer.digest)).toBeLessThanOrEqual(3 * MB + STEP_BYTES)
  })

  it('is asked for again, at the byte, of a server that gives next to nothing', async () => {
    Object.assign(scene.registry.faults, { stallAfter: 1_000_000, dripMs: 20 })
    scene.life({}, 10_000, 300)
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.registry.seen.filter(({ range }) => range !== undefined)).toHaveLength(3)
    expect(scene.waits).toEqual([])
  })

  it('is told of when a server gives next to nothing of it each time', async () => {
    Object.assign(scene.registry.faults, { stallAfter: 10, dripMs: 20 })
    scene.life({}, 10_000, 300)
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({
      code: 'HF_REGISTRY_UNAVAILABLE',
      message: expect.stringMatching(/has given less than 1024 bytes in 0.3 s/),
    })
    expect(scene.engine.pulled).toEqual([])
  })

  it('comes from the registry when a mirror gives little of it', async () => {
    const mirror = await FaultyRegistry.start([IMAGE])
    Object.assign(mirror.faults, { stallAfter: 5000, dripMs: 20 })
    scene.life({ registries: [{ ...OWN(scene), mirrors: [new URL(`http://${mirror.address}`)] }] }, 10_000, 300)
    await scene.pull(IMAGE)
    await mirror.stop()
    await isClean()
    expect(scene.registry.sent.get(BASE.digest)).toBeGreaterThan(2 * MB)
    // Who has no other is content with less.
    expect(scene.log.some((line) => line.includes('less than 16384 bytes'))).toBe(true)
  })

  it('fetches only the layers that the engine lacks', async () => {
    await scene.pull(IMAGE)
    const before = scene.registry.sentBytes
    const next = noiseImage([
      { name: 'base', bytes: 3 * MB },
      { name: 'other', bytes: 50_000 },
    ])
    scene.registry.hold(next)
    scene.engine.given = []
    await scene.pull(next)
    expect(scene.registry.sentBytes - before).toBe(50_000 + next.config.bytes.length)
    expect(scene.engine.given).toEqual([next.layers[1]?.digest])
  })

  it('fetches them after all when the engine does not have what it said', async () => {
    const next = noiseImage([
      { name: 'base', bytes: 3 * MB },
      { name: 'other', bytes: 50_000 },
    ])
    scene.registry.hold(next)
    scene.engine.images.set('somebody-s', [BASE.digest])
    scene.engine.refuse = () => {
      scene.engine.refuse = null
      return new HoldfastError('HF_ENGINE_FAILED', 'it went meanwhile')
    }
    const seen = await scene.pull(next)
    expect(scene.engine.images.has(scene.reference(next))).toBe(true)
    expect(scene.engine.pulled).toEqual([])
    // Who minds the bytes hears of it before they come.
    const asked = seen.filter(({ toComeBytes = 0 }) => toComeBytes > 0)
    expect(asked).toMatchObject([{ toComeBytes: 3 * MB, doneBytes: 0 }])
    expect(asked[0]?.fetchedBytes).toBeLessThan(60_000)
    expect(scene.log.filter((line) => line.includes('another way'))).toHaveLength(1)
  })

  it('leaves the fetching to an engine that will not load, and says so', async () => {
    scene.engine.refuse = () => new HoldfastError('HF_ENGINE_FAILED', 'not today')
    await scene.pull(IMAGE)
    expect(scene.engine.pulled).toEqual([scene.reference(IMAGE)])
    expect(scene.log.some((line) => line.includes('another way') && line.includes('not today'))).toBe(true)
    expect(await scene.files()).toEqual([])
  })

  it('is left to the engine before a byte of it has come when a layer is larger than what can be loaded', async () => {
    const manifest = JSON.parse(IMAGE.manifest.toString()) as { layers: { size: number }[] }
    Object.assign(manifest.layers[1] ?? {}, { size: 8 * 1024 ** 3 })
    const large = json(manifest)
    scene.registry.holdManifest(digestOf(large), large)
    const seen = await scene.pull({ digest: digestOf(large) })
    expect(scene.registry.sentBytes).toBe(0)
    expect(scene.engine.pulled).toEqual([scene.reference({ digest: digestOf(large) })])
    expect(scene.log.join()).toContain('more than 8 GiB')
    expect(seen.every(({ toComeBytes }) => toComeBytes === undefined)).toBe(true)
    expect(await scene.files()).toEqual([])
  })

  it('two at once that share a layer fetch it once', async () => {
    const next = noiseImage([
      { name: 'base', bytes: 3 * MB },
      { name: 'other', bytes: 50_000 },
    ])
    scene.registry.hold(next)
    await Promise.all([scene.pull(IMAGE), scene.pull(next)])
    expect(scene.registry.sent.get(BASE.digest)).toBe(3 * MB)
    expect(await scene.files()).toEqual([])
  })

  it('chooses of an index the image for the engine', async () => {
    const arm = noiseImage([{ name: 'arm', bytes: 1000 }], 'arm')
    const entry = (image: { digest: string; manifest: Buffer }, architecture: string, variant?: string) => ({
      digest: image.digest,
      size: image.manifest.length,
      platform: { os: 'linux', architecture, variant },
    })
    const index = json({ schemaVersion: 2, manifests: [entry(IMAGE, 'amd64'), entry(arm, 'arm', 'v7')] })
    scene.registry.hold(arm)
    scene.registry.holdManifest(digestOf(index), index)
    await scene.pull({ digest: digestOf(index) })
    expect(scene.engine.given).toEqual([arm.layers[0]?.digest])
  })
})

describe('a registry that', () => {
  it('knows no ranges is noticed: all comes again after a cut, and what was there is kept', async () => {
    scene.registry.faults.ignoresRanges = true
    scene.registry.faults.cutAfter = 2 * MB
    scene.registry.whenAsked = ({ range }) => {
      if (range !== undefined) scene.registry.faults.cutAfter = 0
    }
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.log.filter((line) => line.includes('gives no parts'))).toHaveLength(1)
    expect(scene.registry.sent.get(BASE.digest)).toBeGreaterThanOrEqual(5 * MB)
  })

  it.each(['refused', 'shifted'] as const)(
    'gives parts, and the wrong ones (%s), is asked for all of it before it is given up',
    async (ranges) => {
      Object.assign(scene.registry.faults, { ranges, cutAfter: 2 * MB })
      let isCut = false
      scene.registry.whenAsked = ({ range }) => {
        isCut ||= range !== undefined
        if (isCut) scene.registry.faults.cutAfter = 0
      }
      const seen = await scene.pull(IMAGE)
      await isClean()
      expect(scene.registry.sent.get(BASE.digest)).toBeLessThan(9 * MB)
      // Who minds the bytes was asked.
      expect(seen.some(({ toComeBytes = 0 }) => toComeBytes > MB)).toBe(true)
    },
  )

  it('gives wrong parts, and has a mirror that gives right ones, is not asked for all of it', async () => {
    Object.assign(scene.registry.faults, { ranges: 'refused', cutAfter: 2 * MB })
    const mirror = await FaultyRegistry.start([IMAGE])
    try {
      const mirrors = [`http://${scene.registry.address}`, `http://${mirror.address}`].map((url) => new URL(url))
      scene.life({ registries: [{ ...OWN(scene), mirrors }] })
      await scene.pull(IMAGE)
      await isClean()
      expect(scene.registry.sentBytes + mirror.sentBytes).toBe(ALL)
    } finally {
      await mirror.stop()
    }
  })

  it('sends another content once is asked again', async () => {
    scene.registry.faults.corrupts = 1
    await scene.pull(IMAGE)
    await isClean()
  })

  it.each([
    ['always sends another content', { corrupts: 1000 }],
    ['sends without end', { isEndless: true }],
    ['says another size', { longer: 10 }],
  ])('%s is refused, and nothing of it stays as if it were right', async (_, faults) => {
    Object.assign(scene.registry.faults, faults)
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_REGISTRY_INVALID' })
    expect(has()).toBe(false)
    expect(scene.registry.sentBytes).toBeLessThan(20 * MB)
    Object.assign(scene.registry.faults, { corrupts: 0, isEndless: false, longer: 0 })
    await scene.pull(IMAGE)
    await isClean()
  })

  it('is out of reach for a moment, behind a page of somebody else, is asked again', async () => {
    scene.registry.faults.portal = 1
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.engine.pulled).toEqual([])
    expect(scene.waits.length).toBeGreaterThan(0)
  })

  it('refuses what it has given before is asked again, with another token', async () => {
    Object.assign(scene.registry.faults, { wants: 'token', cutAfter: 1_000_000, forgets: 1 })
    scene.life(scene.knowing())
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.engine.pulled).toEqual([])
    expect(scene.registry.sentBytes).toBe(ALL)
  })

  it('refuses it for good leaves it to the engine', async () => {
    Object.assign(scene.registry.faults, { cutAfter: 1_000_000, forgets: 1000 })
    await scene.pull(IMAGE)
    expect(scene.engine.pulled).toEqual([scene.reference(IMAGE)])
  })

  it('asks for patience gets as much as it asks for', async () => {
    Object.assign(scene.registry.faults, { tooMany: 2, retryAfter: '7' })
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.waits).toEqual([7000, 7000])
  })

  it('asks for patience before the first document gets as much, too', async () => {
    Object.assign(scene.registry.faults, { tooManyManifests: 2, retryAfter: '7' })
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.waits).toEqual([7000, 7000])
  })

  it('asks for more patience than there is ends it', async () => {
    Object.assign(scene.registry.faults, { tooMany: 1, retryAfter: '3600' })
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
  })

  it.each(['token', 'basic'] as const)('wants credentials (%s) gets them', async (wants) => {
    scene.registry.faults.wants = wants
    scene.life(scene.knowing())
    await scene.pull(IMAGE)
    await isClean()
  })

  it.each(['token', 'basic'] as const)(
    'wants credentials (%s) gets those that are a secret of the device',
    async (wants) => {
      scene.registry.faults.wants = wants
      // Whoever signs may give others than the configuration has.
      const [stale] = scene.knowing().registries ?? []
      if (stale !== undefined) scene.life({ registries: [{ ...stale, username: 'somebody' }] })
      scene.secrets.set(`registry.${scene.registry.address.replace(':', '_')}`, `${USER}:${PASSWORD}\n`)
      await scene.pull(IMAGE)
      await isClean()
      expect(scene.engine.pulled).toEqual([])
    },
  )

  it('wants credentials gets none that are for another one', async () => {
    scene.registry.faults.wants = 'basic'
    scene.secrets.set('registry.127.0.0.1_1', `${USER}:${PASSWORD}`)
    await scene.pull(IMAGE)
    expect(scene.engine.pulled).toEqual([scene.reference(IMAGE)])
    expect(scene.registry.seen.map(({ authorization }) => authorization)).toEqual(
      scene.registry.seen.map(() => undefined),
    )
  })

  it('has a mirror that wants credentials: each gets its own', async () => {
    const mirror = await FaultyRegistry.start([IMAGE])
    mirror.faults.wants = 'token'
    scene.registry.faults.wants = 'basic'
    scene.secrets.set(`registry.${mirror.address.replace(':', '_')}`, `${USER}:${PASSWORD}`)
    scene.life({ registries: [{ ...OWN(scene), mirrors: [new URL(`http://${mirror.address}`)] }] })
    await scene.pull(IMAGE)
    await mirror.stop()
    await isClean()
    expect(scene.registry.seen).toEqual([])
  })

  it('wants credentials, and the secret is none: that is told', async () => {
    scene.registry.faults.wants = 'basic'
    const name = `registry.${scene.registry.address.replace(':', '_')}`
    scene.secrets.set(name, 'open sesame')
    await scene.pull(IMAGE)
    expect(scene.log.join()).toContain(`the secret \\"${name}\\" is not \\"user:password\\"`)
    expect(scene.log.join()).not.toContain('open sesame')
  })

  it('lets a token grow old is asked for another, in the middle of a blob', async () => {
    Object.assign(scene.registry.faults, { wants: 'token', tokenUses: 2, cutAfter: 500_000 })
    scene.life(scene.knowing())
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.registry.sentBytes).toBe(ALL)
  })

  it('wants credentials that nobody configured leaves it to the engine, which may have them', async () => {
    scene.registry.faults.wants = 'basic'
    await scene.pull(IMAGE)
    expect(scene.engine.pulled).toEqual([scene.reference(IMAGE)])
  })

  it('has its blobs elsewhere gets no credentials carried there', async () => {
    const cdn = await FaultyRegistry.start([IMAGE])
    Object.assign(scene.registry.faults, { wants: 'token', cdn: `http://${cdn.address}` })
    cdn.faults.cutAfter = 400_000
    scene.life(scene.knowing())
    await scene.pull(IMAGE)
    await isClean()
    await cdn.stop()
    expect(cdn.sentBytes).toBe(ALL)
    expect(cdn.seen.map(({ authorization }) => authorization)).toEqual(cdn.seen.map(() => undefined))
    expect(scene.registry.seen.some(({ authorization }) => authorization?.startsWith('Bearer '))).toBe(true)
  })

  it('has its blobs where a password is wanted gives none to whom that place names', async () => {
    const cdn = await FaultyRegistry.start([IMAGE])
    cdn.faults.wants = 'token'
    Object.assign(scene.registry.faults, { wants: 'token', cdn: `http://${cdn.address}` })
    scene.life(scene.knowing())
    await scene.pull(IMAGE)
    await cdn.stop()
    expect(cdn.seen.length).toBeGreaterThan(0)
    expect(cdn.seen.map(({ authorization }) => authorization)).toEqual(cdn.seen.map(() => undefined))
    expect(scene.engine.pulled).toEqual([scene.reference(IMAGE)])
  })

  it('is gone is told, and the engine is not sent to fetch all again', async () => {
    scene.registry.faults.cutAfter = 1_000_000
    const giving = new AbortController()
    await expect(
      scene.port.pull(scene.reference(IMAGE), ({ doneBytes }) => doneBytes > 500_000 && giving.abort(), giving.signal),
    ).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    await scene.registry.stop()
    scene.life()
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
    expect(scene.engine.pulled).toEqual([])
  })

  it('has a mirror is asked only for what the mirror has not', async () => {
    const mirror = await FaultyRegistry.start([{ ...IMAGE, layers: [BASE] }])
    const [own] = scene.knowing().registries ?? []
    const mirrors = [new URL(`http://${mirror.address}`)]
    scene.life({ registries: own === undefined ? [] : [{ ...own, mirrors }] })
    await scene.pull(IMAGE)
    await mirror.stop()
    await isClean()
    expect([...scene.registry.sent.keys()]).toEqual([APPLICATION.digest])
    expect(mirror.seen.map(({ authorization }) => authorization)).toEqual(mirror.seen.map(() => undefined))
  })
})

describe('the store', () => {
  const giveUpAt = async (bytes: number): Promise<void> => {
    const giving = new AbortController()
    const given = scene.port.pull(
      scene.reference(IMAGE),
      ({ doneBytes }) => doneBytes > bytes && giving.abort(),
      giving.signal,
    )
    await expect(given).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  }

  it('keeps what is half fetched for the next life, and goes without it when nobody wants it', async () => {
    await giveUpAt(1_500_000)
    expect((await scene.files()).some((name) => name.endsWith('.part'))).toBe(true)
    scene.life()
    await scene.port.removeImage(scene.reference(IMAGE))
    expect(await scene.files()).toEqual([])
  })

  it('is rid of what belongs to no image, and of what the engine has, when it is opened', async () => {
    await giveUpAt(1_500_000)
    await writeFile(join(scene.directory, `sha256-${'0'.repeat(64)}.part`), 'left over')
    await writeFile(join(scene.directory, `${'x'.repeat(5)}.draft`), 'left over')
    scene.engine.images.set(scene.reference(IMAGE), [])
    const other = noiseImage([{ name: 'other', bytes: 1000 }])
    scene.registry.hold(other)
    scene.life()
    await scene.pull(other)
    expect(await scene.files()).toEqual([])
  })

  it('fetches again what the disk lost', async () => {
    scene.engine.refuse = () => new HoldfastError('HF_ENGINE_UNAVAILABLE', 'it went away')
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    await writeFile(join(scene.directory, BASE.digest.replace(':', '-')), Buffer.alloc(3 * MB))
    scene.engine.refuse = null
    scene.life()
    await scene.pull(IMAGE)
    await isClean()
    expect(scene.registry.sent.get(BASE.digest)).toBe(6 * MB)
    expect(scene.registry.sent.get(APPLICATION.digest)).toBe(700_001)
  })

  it('fetches nothing for which the engine has no room', async () => {
    scene.engine.freeBytes = 50_000_000
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_SPACE_LOW' })
    expect(scene.registry.sentBytes).toBe(IMAGE.config.bytes.length)
  })

  it('keeps what it has when the disk is full in the middle, and goes on from there once there is room', async () => {
    let left = 2 * MB
    scene.diskAs = (disk) => ({
      ...disk,
      append: async (name, bytes) => {
        const file = await disk.append(name, bytes)
        const write = async (piece: Uint8Array): Promise<void> => {
          // A disk takes what it has room for, and then nothing.
          await file.write(piece.subarray(0, left))
          left -= Math.min(left, piece.length)
          if (left === 0) throw new HoldfastError('HF_SPACE_LOW', 'there is no room for what is fetched')
        }
        return { ...file, write }
      },
    })
    scene.life()
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_SPACE_LOW' })
    await expect(scene.pull(IMAGE)).rejects.toMatchObject({ code: 'HF_SPACE_LOW' })
    expect(scene.engine.pulled).toEqual([])
    const before = scene.registry.sentBytes
    scene.registry.seen.length = 0
    left = 100 * MB
    await scene.pull(IMAGE)
    await isClean()
    const ranges = scene.registry.seen.filter(({ path }) => path.endsWith(BASE.digest)).map(({ range }) => range)
    expect(ranges).toEqual([expect.stringMatching(/^bytes=1[0-9]{6}-$/)])
    expect(scene.registry.sentBytes - before).toBeLessThan(ALL - MB)
  })

  it('leaves it to the engine when its directory cannot be written', async () => {
    await writeFile(scene.directory, 'a file where the directory should be')
    await scene.pull(IMAGE)
    expect(scene.engine.pulled).toEqual([scene.reference(IMAGE)])
  })
})
