/** A whole device with two links: from the preferred one that reaches nothing to the other, and back. */
import { BehaviorSubject } from 'rxjs'
import { expect, it } from 'vitest'
import { around } from '../../agent/around.ts'
import { networkManager } from '../../agent/network/network-manager.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { decode, KINDS, type Loose } from '../../protocol/codec.ts'
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { attachBroker } from '../../simulators/broker/memory-broker-port.ts'
import { application, DEVICE, FLEET, KEYS, signedRollout } from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { SimulatedManager } from '../../simulators/network/simulated-manager.ts'
import { SITE } from '../../simulators/network/site.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'

const MINUTE = 60_000
const LOST_MS = 15_000
const DEVICES = ['eth0', 'eth1'] as const
const APP = application('v1', { web: {} })

const MODEM = { state: 'connected', registration: 'home', operator: 'Example', technology: 'lte', qualityPercent: 62 }

const link = (name: (typeof DEVICES)[number], address: string, more: object = {}) => ({
  name,
  interface: name,
  ethernet: {},
  ipv4: { method: IpMethod.IP_METHOD_STATIC, addresses: [`${address}/24`], gateway: '10.9.0.1', dns: ['10.9.0.1'] },
  ipv6: { method: IpMethod.IP_METHOD_OFF },
  ...more,
})
const CONFIG: Loose<NetworkConfig> = {
  links: [link('eth0', '10.9.0.20'), link('eth1', '10.9.0.21', { priority: 500, metered: Metered.METERED_YES })],
  failover: { afterMs: MINUTE, backAfterMs: 5 * MINUTE },
}

async function world() {
  const clock = new VirtualClock({ seed: 'failover' })
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of APP.images) registry.push(image)
  const manager = new SimulatedManager({ site: { ...SITE, devices: [...DEVICES] }, own: [], clock })
  /** Cables that lead nowhere, although they are plugged in. */
  const dead = new Set<string>()
  /** Cables that are not. */
  const pulled = new Set<string>()
  const facts = (): LinkFact[] =>
    DEVICES.map((name) => {
      const profile = pulled.has(name) ? undefined : manager.on(name)
      return {
        name,
        kind: name === 'eth1' ? 'cellular' : 'ethernet',
        isUp: !pulled.has(name),
        addresses: profile === undefined ? [] : [`${profile.address}/24`],
        defaultMetrics: profile === undefined ? [] : [manager.metric(name)],
        gateway: profile?.gateway ?? '',
      }
    })
  const links = new BehaviorSubject(facts())
  const used = (): string =>
    facts()
      .filter(({ defaultMetrics }) => defaultMetrics.length > 0)
      .toSorted((a, b) => a.defaultMetrics[0]! - b.defaultMetrics[0]!)[0]?.name ?? ''
  const reaches = (): boolean => !dead.has(used())
  const gated = around(broker, {
    connect: (...args: Parameters<MemoryBroker['connect']>) => (reaches() ? broker.connect(...args) : null),
    take: (...args: Parameters<MemoryBroker['take']>) => {
      if (reaches()) return broker.take(...args)
      clock.schedule(LOST_MS, () => broker.cut())
      return false
    },
  })
  const device = new SimulatedDevice({
    identity: { device: DEVICE, fleet: FLEET },
    trusted: KEYS,
    clock,
    engine: new SimulatedEngine({ clock, registry, seed: DEVICE }),
    network: () => ({
      links: { links: () => links, read: async () => null },
      reach: null,
      modems: { read: async () => [{ interfaces: ['eth1'], reading: MODEM }] },
      looks: { look: async (name) => !dead.has(name) },
      brokerUrl: '',
      localAddress: async () => null,
      backend: networkManager({
        files: manager.files,
        programs: {
          run: async (...args) => {
            const said = await manager.programs.run(...args)
            links.next(facts())
            return said
          },
        },
        warn: () => {},
      }),
    }),
    broker: (wires, own) => attachBroker({ broker: gated, clientId: DEVICE, clock: own, ...wires }),
  })
  device.boot()
  const target = { fleet: FLEET, epoch: 1, release: APP.release, policy: APP.policy, network: CONFIG }
  broker.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), { retain: true })
  broker.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), { retain: true })
  await clock.advance(10 * MINUTE)
  return {
    clock,
    broker,
    dead,
    plug(name: string, isIn: boolean) {
      if (isIn) pulled.delete(name)
      else pulled.add(name)
      links.next(facts())
    },
    manager,
    used,
    report: () => decode(KINDS.Report, broker.retained(deviceTopics(DEVICE).report)!),
  }
}

it('goes by the other link within the stated time, counts its bytes for that one, and comes back when the first holds', async () => {
  const { clock, broker, dead, used, report, manager } = await world()
  expect(report().networkChange?.state).toBe('confirmed')
  expect(report().network).toMatchObject({ main: 'eth0', internet: 'reachable' })
  expect(report().usage).toMatchObject({ metered: false })

  dead.add('eth0')
  broker.cut()
  await clock.advance(3 * MINUTE)
  expect(used()).toBe('eth1')
  expect(broker.isConnected(DEVICE)).toBe(true)
  expect(report().network).toMatchObject({ main: 'eth1', links: [{ setBack: true }, { setBack: false }] })
  expect(report().network?.links.map(({ modem }) => modem)).toEqual([null, MODEM])
  expect(report().usage).toMatchObject({ metered: true, link: 'cellular' })
  // What is up now alone: no profile says it, so a boot begins as ever.
  expect(manager.metric('eth0')).toBe(40_100)

  await clock.advance(60 * MINUTE)
  expect(used()).toBe('eth1')
  dead.clear()
  await clock.advance(4 * MINUTE)
  expect(used()).toBe('eth1')
  await clock.advance(4 * MINUTE)
  expect(used()).toBe('eth0')
  expect(report().network).toMatchObject({ main: 'eth0', links: [{ setBack: false }, { setBack: false }] })
  expect(report().usage).toMatchObject({ metered: false })
})

it('takes a cable that is put in again at once, and one that comes and goes only when it has held', async () => {
  const { clock, used, plug, report, broker, manager } = await world()
  const flap = async (): Promise<void> => {
    const connections = report().network!.connections
    const by = used()
    plug('eth0', false)
    await clock.advance(7_000)
    // Its connection has the address of the link that it was made over.
    expect(report().network!.connections - connections).toBe(by === 'eth1' ? 0 : 1)
    await clock.advance(13_000)
    expect(used()).toBe('eth1')
    plug('eth0', true)
    await clock.advance(10_000)
  }
  await flap()
  expect(used()).toBe('eth0')
  await flap()
  expect(used()).toBe('eth1')
  expect(report().network).toMatchObject({ main: 'eth1', links: [{ setBack: true, up: true }, { setBack: false }] })
  for (let n = 0; n < 10; n += 1) {
    await flap()
    expect(used()).toBe('eth1')
  }
  expect(broker.isConnected(DEVICE)).toBe(true)
  await clock.advance(4 * MINUTE)
  expect(used()).toBe('eth1')
  await clock.advance(3 * MINUTE)
  expect(used()).toBe('eth0')
  expect(manager.metric('eth0')).toBe(100)
})

it('stays where it is when the broker alone is away', async () => {
  const { clock, broker, used } = await world()
  for (let minute = 0; minute < 30; minute += 1) {
    broker.cut()
    await clock.advance(MINUTE)
    expect(used()).toBe('eth0')
  }
})
