/** Whole devices, and keys that are rotated: in whatever order things come, what counts in the end is the chain. */
import { describe, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { addSignatures, seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { chainTo, KEYS_OF } from '../../simulators/crash/trust-chain.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped, MemoryDisk } from '../../storage/memory-kv.ts'

const V1 = application('v1', { web: { health: true } })
const V2 = application('v2', { web: { health: true, tag: 'two' } })
const topics = fleetTopics(FLEET)
const HOUR_MS = 3_600_000

function rig() {
  const clock = new VirtualClock()
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of [...V1.images, ...V2.images]) registry.push(image)
  const engine = new SimulatedEngine({ clock, registry, seed: 'd1' })
  const parts = { identity: { device: 'd1', fleet: FLEET }, trusted: KEYS, clock, broker, engine }
  const device = new SimulatedDevice(parts)
  const retain = (topic: string, bytes: Uint8Array) => broker.publish(topic, bytes, { retain: true })
  return {
    clock,
    broker,
    device,
    parts,
    retain,
    rollout: (epoch: number, revision: number, freshForMs = 0) =>
      retain(topics.rollout, freshRollout(epoch, revision, freshForMs)),
    /** What the operator sees once a minute is over. */
    seen: async () => {
      await clock.advance(60_000)
      const report = decode(KINDS.Report, broker.retained(deviceTopics('d1').report) ?? new Uint8Array())
      const blockers = report.blockers.map(({ kind, code, message }) => ({ kind, code, message }))
      return { version: report.current?.version ?? null, trust: report.trustVersion, blockers }
    },
  }
}

function freshRollout(epoch: number, revision: number, freshForMs: number): Uint8Array {
  const state = RolloutState.ROLLOUT_STATE_GO
  return seal(KINDS.Rollout, { fleet: FLEET, epoch, revision, state, share: 10_000, freshForMs }, KEYS)
}

const target = (epoch: number, app: typeof V1, version = 0) =>
  signedTarget(epoch, app, null, { fleet: FLEET }, KEYS_OF[version])

describe('a device whose keys are rotated', () => {
  it('takes what the new key signs, refuses the old one and says why, and keeps what runs', async () => {
    const { device, retain, seen } = rig()
    device.boot()
    retain(topics.rollout, signedRollout(1, 1, 'go'))
    retain(topics.target, target(1, V1))
    expect(await seen()).toEqual({ version: 'v1', trust: 0, blockers: [] })

    retain(topics.trust, chainTo(1))
    expect(await seen()).toEqual({ version: 'v1', trust: 1, blockers: [] })

    retain(topics.rollout, signedRollout(2, 1, 'go'))
    retain(topics.target, target(2, V2))
    const refused = {
      kind: 'refused',
      code: 'HF_SIGNATURE_INVALID',
      message: expect.stringContaining('trust version 1'),
    }
    expect(await seen()).toEqual({ version: 'v1', trust: 1, blockers: [refused] })

    retain(topics.target, target(2, V2, 1))
    expect(await seen()).toEqual({ version: 'v2', trust: 1, blockers: [] })
  })

  const messages = {
    trust: [topics.trust, chainTo(1)],
    rollout: [topics.rollout, signedRollout(1, 1, 'go')],
    target: [topics.target, target(1, V1, 1)],
    old: [topics.target, target(1, V1)],
  } as const
  const orders = (last: 'target' | 'old') =>
    (['trust', 'rollout', last] as const).flatMap((first, _, all) =>
      all
        .filter((name) => name !== first)
        .map((second) => [first, second, all.find((n) => n !== first && n !== second)]),
    )

  it.each([...orders('target'), ...orders('old')].map((order) => [order.join(', '), order] as const))(
    'ends the same, in whatever order it hears: %s',
    async (_, order) => {
      const { device, broker, clock, retain, seen } = rig()
      device.boot()
      await clock.advance(1_000)
      for (const name of order) retain(...(messages[name as keyof typeof messages] as readonly [string, Uint8Array]))
      const end = order.includes('old')
        ? { version: null, trust: 1, blockers: [expect.objectContaining({ code: 'HF_SIGNATURE_INVALID' })] }
        : { version: 'v1', trust: 1, blockers: [] }
      expect(await seen()).toEqual(end)
      device.powerCut(dropped)
      await clock.advance(1_000)
      device.boot()
      expect(await seen()).toEqual(end)
      expect(broker.retained(topics.trust)).toBeDefined()
    },
  )

  it('keeps to the chain that it has when an older one, another one or none comes, also after a cut', async () => {
    const { device, clock, retain, seen } = rig()
    device.boot()
    retain(topics.trust, chainTo(2))
    expect(await seen()).toMatchObject({ trust: 2, blockers: [] })
    device.powerCut(dropped)
    retain(topics.trust, chainTo(1))
    await clock.advance(1_000)
    device.boot()
    const stale = { kind: 'refused', code: 'HF_TRUST_STALE', message: expect.stringContaining('ends at version 1') }
    expect(await seen()).toEqual({ version: null, trust: 2, blockers: [stale] })
    retain(topics.trust, chainTo(2))
    expect(await seen()).toMatchObject({ trust: 2, blockers: [] })
  })

  it('begins again from its configuration when its store is lost, and refuses epochs as before while it is not', async () => {
    const { device, parts, retain, seen, clock } = rig()
    device.boot()
    retain(topics.trust, chainTo(1))
    retain(topics.rollout, signedRollout(3, 1, 'go'))
    retain(topics.target, target(3, V2, 1))
    expect(await seen()).toMatchObject({ version: 'v2', trust: 1 })
    retain(topics.trust, chainTo(2))
    retain(topics.target, target(2, V1, 2))
    const stale = {
      kind: 'refused',
      code: 'HF_EPOCH_STALE',
      message: 'epoch 2 is lower than 3, which was taken before',
    }
    expect(await seen()).toEqual({ version: 'v2', trust: 2, blockers: [stale] })

    device.powerCut(dropped)
    await clock.advance(1_000)
    const another = new SimulatedDevice({ ...parts, disk: new MemoryDisk(), boots: 1 })
    retain(topics.target, target(4, V1, 2))
    retain(topics.rollout, signedRollout(4, 1, 'go'))
    another.boot()
    expect(await seen()).toMatchObject({ version: 'v1', trust: 2, blockers: [] })
  })

  it('takes a target that others have signed again as the one that it has', async () => {
    const { device, retain, seen } = rig()
    device.boot()
    retain(topics.rollout, signedRollout(1, 1, 'go'))
    retain(topics.target, target(1, V1))
    expect(await seen()).toMatchObject({ version: 'v1', blockers: [] })
    retain(topics.trust, chainTo(1))
    retain(topics.target, addSignatures(KINDS.Target, target(1, V1), KEYS_OF[1] ?? []))
    expect(await seen()).toEqual({ version: 'v1', trust: 1, blockers: [] })
  })
})

describe('a device that is kept from the news', () => {
  const STALE = { kind: 'freshness', code: '', message: expect.stringContaining('higher revision') }

  it('says so, runs on, and takes nothing new, until it hears something newer', async () => {
    const { device, clock, retain, rollout, seen } = rig()
    device.boot()
    rollout(1, 1, 2 * HOUR_MS)
    retain(topics.target, target(1, V1))
    expect(await seen()).toEqual({ version: 'v1', trust: 0, blockers: [] })
    await clock.advance(HOUR_MS)
    // The same word again is no news.
    rollout(1, 1, 2 * HOUR_MS)
    expect(await seen()).toMatchObject({ blockers: [] })
    await clock.advance(HOUR_MS)
    expect(await seen()).toEqual({ version: 'v1', trust: 0, blockers: [STALE] })
    rollout(1, 2, 2 * HOUR_MS)
    expect(await seen()).toEqual({ version: 'v1', trust: 0, blockers: [] })

    rollout(2, 1, HOUR_MS)
    await clock.advance(2 * HOUR_MS)
    retain(topics.target, target(2, V2))
    expect(await seen()).toEqual({ version: 'v1', trust: 0, blockers: [STALE] })
    rollout(2, 2, HOUR_MS)
    expect(await seen()).toEqual({ version: 'v2', trust: 0, blockers: [] })
  })

  it('counts on when only its agent was killed, and begins anew after a boot', async () => {
    const { device, clock, retain, rollout, seen } = rig()
    device.boot()
    rollout(1, 1, 2 * HOUR_MS)
    retain(topics.target, target(1, V1))
    await clock.advance(HOUR_MS)
    device.kill()
    device.startAgent()
    await clock.advance(HOUR_MS)
    expect(await seen()).toMatchObject({ version: 'v1', blockers: [STALE] })
    device.powerCut(dropped)
    await clock.advance(1_000)
    device.boot()
    expect(await seen()).toMatchObject({ version: 'v1', blockers: [] })
    await clock.advance(2 * HOUR_MS)
    expect(await seen()).toMatchObject({ version: 'v1', blockers: [STALE] })
  })
})
