/** What is told of a service that is not well when its time is over: its last lines. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BrokerPort } from '../../agent/broker-port.ts'
import { answerLogs } from '../../agent/effects/answer-logs.ts'
import { updateEffectsOn } from '../../agent/effects/update-effects.ts'
import type { CommandFact } from '../../machines/commands.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
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

/** What a `logs` command is answered with. */
async function ask(args: CommandFact['args']) {
  const published: string[] = []
  const broker = {
    publish: async (_: string, payload: Uint8Array) => {
      published.push(...decode(KINDS.Log, payload).lines.map(({ text }) => text))
    },
  } as unknown as BrokerPort
  const { engine, clock, device, failedLogs } = box.world
  const answer = await answerLogs({ engine, clock, device, failedLogs, broker }, box.command('logs', args), NEVER)
  return { published, answer }
}

it('of one that never becomes healthy, the last twenty', async () => {
  await box.world.engine.pull((await box.desired(to)).services[0]!.service.image, () => {}, NEVER)
  await box.start(to, 'web')
  const begunMs = box.clock.now().monoMs
  expect(await late()).toEqual(TEXTS.slice(-20))
  expect(box.clock.now().monoMs - begunMs).toBeGreaterThanOrEqual(60_000)
})

it('and more of them are kept, in the next life too, and told on request', async () => {
  await box.world.engine.pull((await box.desired(to)).services[0]!.service.image, () => {}, NEVER)
  await box.start(to, 'web')
  await late()
  const [container] = await box.world.engine.listContainers('box')
  await box.world.engine.removeContainer(container!.id)
  await box.nextLifeFromDisk()
  expect(box.failedLogs.all()).toMatchObject([{ service: 'web', container: container!.id, release: to.releaseId }])
  expect(box.failedLogs.all()[0]!.entries.map(({ text }) => text)).toEqual(TEXTS)

  const { published, answer } = await ask({ failed: true, tail: 1_000 })
  expect(answer).toMatchObject({ outcome: 'ok', message: expect.stringMatching(/^web failed in sha256:\w{12} at 20/) })
  expect(published).toEqual(TEXTS)
  expect((await ask({ failed: true, tail: 2, service: 'web' })).published).toEqual(TEXTS.slice(-2))
  expect((await ask({ failed: true, service: 'db' })).answer).toMatchObject({
    outcome: 'refused',
    message: 'no logs are kept: no such service has failed in an update',
  })
})

it('of one that is held only the last twenty: it stays as it is', async () => {
  await box.world.engine.pull((await box.desired(to)).services[0]!.service.image, () => {}, NEVER)
  await box.start(to, 'web')
  const held = { ...goal(), mustRun: [] }
  expect(await updateEffectsOn(box.world).patience({ ms: 60_000, goal: held }, NEVER)).toEqual(TEXTS.slice(-20))
  expect(box.failedLogs.all()).toEqual([])
})

it('of one that was never made, none', async () => {
  expect(await late()).toEqual([])
})

it('of an engine that is away, none: it is over all the same', async () => {
  box.cutAfter(0)
  expect(await late()).toEqual([])
})
