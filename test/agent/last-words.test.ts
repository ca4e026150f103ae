/** What is told of a service that is not well when its time is over: its last lines. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { updateEffectsOn } from '../../agent/effects/update-effects.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import { STEADY } from '../../simulators/engine/behaviour.ts'
import { simulatedImage } from '../../simulators/engine/images.ts'
import { EffectWorld } from './effect-world.ts'

const NEVER = new AbortController().signal
const TEXTS = Array.from({ length: 30 }, (_, at) => `attempt ${at}`)

let box: EffectWorld
let to: ReleaseRef

beforeEach(async () => {
  box = await EffectWorld.open()
  const lines = TEXTS.map((text) => ({ afterMs: 0, text, stderr: false }))
  const image = simulatedImage({
    repository: 'registry.test/web',
    behaviour: { ...STEADY, healthyAfterMs: null, lines },
  })
  const healthcheck = { test: ['CMD', 'true'], startPeriodMs: 3_600_000 }
  to = await box.release({ name: 'app', services: [{ name: 'web', image: box.registry.push(image), healthcheck }] })
})

afterEach(() => box.close())

const goal = () => ({ release: to, mustRun: null, undo: null, adopted: [], stopped: [] })
const late = () => updateEffectsOn(box.world).patience({ ms: 60_000, goal: goal() }, NEVER)

it('of one that never becomes healthy, the last twenty', async () => {
  await box.world.engine.pull((await box.desired(to)).services[0]!.service.image, () => {}, NEVER)
  await box.start(to, 'web')
  const begunMs = box.clock.now().monoMs
  expect(await late()).toEqual(TEXTS.slice(-20))
  expect(box.clock.now().monoMs - begunMs).toBeGreaterThanOrEqual(60_000)
})

it('of one that was never made, none', async () => {
  expect(await late()).toEqual([])
})

it('of an engine that is away, none: it is over all the same', async () => {
  box.cutAfter(0)
  expect(await late()).toEqual([])
})
