/**
 * A target's network configuration that names a proxy, tried by the published agent: Debian's tinyproxy and microsocks.
 *
 * Invariant: through which way the device came the broker's own log tells; once the way past the proxy is closed, whoever is
 * there came by the proxy.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { KINDS, type Loose } from '../../protocol/codec.ts'
import { SHORTEST_TRIAL_MS } from '../../protocol/network-faults.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { NetworkProxy } from '../../protocol/types.ts'
import { FLEET, KEYS, signedRollout } from '../../simulators/crash/application.ts'
import { RIGHT } from '../../simulators/network/wrong-configurations.ts'
import { ADDRESSES, APP, DEVICE, type FarDevice, GATEWAY } from './far-device.ts'
import { closeWayPast, LOGIN, MICROSOCKS, type ProxyProgram, TINYPROXY, withProxy } from './proxy-stories.ts'
import { BACKOFF_MS, births, on, type Story, within } from './story.ts'

const DEAD = { url: `http://${GATEWAY}:9` }
/** For what is right, on a busy machine. */
const LONG_MS = 60_000
/** For a whole trial and the way back. */
const OVER_MS = 180_000

const ownAddress = /New client connected from (\S+):\d+ as d1 /g

export const TARGET_PROXIES: Record<string, Story> = {
  "a target's proxy, tinyproxy, after one that is not there": (dist) => on(dist, {}, (far) => story(far, TINYPROXY)),
  "a target's proxy, microsocks, after one that is not there": (dist) => on(dist, {}, (far) => story(far, MICROSOCKS)),
}

const story = (far: FarDevice, proxy: ProxyProgram) =>
  withProxy(far, proxy, () => triedAndKept(far, { ...LOGIN, url: proxy.url }), 'open')

async function triedAndKept(far: FarDevice, right: Loose<NetworkProxy>): Promise<void> {
  far.start()
  await wants(far, 1, DEAD, SHORTEST_TRIAL_MS)
  await ends(far, 'refused')
  expect(await far.address()).toBe('10.9.0.7')
  expect(await far.proxy()).toBeNull()
  expect(await cameFrom(far)).toBe('10.9.0.7')

  await wants(far, 2, right, LONG_MS)
  await ends(far, 'confirmed')
  // It is said before all of it is written down.
  await within(far, BACKOFF_MS, 'that it is kept', async () => (await far.proxy()) === right.url)
  expect(await far.address()).toBe('10.9.0.8')
  // The proxy stands in the broker's own world.
  expect(await cameFrom(far)).toBe(ADDRESSES[0])
  await closeWayPast(far)
  await powerCut(far)
  const { status, out } = await far.run('doctor', '--json')
  expect(JSON.parse(out.join('')).findings).toContainEqual(expect.objectContaining({ layer: 'proxy', state: 'ok' }))
  expect(status).toBe(0)

  // Also through what is kept it goes back by itself, and after a power cut in the trial.
  const before = births(far)
  await wants(far, 3, DEAD, SHORTEST_TRIAL_MS)
  await within(far, BACKOFF_MS, 'a trial', async () => (await far.files()).some((name) => name.startsWith('trial')))
  await powerCut(far)
  await within(far, OVER_MS, 'its birth', () => births(far) > before)
  await ends(far, 'refused')
  expect(await far.proxy()).toBe(right.url)
  expect(await cameFrom(far)).toBe(ADDRESSES[0])
  // A change of links sends a report: by which it is there, how far, and what became of its connections.
  const said = () => far.brokers[0]!.reports.at(-1)?.network
  await within(far, BACKOFF_MS, 'its link in the report', () => said()?.links[0]?.addresses[0] === '10.9.0.8/24')
  const link = { name: 'eth0', kind: 'ethernet', up: true, gateway: GATEWAY }
  expect(said()).toMatchObject({ main: 'eth0', internet: 'reachable', links: [link] })
  expect(said()?.links[0]?.rxBytes).toBeGreaterThan(0)
  expect(said()?.roundTripMs).toBeGreaterThan(0)
  expect([...far.log, ...out].join('\n')).not.toContain(LOGIN.password)
}

async function wants(far: FarDevice, epoch: number, proxy: Loose<NetworkProxy>, trialMs: number): Promise<void> {
  const [broker] = far.brokers
  const policy = { healthTimeoutMs: 20_000, soakMs: 1, contactTimeoutMs: 120_000 }
  const network = { ...RIGHT, trialMs, proxies: [proxy] }
  const target = { fleet: FLEET, epoch, release: APP.release, policy, network }
  await broker!.publish(fleetTopics(FLEET).rollout, signedRollout(epoch, 1, 'go'), true)
  await broker!.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), true)
}

/** By the report of a device that is there. */
async function ends(far: FarDevice, state: 'refused' | 'confirmed'): Promise<void> {
  const { reports, presence } = far.brokers[0]!
  const had = reports.length
  await within(far, OVER_MS, `that it is ${state}`, () => {
    const isSo = reports.slice(had).at(-1)?.networkChange?.state === state
    return isSo && presence.at(-1)?.online === true
  })
}

async function powerCut(far: FarDevice): Promise<void> {
  const before = births(far)
  await far.kill('SIGKILL')
  await far.manager.powerCut()
  await far.manager.start()
  far.start()
  await within(far, OVER_MS, 'its birth', () => births(far) > before)
}

/** As the broker saw it last. */
async function cameFrom(far: FarDevice): Promise<string> {
  const log = await readFile(join(far.world.dir, 'broker-0.log'), 'utf8')
  return [...log.matchAll(ownAddress)].at(-1)?.[1] ?? `nobody: ${DEVICE} is not in ${log.slice(-500)}`
}
