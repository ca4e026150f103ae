/**
 * One trial of a network configuration by a whole device in virtual time, with something killed in the middle.
 *
 * Invariant: everything follows from the seed. What dies does so in an instant of a program, of a file or of time, after
 * which nothing of it acts any more; whoever supervises it starts it again.
 */

import { networkManager } from '../../agent/network/network-manager.ts'
import type { NetworkParts } from '../../agent/network/network-parts.ts'
import { type KeptProxy, ProxyInForce } from '../../agent/network/proxy-in-force.ts'
import { type ProxyAddress, proxyName } from '../../agent/reach/proxy.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { NetworkConfig, Report } from '../../protocol/types.ts'
import { dropped, kept } from '../../storage/memory-kv.ts'
import { MemoryBroker } from '../broker/memory-broker.ts'
import { attachBroker } from '../broker/memory-broker-port.ts'
import { application, DEVICE, FLEET, KEYS, POLICY, signedRollout } from '../crash/application.ts'
import { brokerWithBoundaries, kvWithBoundaries } from '../crash/boundaries.ts'
import { aliveOnly } from '../device/alive-only.ts'
import type { BootClock } from '../device/boot-clock.ts'
import type { Dressing } from '../device/device-options.ts'
import { NEVER } from '../device/mortal-kv.ts'
import { SimulatedDevice } from '../device/simulated-device.ts'
import { SimulatedRegistry } from '../engine/images.ts'
import { SimulatedEngine } from '../engine/simulated-engine.ts'
import { seededRandom } from '../seeded-random.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { behindNetwork } from './behind-network.ts'
import { SimulatedManager } from './simulated-manager.ts'
import { largestMessage, reachesBroker } from './site.ts'
import { baseIn, SITES, type World } from './worlds.ts'
import { TRIAL_MS } from './wrong-configurations.ts'

export const VICTIMS = ['nobody', 'power', 'agent', 'manager', 'agent and manager'] as const
export type Victim = (typeof VICTIMS)[number]

/** The connection that a machine has before any of ours: a keyfile of NetworkManager. */
export const BASE = `[connection]
id=base
uuid=11111111-1111-4111-8111-111111111111
interface-name=eth0

[ipv4]
method=manual
address1=10.9.0.7/24
gateway=10.9.0.1
dns=10.9.0.1;

[ipv6]
method=disabled
`
export const BASE_ADDRESS = '10.9.0.7'
const APP = application('v1', { web: {} })
const DARK_MS = 5_000
const MANAGER_RESTART_MS = 3_000
const AGENT_RESTART_MS = 1_000
/** Instants of programs and files that one trial has at most; beyond it time kills. */
const INSTANTS = 24

/** What is left at the end. */
export interface TrialResult {
  seed: string
  victim: Victim
  /** Where it died. */
  at: string
  /** By which eth0 is set up. */
  address: string
  /** Files of ours. */
  files: string[]
  /** That its next life begins with, and that its connections are made through; null: none. */
  proxies: { kept: string | null; inUse: string | null }
  connected: boolean
  report: Report | null
  /** From the first instant of the trial until the broker had the device again for good; null: it never had. */
  backMs: number | null
  /** Trials that were begun, also after cuts. */
  trials: number
  /** How many there were in which something might have died. */
  instants: number
}

/** How a trial begins. */
export interface Before {
  /** What is kept by then; null: nothing of ours. */
  kept: NetworkConfig | null
  /** What the device came with, and has when it is tried. */
  own: string
  /** Where it stands. */
  world: World
}
export const FRESH: Before = { kept: null, own: BASE, world: 'cable' }

/** Something dies in exactly this instant, counted from the first boot; beyond the last one nothing does. */
export interface Exactly {
  number: number
}

/**
 * @param exactly null: in an instant by chance, once the trial has begun. With a number the instants are also those around
 *   every write of the store, every publish and every acknowledgement
 */
