/** What is tidied away after each update, and what stays for the next delta to be made from. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { tidy } from '../../agent/effects/tidy.ts'
import { FRESH_INTENT, type ReleaseRef } from '../../machines/intent.ts'
import { tidyingOf } from '../../machines/update-context.ts'
import { EffectWorld } from '../agent/effect-world.ts'
import type { Built } from '../rig/images.ts'
import { noiseImage } from './image.ts'
import { publishDelta } from './publish-delta.ts'
import { Scene } from './scene.ts'

const releasing = (at: number): Built =>
  noiseImage([
    { name: 'base', bytes: 200_000 },
    { name: 'application', bytes: 600_000 + at * 5000 },
  ])
const [FIRST, SECOND, THIRD, FOURTH] = [releasing(0), releasing(1), releasing(2), releasing(3)] as const
const IMAGES = [FIRST, SECOND, THIRD, FOURTH]

let scene: Scene
let box: EffectWorld
let current: ReleaseRef | null
let previous: ReleaseRef | null
beforeEach(async () => {
  scene = await Scene.of(...IMAGES)
  box = await EffectWorld.open()
  current = null
  previous = null
  Object.assign(scene.engine.port, {
    listContainers: async () => [],
    listNetworks: async () => [],
  })
})
afterEach(async () => {
  await box.close()
  await scene.close()
})

/** An update to it, and what is done at its end. @returns the way it came */
async function updateTo(image: Built): Promise<string | undefined> {
  await scene.pull(image)
  previous = current
  current = await box.release({ name: 'app', services: [{ name: 'web', image: scene.reference(image) }] })
  await tidied()
  return scene.plans.at(-1)?.way
}

const tidied = () =>
  tidy({ ...box.world, engine: scene.port }, tidyingOf({ intent: { ...FRESH_INTENT, current, previous } }))
const held = () => IMAGES.filter((image) => scene.engine.images.has(scene.reference(image)))

it('one that follows the other comes by a delta each time, and no more than two of them stay', async () => {
  expect(await updateTo(FIRST)).toBe('whole')
  for (const [old, fresh] of [
    [FIRST, SECOND],
    [SECOND, THIRD],
    [THIRD, FOURTH],
  ] as const) {
    await publishDelta(scene, old, fresh)
    expect(await updateTo(fresh)).toBe('delta')
    expect(held()).toEqual([old, fresh])
    // Of deltas and old layers nothing stays.
    expect(await scene.files()).toEqual([])
  }
})

it('the one before the last is good for a delta too, as long as it is a way back', async () => {
  for (const image of [FIRST, SECOND]) await updateTo(image)
  await publishDelta(scene, FIRST, THIRD)
  expect(await updateTo(THIRD)).toBe('delta')
})

it('one that is tidied away is not: only the layers that are lacking come, and the plan says why', async () => {
  for (const image of [FIRST, SECOND, THIRD]) await updateTo(image)
  await publishDelta(scene, FIRST, FOURTH)
  expect(await updateTo(FOURTH)).toBe('missing')
  expect(scene.plans.at(-1)).toMatchObject({ deltaBytes: null, why: 'there is none' })
})

it('a way back that goes while its delta comes costs one more try, and is told', async () => {
  for (const image of [FIRST, SECOND]) await updateTo(image)
  const { deltas } = await publishDelta(scene, FIRST, THIRD)
  scene.registry.whenAsked = ({ path }) => {
    if (deltas.some((digest) => path.endsWith(digest))) scene.engine.images.delete(scene.reference(FIRST))
  }
  scene.engine.contents.delete(FIRST.layers[1]!.digest)
  const seen = await scene.pull(THIRD)
  expect(scene.engine.images.has(scene.reference(THIRD))).toBe(true)
  expect(seen.at(-1)?.course).toMatchObject({ way: 'missing', fallbacks: [{ way: 'delta' }] })
})

it('tidying does not take away what is half fetched of the next', async () => {
  await updateTo(FIRST)
  await updateTo(SECOND)
  await publishDelta(scene, SECOND, THIRD)
  scene.registry.faults.blobStatus = 503
  scene.registry.whenAsked = ({ path }) => {
    if (path.includes('/blobs/')) scene.registry.faults.blobStatus = path.endsWith(THIRD.config.digest) ? 0 : 503
  }
  await expect(scene.pull(THIRD)).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
  const before = await scene.files()
  expect(before.length).toBeGreaterThan(0)
  await tidied()
  expect(await scene.files()).toEqual(before)
  scene.registry.whenAsked = () => {}
  scene.registry.faults.blobStatus = 0
  expect(await updateTo(THIRD)).toBe('delta')
})
