/** What each fetch was to cost, what it did cost, and why it went another way, for whoever asks. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { STEP_BYTES } from '../../agent/content/part-rule.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { noiseImage } from './image.ts'
import { Scene } from './scene.ts'

const MB = 1024 * 1024
const IMAGE = noiseImage([
  { name: 'base', bytes: 3 * MB },
  { name: 'application', bytes: MB },
])
const wholeBytes = IMAGE.layers.reduce((sum, { bytes }) => sum + bytes.length, 0)

let scene: Scene
beforeEach(async () => {
  scene = await Scene.of(IMAGE)
})
afterEach(() => scene.close())

it('the plan is known before the first byte of a layer', async () => {
  const asked: string[] = []
  scene.registry.whenAsked = ({ path }) => asked.push(path)
  const seen = await scene.pull(IMAGE)
  const first = seen.find(({ course }) => course !== undefined)
  expect(first?.course).toMatchObject({ way: 'whole', plan: { wholeBytes, missingBytes: wholeBytes }, fallbacks: [] })
  expect(first?.doneBytes).toBe(0)
  expect(asked.length).toBeGreaterThan(3)
})

it('a link that is cut all the time costs no more than was planned', async () => {
  scene.registry.faults.cutAfter = 300_000
  const seen = await scene.pull(IMAGE)
  expect(seen.at(-1)?.course).toMatchObject({ excessBytes: 0, fallbacks: [] })
  expect(scene.log.join()).not.toContain('than was planned')
})

it('nor does a life that goes on with what an earlier one has left', async () => {
  scene.registry.faults.cutAfter = STEP_BYTES + 1000
  const ending = new AbortController()
  scene.registry.whenAsked = ({ range }) => {
    if (range !== undefined) ending.abort()
  }
  await expect(scene.pull(IMAGE, ending.signal)).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  scene.registry.whenAsked = () => {}
  scene.registry.faults.cutAfter = 0
  scene.life()
  const seen = await scene.pull(IMAGE)
  expect(seen.at(-1)?.course?.plan?.missingBytes).toBeLessThan(wholeBytes)
  expect(seen.at(-1)?.course?.excessBytes).toBe(0)
})

/** The first layer comes changed, once. */
function corruptFirst(): void {
  scene.registry.whenAsked = ({ path }) => {
    if (!path.endsWith(IMAGE.layers[0]!.digest)) return
    scene.registry.faults.corrupts = 1
    scene.registry.whenAsked = () => {}
  }
}

it('a layer that has to come again is recorded, and who minds the bytes is asked before the rest comes', async () => {
  corruptFirst()
  const seen = await scene.pull(IMAGE)
  const again = IMAGE.layers[0]!.bytes.length
  expect(seen.at(-1)?.course?.excessBytes).toBe(again)
  const asked = seen.filter(({ toComeBytes = 0 }) => toComeBytes > 0)
  expect(asked).toHaveLength(1)
  expect(asked[0]?.toComeBytes).toBeGreaterThanOrEqual(again)
  expect(asked[0]?.course?.excessBytes).toBe(0)
  expect(scene.log.filter((line) => line.includes('more of an image comes than was planned'))).toHaveLength(1)
})

it('an excess that nobody will pay for ends there', async () => {
  corruptFirst()
  const ending = new AbortController()
  const pull = scene.port.pull(
    scene.reference(IMAGE),
    ({ toComeBytes = 0 }) => {
      if (toComeBytes > 0) ending.abort()
    },
    ending.signal,
  )
  await expect(pull).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  expect(scene.engine.images.size).toBe(0)
  // Of the second time nothing but what was on its way.
  expect(scene.registry.sent.get(IMAGE.layers[0]!.digest)).toBe(IMAGE.layers[0]!.bytes.length)
})

it('so is what a registry sends again because it knows no parts', async () => {
  scene.registry.faults.ignoresRanges = true
  scene.registry.faults.cutAfter = 2 * MB
  scene.registry.whenAsked = ({ range }) => {
    if (range !== undefined) scene.registry.faults.cutAfter = 0
  }
  const seen = await scene.pull(IMAGE)
  expect(seen.at(-1)?.course?.excessBytes).toBeGreaterThan(0)
  expect(seen.some(({ toComeBytes = 0 }) => toComeBytes > 0)).toBe(true)
})

it("so is the engine's own pull, where what came was of no use to it", async () => {
  scene.engine.refuse = () => new HoldfastError('HF_ENGINE_FAILED', 'it cannot')
  const ending = new AbortController()
  const asked: number[] = []
  const pull = scene.port.pull(
    scene.reference(IMAGE),
    ({ toComeBytes = 0 }) => {
      if (toComeBytes === 0) return
      asked.push(toComeBytes)
      ending.abort()
    },
    ending.signal,
  )
  await expect(pull).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  expect(asked).toEqual([wholeBytes])
  expect(scene.engine.pulled).toEqual([])
  await scene.pull(IMAGE)
  expect(scene.engine.pulled).toEqual([scene.reference(IMAGE)])
})

it("the engine's own pull is told of, with what led there", async () => {
  scene.registry.faults.wants = 'basic'
  scene.engine.port.pull = async (image, onProgress) => {
    onProgress({ doneBytes: 5000, totalBytes: 5000, layersDone: 1, layers: 1 })
    scene.engine.images.set(image, [])
  }
  const seen = await scene.pull(IMAGE)
  expect(seen.at(-1)).toMatchObject({
    fetchedBytes: 5000,
    course: { way: 'pull', plan: null, fallbacks: [{ way: '', code: 'HF_REGISTRY_UNAUTHORIZED' }] },
  })
})
