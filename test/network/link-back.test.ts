/** A device whose own link comes back, and one whose broker does: whole agents in virtual time. */
import { BehaviorSubject } from 'rxjs'
import { afterEach, expect, it } from 'vitest'
import { around } from '../../agent/around.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { attachBroker } from '../../simulators/broker/memory-broker-port.ts'
import { DEVICE, FLEET, KEYS } from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { anyImage } from '../../simulators/fleet/any-image.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'

const UP: LinkFact = {
  name: 'eth0',
  kind: 'ethernet',
  isUp: true,
  addresses: ['10.9.0.7/24'],
  defaultMetrics: [100],
  gateway: '10.9.0.1',
}
const DOWN: LinkFact = { ...UP, isUp: false, addresses: [], defaultMetrics: [], gateway: '' }
const AWAY_MS = 3_600_000
const SEEDS = Array.from({ length: 20 }, (_, seed) => `back/${seed}`)

let device: SimulatedDevice | null = null
afterEach(() => device?.kill())

/** How long it takes until it is connected, after an hour without. */
async function backAfterMs(seed: string, isOwnLink: boolean): Promise<number> {
  const clock = new VirtualClock({ seed })
  const broker = new MemoryBroker()
  const links = new BehaviorSubject([UP])
  let reaches = true
  const gated = around(broker, {
    connect: (...args: Parameters<MemoryBroker['connect']>) => (reaches ? broker.connect(...args) : null),
  })
  device = new SimulatedDevice({
    identity: { device: DEVICE, fleet: FLEET },
    trusted: KEYS,
    clock,
    engine: new SimulatedEngine({ clock, registry: anyImage(() => false), seed }),
    seed,
    network: () => ({
      links: { links: () => links, read: async () => null },
      reach: null,
      brokerUrl: '',
      localAddress: async () => null,
      backend: null,
    }),
    broker: (wires, own) => attachBroker({ broker: gated, clientId: DEVICE, clock: own, ...wires }),
  })
  device.boot()
  await clock.advance(60_000)
  expect(broker.isConnected(DEVICE)).toBe(true)
  reaches = false
  broker.cut()
  if (isOwnLink) links.next([DOWN])
  await clock.advance(AWAY_MS)
  expect(broker.isConnected(DEVICE)).toBe(false)
  reaches = true
  if (isOwnLink) links.next([UP])
  const began = clock.now().monoMs
  while (!broker.isConnected(DEVICE)) await clock.advance(100)
  device.kill()
  return clock.now().monoMs - began
}

it('is connected within seconds once its own link is back, and not all of a fleet at once', async () => {
  const took: number[] = []
  for (const seed of SEEDS) took.push(await backAfterMs(seed, true))
  expect(Math.max(...took)).toBeLessThanOrEqual(5_200)
  expect(Math.max(...took) - Math.min(...took)).toBeGreaterThan(2_000)
})

it('waits as long as chance has it when it is the broker that is back', async () => {
  const took: number[] = []
  for (const seed of SEEDS) took.push(await backAfterMs(seed, false))
  expect(Math.max(...took)).toBeGreaterThan(10_000)
})
