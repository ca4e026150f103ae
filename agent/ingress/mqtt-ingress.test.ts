import fc from 'fast-check'
import { Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { configuredTrust } from '../../protocol/check-trust.ts'
import { encode, KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { faultOf } from '../../protocol/errors.ts'
import { generateKey } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { beginAt, walkChain } from '../../protocol/trust-chain.ts'
import type { Watch } from '../../protocol/types.ts'
import type { Delivery } from '../broker-port.ts'
import { settle } from '../virtual-clock.ts'
import { Counters } from './counters.ts'
import { type Inbound, mqttIngress, type Rejection, read } from './mqtt-ingress.ts'

const releaseKey = generateKey('release')
const rolloutKey = generateKey('rollout')
const trusted = [[releaseKey, rolloutKey]] as const
const identity = { device: 'd1', fleet: 'f1' }
const by = { identity, trusted: () => trusted, holds: () => false }
const device = deviceTopics('d1')
const fleet = fleetTopics('f1')

const release = withReleaseId({
  name: 'app',
  services: [{ name: 'web', image: `registry.example/web@sha256:${'a'.repeat(64)}` }],
})
const target = (addressee: object) => seal(KINDS.Target, { epoch: 3, release, ...addressee }, [releaseKey])
const rollout = (name: string) =>
  seal(KINDS.Rollout, { fleet: name, epoch: 3, revision: 1, state: RolloutState.ROLLOUT_STATE_GO, share: 10_000 }, [
    rolloutKey,
  ])
const command = (id: string) => encode(KINDS.Command, { id, identify: {} })

/** An ingress with a broker that hands over whatever the test says. */
function setUp(accept: (inbound: Inbound) => Promise<void> = async () => undefined) {
  const deliveries = new Subject<Delivery>()
  const accepted: Inbound[] = []
  const rejected: Rejection[] = []
  const watched: Watch[] = []
  const failures: unknown[] = []
  const acked: string[] = []
  const left: string[] = []
  const counters = new Counters()
  const subscription = mqttIngress({
    deliveries,
    ...by,
    accept: async (inbound) => {
      await accept(inbound)
      if (inbound.kind === 'trust') {
        const { fault } = walkChain(beginAt(configuredTrust(trusted[0])), inbound.documents, 'f1')
        if (fault !== null) return faultOf(fault)
      }
      accepted.push(inbound)
      return null
    },
    watch: (watch) => watched.push(watch),
    reject: async (rejection) => {
      rejected.push(rejection)
    },
    failed: (error) => failures.push(error),
    counters,
  })
  const deliver = (topic: string, payload: Uint8Array, name = topic, retained = false) =>
    deliveries.next({ topic, payload, retained, ack: () => acked.push(name), leave: () => left.push(name) })
  return { deliver, accepted, watched, rejected, failures, acked, left, counters, subscription }
}

describe('a message from the broker', () => {
  it.each([
    ["the fleet's target", fleet.target, target({ fleet: 'f1' }), { kind: 'target', scope: 'fleet' }],
    ['its own target', device.target, target({ device: 'd1' }), { kind: 'target', scope: 'device' }],
    ['its own target taken away', device.target, new Uint8Array(), { kind: 'target-cleared', scope: 'device' }],
    ["the fleet's rollout", fleet.rollout, rollout('f1'), { kind: 'rollout', rollout: { share: 10_000 } }],
    ['a command', device.command, command('c1'), { kind: 'command', command: { id: 'c1', budgetMs: 60_000 } }],
  ])('is taken and acknowledged: %s', async (_, topic, payload, expected) => {
    const { deliver, accepted, rejected, acked } = setUp()
    deliver(topic, payload)
    await settle()
    expect(rejected).toEqual([])
    expect(accepted).toMatchObject([expected])
    expect(acked).toEqual([topic])
  })

  const otherKey = generateKey('release')
  it.each([
    [
      'a target that a stranger signed',
      fleet.target,
      seal(KINDS.Target, { fleet: 'f1', epoch: 3, release }, [otherKey]),
      'HF_SIGNATURE_INVALID',
    ],
    ['a rollout in the place of a target', fleet.target, rollout('f1'), 'HF_SIGNATURE_INVALID'],
    [
      'a target without a signature',
      fleet.target,
      encode(KINDS.Target, { fleet: 'f1', epoch: 3, release }),
      'HF_SIGNATURE_INVALID',
    ],
    ["another fleet's target on our topic", fleet.target, target({ fleet: 'f2' }), 'HF_TARGET_MISDIRECTED'],
    ["another device's target on our topic", device.target, target({ device: 'd2' }), 'HF_TARGET_MISDIRECTED'],
    ["the fleet's target on the device's topic", device.target, target({ fleet: 'f1' }), 'HF_TARGET_MISDIRECTED'],
    ["another fleet's rollout on our topic", fleet.rollout, rollout('f2'), 'HF_TARGET_MISDIRECTED'],
    ["a message on another fleet's topic", fleetTopics('f2').target, target({ fleet: 'f2' }), 'HF_TARGET_MISDIRECTED'],
    ["a message on another device's topic", deviceTopics('d2').command, command('c1'), 'HF_TARGET_MISDIRECTED'],
    [
      'a well signed target without a release',
      fleet.target,
      seal(KINDS.Target, { fleet: 'f1', epoch: 3 }, [releaseKey]),
      'HF_TARGET_INVALID',
    ],
    ['a command without an id', device.command, encode(KINDS.Command, { identify: {} }), 'HF_COMMAND_INVALID'],
    ['a command that is too large', device.command, new Uint8Array(64 * 1024 + 1), 'HF_WIRE_TOO_LARGE'],
    ['a target that is too large', fleet.target, new Uint8Array(10 * 1024 * 1024), 'HF_WIRE_TOO_LARGE'],
    ['an empty rollout', fleet.rollout, new Uint8Array(), 'HF_SIGNATURE_INVALID'],
    ['a watch without an end', device.watch, encode(KINDS.Watch, { forMs: 300_001 }), 'HF_WIRE_INVALID'],
    ['a watch for no hash', device.watch, encode(KINDS.Watch, { forMs: 1, definitions: ['../x'] }), 'HF_WIRE_INVALID'],
    ['a watch that is none', device.watch, Uint8Array.of(0x08), 'HF_WIRE_MALFORMED'],
    ['a watch that is too large', device.watch, new Uint8Array(4 * 1024 + 1), 'HF_WIRE_TOO_LARGE'],
    ["another device's watch", deviceTopics('d2').watch, encode(KINDS.Watch, { forMs: 1 }), 'HF_TARGET_MISDIRECTED'],
    ['something on a topic of ours to which no device listens', device.report, new Uint8Array(3), 'HF_TOPIC_INVALID'],
    ['something on a topic that is not ours', 'zigbee2mqtt/lamp', new Uint8Array(3), 'HF_TOPIC_INVALID'],
  ])('is refused, counted and acknowledged: %s', async (_, topic, payload, code) => {
    const { deliver, accepted, rejected, acked, counters } = setUp()
    deliver(topic, payload)
    await settle()
    expect(accepted).toEqual([])
    expect(rejected).toMatchObject([{ topic, size: payload.byteLength, fault: { code } }])
    expect(acked).toEqual([topic])
    expect(counters.all()).toEqual({ 'mqtt.received': 1, [`mqtt.rejected.${code}`]: 1 })
  })

  it('that is a watch goes past the journal, and is acknowledged', async () => {
    const { deliver, accepted, watched, rejected, acked } = setUp()
    deliver(device.watch, encode(KINDS.Watch, { forMs: 300_000, definitions: ['0'.repeat(64)] }))
    await settle()
    expect(watched).toEqual([{ forMs: 300_000, definitions: ['0'.repeat(64)] }])
    expect([accepted, rejected]).toEqual([[], []])
    expect(acked).toEqual([device.watch])
  })

  it('that is a watch which the broker has kept is refused: it would begin at every connection', async () => {
    const { deliver, watched, rejected } = setUp()
    deliver(device.watch, encode(KINDS.Watch, { forMs: 1000 }), device.watch, true)
    await settle()
    expect(watched).toEqual([])
    expect(rejected).toMatchObject([{ fault: { code: 'HF_WIRE_INVALID' } }])
  })

  it('that asks for something newer than this agent is refused with its id, so that it can be answered', async () => {
    const { deliver, rejected } = setUp()
    // Field 1 = "new-1", field 999 = varint 1.
    deliver(device.command, Uint8Array.from([0x0a, 5, ...Buffer.from('new-1'), 0xb8, 0x3e, 0x01]))
    await settle()
    expect(rejected).toMatchObject([{ commandId: 'new-1', fault: { code: 'HF_COMMAND_UNKNOWN' } }])
  })

  it('is not acknowledged before it is on disk', async () => {
    let written = (): void => undefined
    const { deliver, acked } = setUp(() => new Promise((resolve) => (written = resolve)))
    deliver(device.command, command('c1'))
    await settle()
    expect(acked).toEqual([])
    written()
    await settle()
    expect(acked).toHaveLength(1)
  })

  it('is not acknowledged when the store fails, and the next one is handled', async () => {
    let full = true
    const { deliver, accepted, acked, left, counters, failures } = setUp(async () => {
      if (full) throw new Error('disk full')
    })
    deliver(device.command, command('c1'), 'first')
    await settle()
    full = false
    deliver(device.command, command('c1'), 'again')
    await settle()
    expect([acked, left]).toEqual([['again'], ['first']])
    expect(accepted).toHaveLength(1)
    expect(failures).toMatchObject([{ message: 'disk full' }])
    expect(counters.get('mqtt.unsaved')).toBe(1)
  })

  it('waits for those before it; more than 32 do not wait, are counted and stay with the broker', async () => {
    const written: (() => void)[] = []
    const { deliver, accepted, acked, counters } = setUp(() => new Promise((resolve) => written.push(resolve)))
    for (let n = 0; n < 40; n += 1) deliver(device.command, command(`c${n}`), `c${n}`)
    await settle()
    expect(written).toHaveLength(1)
    for (let n = 0; n < 40; n += 1) {
      written[n]?.()
      await settle()
    }
    expect(accepted).toHaveLength(32)
    expect(acked).toEqual(Array.from({ length: 32 }, (_, n) => `c${n}`))
    expect(counters.all()).toEqual({ 'mqtt.dropped': 8, 'mqtt.received': 32 })
    deliver(device.command, command('c32'), 'again')
    await settle()
    written[32]?.()
    await settle()
    expect(acked.at(-1)).toBe('again')
  })
})

describe('any bytes', () => {
  const topics = [...Object.values(device), ...Object.values(fleet), 'x', '']

  it('on any topic are taken or refused, and acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...topics),
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        async (topic, bytes) => {
          const { deliver, accepted, watched, rejected, acked, failures, subscription } = setUp()
          deliver(topic, bytes)
          await settle()
          expect(acked).toHaveLength(1)
          expect(failures).toEqual([])
          // Only commands and watches are not signed.
          if (topic !== device.command) expect(accepted).toEqual([])
          expect(accepted.length + watched.length + rejected.length).toBe(1)
          subscription.unsubscribe()
        },
      ),
      { numRuns: 300 },
    )
  })

  const good = target({ fleet: 'f1' })

  it('that are the beginning of a signed target are refused, at every length', () => {
    for (let length = 1; length < good.byteLength; length += 1)
      expect(() => read(fleet.target, good.subarray(0, length), by)).toThrow(
        expect.objectContaining({ name: 'HoldfastError', code: expect.stringMatching(/^HF_(SIGNATURE|WIRE)_/) }),
      )
  })

  it('that are a signed target with one bit turned over are refused, whichever bit', () => {
    for (let bit = 0; bit < good.byteLength * 8; bit += 1) {
      const bent = Uint8Array.from(good)
      bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => read(fleet.target, bent, by), `bit ${bit}`).toThrow(
        expect.objectContaining({ name: 'HoldfastError', code: expect.stringMatching(/^HF_(SIGNATURE|WIRE)_/) }),
      )
    }
  })
})
