/** Whole devices that get their releases on a medium: the same checks, and no broker or registry needed. */
import { describe, expect, it } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import {
  type Application,
  application,
  FLEET,
  KEYS,
  keyOf,
  signedRollout,
  signedTarget,
} from '../../simulators/crash/application.ts'
import { chainTo, KEYS_OF } from '../../simulators/crash/trust-chain.ts'
import { bundleOf, MemoryMedium } from '../../simulators/device/memory-medium.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'

const V1 = application('v1', { web: { health: true } })
const V2 = application('v2', { web: { health: true, tag: 'two' } })
const SICK = application('v3', { web: { health: true, tag: 'sick', behaviour: { healthyAfterMs: null } } })
const topics = fleetTopics(FLEET)
const USB = '/media/shop.tar'

type Messages = { topic: string; payload: Uint8Array }[]
const messagesOf = (epoch: number, app: Application, keys = KEYS): Messages => [
  { topic: topics.rollout, payload: signedRollout(epoch, 1, 'go') },
  { topic: topics.target, payload: signedTarget(epoch, app, null, { fleet: FLEET }, keys) },
]
const bundle = (epoch: number, app: Application, messages = messagesOf(epoch, app)) => bundleOf(messages, app.images)

/** A device with v1, whose broker and registry are away from then on. */
async function rig({ registry: hasRegistry = false } = {}) {
  const clock = new VirtualClock()
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of [...V1.images, ...V2.images, ...SICK.images]) registry.push(image)
  const engine = new SimulatedEngine({ clock, registry, seed: 'd1' })
  const medium = new MemoryMedium()
  const parts = { identity: { device: 'd1', fleet: FLEET }, trusted: KEYS, clock, broker, engine, medium }
  const device = new SimulatedDevice(parts)
  const states: string[] = []
  device.boot()
  const watch = async () =>
    (await device.agent)?.transitions.subscribe(({ machine, to }) => machine === 'update' && states.push(to))
  await watch()
  for (const { topic, payload } of messagesOf(1, V1)) broker.publish(topic, payload, { retain: true })
  await clock.advance(60_000)
  broker.online = false
  if (!hasRegistry) registry.fail('registry.test', 'unreachable')
  states.length = 0
  return {
    clock,
    broker,
    registry,
    engine,
    medium,
    device,
    states,
    watch,
    word: () => medium.words.get(USB),
    /** What a start would begin with. */
    kept: async () => {
      const { checkpoints, documents } = await (await openStore(device.disk.clone().open())).load()
      return { documents, checkpoints: ['update', 'bundle', 'trust'].map((name) => checkpoints.get(name)?.body) }
    },
  }
}