export async function trialRun(
  config: NetworkConfig,
  seed: string,
  victim: Victim,
  exactly: Exactly | null = null,
  before: Before = FRESH,
): Promise<TrialResult> {
  const chance = seededRandom(`trial/${seed}`)
  const killAt = Math.floor(chance() * INSTANTS)
  const killAfterMs = Math.floor(chance() * TRIAL_MS)
  const clock = new VirtualClock({ seed })
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of APP.images) registry.push(image)
  const engine = new SimulatedEngine({ clock, registry, seed })
  let life: BootClock | null = null
  let instants = 0
  let beganMs: number | null = null
  let at = 'never'
  let trials = 0
  let lives = 0
  /** What is counted, and dies, is of the trial in question. */
  let isTold = before.kept === null
  const own = [baseIn(before.world, BASE)]
  const site = SITES[before.world]

  const strike = (where: string): void => {
    if (victim === 'nobody' || at !== 'never') return
    at = where
    if (victim === 'power') {
      life = null
      lives += 1
      device.powerCut(where.startsWith('after the write') ? kept : dropped)
      manager.kill()
      clock.schedule(DARK_MS, () => {
        manager.powerCut()
        device.boot()
      })
    }
    if (victim === 'manager' || victim === 'agent and manager') {
      manager.kill()
      clock.schedule(MANAGER_RESTART_MS, () => manager.start())
    }
    if (victim === 'agent' || victim === 'agent and manager') {
      life = null
      lives += 1
      device.kill()
      clock.schedule(AGENT_RESTART_MS, () => device.startAgent())
    }
  }
  const reached = (what: string): void => {
    if (!isTold) return
    instants += 1
    if (instants === exactly?.number) strike(what)
  }
  const manager: SimulatedManager = new SimulatedManager({
    site,
    own,
    clock: { now: () => clock.now(), random: clock.random, sleep: (ms, signal) => (life ?? clock).sleep(ms, signal) },
    async instant(what) {
      if (!isTold) return
      if (what.startsWith('write trial')) trials += 1
      if (what.startsWith('write trial') && beganMs === null) {
        beganMs = clock.now().monoMs
        if (exactly === null) clock.schedule(killAfterMs, () => strike(`${killAfterMs} ms after the beginning`))
      }
      if (exactly !== null) return reached(what)
      if (beganMs === null) return
      instants += 1
      if (instants > killAt) strike(what)
    },
  })
  let proxyFile: KeptProxy | null = null
  let proxy: ProxyInForce | null = null
  /** Of the connection that there is, or was last. */
  let by: ProxyAddress | null = null
  const reaches = (): boolean => reachesBroker(site, manager.up(), by)
  const fits = (bytes: number): boolean => bytes <= largestMessage(site, manager.up())
  const gated = behindNetwork(broker, clock, {
    fits: (bytes) => reaches() && fits(bytes),
    connects: () => {
      by = proxy?.current() ?? null
      return reaches()
    },
  })
  const network = async (own: BootClock): Promise<NetworkParts> => {
    life = own
    const alive = aliveOnly(() => life === own)
    const { all, write, hide, remove } = manager.files
    const keepProxy = async (kept: KeptProxy | null): Promise<void> => {
      if (exactly !== null) reached('write the proxy')
      if (life === own) proxyFile = kept
      if (exactly !== null) reached('the proxy is written')
    }
    proxy = await ProxyInForce.from({ read: async () => proxyFile, write: alive(keepProxy) })
    return {
      links: null,
      reach: null,
      brokerUrl: '',
      localAddress: async () => null,
      proxy,
      backend: networkManager({
        programs: { run: alive(manager.programs.run) },
        files: { all: alive(all), write: alive(write), hide: alive(hide), remove: alive(remove) },
        warn: () => {},
      }),
    }
  }
  /** Of one life: of an agent that is dead no instant is announced. */
  const boundaries = (): Dressing => ({
    kv: (kv) => {
      const reach = reachOf(lives)
      device.disk.onSync = () => (reach('after the write, before it is acknowledged') ? NEVER : undefined)
      return kvWithBoundaries(kv, reach)
    },
    broker: (port) => brokerWithBoundaries(port, reachOf(lives)),
  })
  const reachOf = (own: number) => (what: string) => {
    if (own === lives) reached(what)
    return own !== lives
  }
  const device: SimulatedDevice = new SimulatedDevice({
    identity: { device: DEVICE, fleet: FLEET },
    trusted: KEYS,
    clock,
    engine,
    seed,
    network,
    ...(exactly === null ? {} : { dressing: boundaries() }),
    broker: (wires, own) => attachBroker({ broker: gated, clientId: DEVICE, clock: own, ...wires }),
  })

  device.boot()
  const want = (epoch: number, network: NetworkConfig): void => {
    const target = { fleet: FLEET, epoch, release: APP.release, policy: { ...POLICY, ...APP.policy }, network }
    broker.publish(fleetTopics(FLEET).rollout, signedRollout(epoch, 1, 'go'), { retain: true })
    broker.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), { retain: true })
  }
  if (before.kept !== null) {
    want(1, before.kept)
    await clock.advance(600_000)
    own.splice(0, 1, baseIn(before.world, before.own))
    isTold = true
  }
  want(before.kept === null ? 1 : 2, config)

  let backMs: number | null = null
  for (let second = 0; second < 1_800; second += 1) {
    await clock.advance(1_000)
    const isThrough = reaches() && fits(Number.POSITIVE_INFINITY)
    const isBack = beganMs !== null && isThrough && broker.isConnected(DEVICE) && (await isSettled(device, manager))
    if (!isBack) backMs = null
    else backMs ??= clock.now().monoMs - (beganMs ?? 0)
    // Nothing comes any more: what was cut off is over after its last try.
    if (backMs !== null && clock.now().monoMs - (beganMs ?? 0) - backMs > 300_000) break
  }
  const bytes = broker.retained(deviceTopics(DEVICE).report)
  return {
    seed,
    victim,
    at,
    address: manager.on('eth0')?.address ?? '',
    files: (await manager.files.all()).map(({ place, path }) => `${place} ${path}`),
    proxies: { kept: (proxyFile as KeptProxy | null)?.url ?? null, inUse: by && proxyName(by) },
    connected: broker.isConnected(DEVICE),
    report: bytes === undefined ? null : decode(KINDS.Report, bytes),
    backMs,
    trials,
    instants,
  }
}

/** Nothing is on trial. */
async function isSettled(device: SimulatedDevice, manager: SimulatedManager): Promise<boolean> {
  return device.agent !== null && (await manager.files.all()).every(({ place }) => place === 'kept')
}
