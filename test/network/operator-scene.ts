/**
 * An operator's desk, and one simulated device with a simulated NetworkManager that takes what the desk's broker retains.
 *
 * Invariant: the device has the agent's own code on a virtual clock; what it publishes is on the desk's broker once
 * `runs` has returned, so that the command line shows it.
 */
import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { around } from '../../agent/around.ts'
import { networkManager } from '../../agent/network/network-manager.ts'
import { type KeptProxy, ProxyInForce } from '../../agent/network/proxy-in-force.ts'
import type { ProxyAddress } from '../../agent/reach/proxy.ts'
import { Desk } from '../../fleet/testing.ts'
import { encryptionFingerprint, rawKeyOf } from '../../protocol/hpke.ts'
import { parsePublicKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { attachBroker } from '../../simulators/broker/memory-broker-port.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { anyImage } from '../../simulators/fleet/any-image.ts'
import { SimulatedManager } from '../../simulators/network/simulated-manager.ts'
import { reachesBroker, SITE } from '../../simulators/network/site.ts'
import { BASE } from '../../simulators/network/trial-run.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'

export const DEVICE = 'd1'
export const FLEET = 'f'
const LOST_MS = 15_000

/** How the device is connected, as an operator writes it. */
export const wired = (address: string, gateway = '10.9.0.1', more = '') => `trial: 1m
links:
  - name: wired
    interface: eth0
    ethernet:
    ipv4:
      addresses: [${address}/24]
      gateway: ${gateway}
      dns: [10.9.0.1]
${more}`

export async function operatorScene() {
  const desk = await Desk.open()
  await desk.run('keygen')
  await desk.compose()
  const trusted = await Promise.all(
    ['release.pub', 'rollout.pub'].map(async (name) => parsePublicKey(await readFile(desk.path(name), 'utf8'))),
  )
  const clock = new VirtualClock({ seed: 'operator' })
  const broker = new MemoryBroker()
  const manager = new SimulatedManager({ site: SITE, own: [BASE], clock })
  let keptProxy: KeptProxy | null = null
  const proxyFile = {
    read: async () => keptProxy,
    async write(kept: KeptProxy | null) {
      keptProxy = kept
    },
  }
  const proxy = await ProxyInForce.from(proxyFile)
  /** Of the connection that there is. */
  let by: ProxyAddress | null = null
  const reaches = (): boolean => reachesBroker(SITE, manager.up(), by)
  const gated = around(broker, {
    connect: (...args: Parameters<MemoryBroker['connect']>) => {
      by = proxy.current()
      return reaches() ? broker.connect(...args) : null
    },
    take: (...args: Parameters<MemoryBroker['take']>) => {
      if (reaches()) return broker.take(...args)
      clock.schedule(LOST_MS, () => broker.cut())
      return false
    },
  })
  const { privateKey: secretsKey } = generateKeyPairSync('x25519')
  const { programs, files } = manager
  const device = new SimulatedDevice({
    identity: { device: DEVICE, fleet: FLEET },
    trusted,
    clock,
    engine: new SimulatedEngine({ clock, registry: anyImage(() => false), seed: DEVICE }),
    secretsKey,
    network: () => ({
      links: null,
      reach: null,
      brokerUrl: '',
      localAddress: async () => null,
      proxy,
      backend: networkManager({ programs, files, warn: () => {} }),
    }),
    broker: (wires, own) => attachBroker({ broker: gated, clientId: DEVICE, clock: own, ...wires }),
  })
  const topics = deviceTopics(DEVICE)
  return {
    desk,
    manager,
    device,
    /** That its connection is made through. */
    by: () => by,
    fingerprint: encryptionFingerprint(rawKeyOf(secretsKey)),
    /** The device hears what the desk's broker retains on these topics. */
    async hears(...names: readonly string[]): Promise<void> {
      for (const topic of names) broker.publish(topic, await desk.retained(topic), { retain: true })
    },
    /** Lets the device's time pass, and its last words be on the desk's broker. */
    async runs(ms: number): Promise<void> {
      await clock.advance(ms)
      for (const topic of [topics.presence, topics.report]) {
        const said = broker.retained(topic)
        if (said !== undefined) await desk.publish(topic, said)
      }
    },
  }
}