describe('a device without broker and registry', () => {
  it('takes a bundle, and commits it without contact: it cannot have been cut off by it', async () => {
    const { clock, medium, word, states } = await rig()
    medium.put(USB, await bundle(2, V2))
    await clock.advance(120_000)
    expect(word()).toMatchObject({ device: 'd1', epoch: 2, outcome: 'committed' })
    expect(states).toContain('fetching.pulling')
    expect(states.at(-1)).toBe('idle.steady')
  })

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['that is no archive', () => Buffer.alloc(4096, 7), 'HF_BUNDLE_INVALID'],
    ['that is cut short', async () => (await bundle(2, V2)).subarray(0, -1500), 'HF_BUNDLE_INVALID'],
    [
      'of which a layer was changed',
      async () => {
        const bytes = await bundle(2, V2)
        const at = bytes.lastIndexOf('web:two')
        return bytes.fill('X', at, at + 1)
      },
      'HF_BUNDLE_INVALID',
    ],
    ['without the image', () => bundleOf(messagesOf(2, V2), V1.images), 'HF_BUNDLE_INVALID'],
    ['without a target', () => bundleOf(messagesOf(2, V2).slice(0, 1), V2.images), 'HF_BUNDLE_INVALID'],
    [
      'of a lower epoch',
      () =>
        bundle(0, V2, [
          { topic: topics.target, payload: seal(KINDS.Target, { fleet: FLEET, epoch: 1, release: V2.release }, KEYS) },
        ]),
      'HF_EPOCH_STALE',
    ],
    ['that others have signed', () => bundle(2, V2, messagesOf(2, V2, [keyOf('release', 9)])), 'HF_SIGNATURE_INVALID'],
    [
      'for another fleet',
      async () =>
        bundle(2, V2, [{ topic: fleetTopics('other').target, payload: signedTarget(2, V2, null, { fleet: 'other' }) }]),
      'HF_TARGET_MISDIRECTED',
    ],
    [
      'for another fleet under the own topic',
      async () => bundle(2, V2, [{ topic: topics.target, payload: signedTarget(2, V2, null, { fleet: 'other' }) }]),
      'HF_TARGET_MISDIRECTED',
    ],
  ])('refuses one %s, and changes nothing', async (_, make, code) => {
    const { clock, medium, word, states, kept } = await rig()
    const before = await kept()
    medium.put(USB, await make())
    await clock.advance(60_000)
    expect(word()).toMatchObject({ outcome: 'refused', code })
    expect(states).toEqual([])
    expect(await kept()).toEqual(before)
  })

  it('waits for a medium that was taken away while it is read, and goes on when it is back', async () => {
    const { clock, medium, word, states } = await rig()
    const whole = await bundle(2, V2)
    medium.put(USB, whole)
    const read = medium.read.bind(medium)
    medium.read = async (path, offset, length) => {
      if (states.includes('fetching.pulling')) medium.isAway = true
      return read(path, offset, length)
    }
    await clock.advance(60_000)
    expect(states.at(-1)).toBe('fetching.backingOff')
    medium.read = read
    medium.isAway = false
    await clock.advance(120_000)
    expect(word()).toMatchObject({ outcome: 'committed' })
  })

  it.each(['fetching', 'switching', 'proving'])(
    'resumes after a power cut in %s, with the medium away for a while',
    async (phase) => {
      const { clock, medium, word, states, device, watch } = await rig()
      medium.put(USB, await bundle(2, V2))
      for (let steps = 0; !states.some((state) => state.startsWith(phase)) && steps < 10_000; steps++)
        await clock.advance(10)
      expect(states.at(-1)).toMatch(new RegExp(`^${phase}`))
      device.powerCut(dropped)
      medium.isAway = true
      await clock.advance(5_000)
      device.boot()
      await watch()
      await clock.advance(60_000)
      medium.isAway = false
      await clock.advance(200_000)
      expect(word()).toMatchObject({ outcome: 'committed' })
    },
  )

  it('goes back from one that is not healthy, and says so', async () => {
    const { clock, medium, word, states } = await rig()
    medium.put(USB, await bundle(2, SICK))
    await clock.advance(300_000)
    expect(word()).toMatchObject({ outcome: 'failed', code: 'HF_HEALTH_FAILED' })
    expect(states.at(-1)).toBe('idle.steady')
    // The same again is not tried again.
    states.length = 0
    medium.put(USB, await bundle(2, SICK))
    await clock.advance(60_000)
    expect(word()).toMatchObject({ outcome: 'failed' })
    expect(states.filter((state) => state.startsWith('switching'))).toEqual([])
  })

  it('takes the keys that come with it', async () => {
    const { clock, medium, word } = await rig()
    medium.put(
      USB,
      await bundle(2, V2, [{ topic: topics.trust, payload: chainTo(1) }, ...messagesOf(2, V2, KEYS_OF[1])]),
    )
    await clock.advance(120_000)
    expect(word()).toMatchObject({ outcome: 'committed' })
  })
})

describe('a device whose broker comes back before the end', () => {
  it('has to reach it with the new release, as ever', async () => {
    const { clock, medium, word, broker, states } = await rig()
    medium.put(USB, await bundle(2, V2))
    const read = medium.read.bind(medium)
    medium.read = async (path, offset, length) => {
      if (states.at(-1) === 'fetching.pulling') medium.isAway = true
      return read(path, offset, length)
    }
    await clock.advance(30_000)
    expect(states.at(-1)).toBe('fetching.backingOff')
    broker.online = true
    await clock.advance(600_000)
    expect(broker.isConnected('d1')).toBe(true)
    medium.read = read
    medium.isAway = false
    for (let steps = 0; !states.some((state) => state.startsWith('proving')) && steps < 10_000; steps++)
      await clock.advance(10)
    broker.online = false
    await clock.advance(600_000)
    expect(word()).toMatchObject({ outcome: 'failed', code: 'HF_CONTACT_TIMEOUT' })
  })
})

it('an image that the medium gives otherwise than it was looked at comes from the registry, and that is told', async () => {
  const { clock, medium, word, states } = await rig({ registry: true })
  medium.put(USB, await bundle(2, V2))
  const read = medium.read.bind(medium)
  medium.read = async (path, offset, length) => {
    const bytes = Buffer.from(await read(path, offset, length))
    return states.includes('fetching.pulling') && length > 40 && length < 512 ? bytes.fill(0, 0, 1) : bytes
  }
  for (let steps = 0; !states.some((state) => state.startsWith('staging')) && steps < 10_000; steps++)
    await clock.advance(10)
  expect(word()).toMatchObject({ outcome: 'taken', code: expect.stringMatching(/^HF_(?:IMAGE|BUNDLE)_INVALID$/) })
  await clock.advance(120_000)
  expect(word()).toMatchObject({ outcome: 'committed' })
})
