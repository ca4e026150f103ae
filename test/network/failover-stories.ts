/**
 * A device with two cables, one of which leads nowhere for a while although it is plugged in.
 *
 * Invariant: the links are NetworkManager's and the looks real ones by curl; what is cut is cut behind the far end, so that
 * the kernel sees nothing of it. Times are held from below: that a machine is slow makes nothing come too soon.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { FLEET, KEYS, signedRollout } from '../../simulators/crash/application.ts'
import { type Server, server } from '../rig/process.ts'
import { ADDRESSES, APP, DNS_PROGRAM, type FarDevice } from './far-device.ts'
import { cable } from './netns.ts'
import { BACKOFF_MS, began, births, on, type Story, within } from './story.ts'

const AFTER_MS = 20_000
const BACK_AFTER_MS = 40_000
/** While a better link is set back it is looked at five times in that. */
const LOOK_MS = BACK_AFTER_MS / 5
const SECOND_GATEWAY = '10.8.0.1'
const FIRST_ADDRESS = '10.9.0.8'

const link = (name: string, address: string, gateway: string, more: object = {}) => ({
  name,
  interface: name,
  ethernet: {},
  ipv4: { method: IpMethod.IP_METHOD_STATIC, addresses: [`${address}/24`], gateway, dns: [gateway] },
  ipv6: { method: IpMethod.IP_METHOD_OFF },
  ...more,
})
const CONFIG = {
  links: [
    link('eth0', FIRST_ADDRESS, '10.9.0.1'),
    link('eth1', '10.8.0.8', SECOND_GATEWAY, { priority: 500, metered: Metered.METERED_YES }),
  ],
  failover: { afterMs: AFTER_MS, backAfterMs: BACK_AFTER_MS },
  trialMs: 120_000,
}
const PROBE = { url: `http://${ADDRESSES[0]}/`, status: 204, everySeconds: 30 }

export const FAILOVERS: Record<string, Story> = {
  'two cables: the other one once the first leads nowhere, no to and fro, and back when it has held': (dist) =>
    on(dist, { more: { network: { probe: PROBE } } }, async (far) => {
      const ends = await secondCable(far)
      try {
        await overBoth(far)
      } finally {
        for (const end of ends) await end.end('SIGKILL')
      }
    }),
}

async function overBoth(far: FarDevice): Promise<void> {
  const [broker] = far.brokers
  const last = (): Report | undefined => broker!.reports.at(-1)
  const uses = (name: string) => (): boolean => last()?.network?.main === name
  await began(far)
  const policy = { healthTimeoutMs: 20_000, soakMs: 1, contactTimeoutMs: 120_000 }
  const target = { fleet: FLEET, epoch: 1, release: APP.release, policy, network: CONFIG }
  await broker!.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), true)
  await broker!.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), true)
  await within(far, 120_000, 'two links', () => last()?.networkChange?.state === 'confirmed' && uses('eth0')())
  expect(last()?.usage?.metered).toBe(false)
  const metricsBefore = await metrics(far)

  let since = performance.now()
  await cut(far, 'peer0')
  await within(far, 25_000 + AFTER_MS + BACKOFF_MS, 'the second link', uses('eth1'))
  expect(performance.now() - since).toBeGreaterThan(AFTER_MS)
  expect(last()?.network?.links).toMatchObject([
    { name: 'eth0', setBack: true },
    { name: 'eth1', setBack: false },
  ])
  expect(last()?.usage?.metered).toBe(true)
  expect(await leavesBy(far)).toBe('eth1')

  // It answers once, and is gone again before it has held for long.
  const connections = births(far)
  const answers = await looksFrom(far, FIRST_ADDRESS)
  await mend(far, 'peer0')
  await within(far, 2 * LOOK_MS, 'a look that succeeds', async () => (await looksFrom(far, FIRST_ADDRESS)) > answers)
  await cut(far, 'peer0')
  await sleep(BACK_AFTER_MS + LOOK_MS)
  expect(await leavesBy(far)).toBe('eth1')
  expect(births(far)).toBe(connections)

  since = performance.now()
  await mend(far, 'peer0')
  await within(far, BACK_AFTER_MS + 3 * LOOK_MS, 'the first link again', uses('eth0'))
  expect(performance.now() - since).toBeGreaterThan(BACK_AFTER_MS)
  expect(await leavesBy(far)).toBe('eth0')
  expect(await metrics(far)).toEqual(metricsBefore)
  expect(last()?.network?.links).toMatchObject([{ setBack: false }, { setBack: false }])
  expect(last()?.usage?.metered).toBe(false)
}

/** From eth1 to the same world, with a name server at its end, and what the probe asks for. */
async function secondCable(far: FarDevice): Promise<Server[]> {
  const { device, world } = far
  await cable(device, 'eth1', world, 'peer1')
  await world.exec('ip', 'addr', 'add', `${SECOND_GATEWAY}/24`, 'dev', 'peer1')
  const programs: [string, ...string[]][] = [
    [DNS_PROGRAM, SECOND_GATEWAY, join(world.dir, 'dns.json')],
    [join(import.meta.dirname, 'probe-server.ts'), ADDRESSES[0]],
  ]
  const servers: Server[] = []
  for (const [n, argv] of programs.entries()) {
    const log = logOf(far, n)
    const ready = async (): Promise<boolean> => (await readFile(log, 'utf8')).includes('it listens')
    const one = server({ ...world.argv(process.execPath, argv), log, ready })
    await one.start()
    servers.push(one)
  }
  return servers
}

function logOf({ world }: FarDevice, n: number): string {
  return join(world.dir, `second-${n}.log`)
}

async function looksFrom(far: FarDevice, address: string): Promise<number> {
  const lines = (await readFile(logOf(far, 1), 'utf8')).split('\n')
  return lines.filter((line) => line === `asked from ${address}`).length
}

/** Whatever is behind that end of a cable; its carrier stays. */
async function cut({ world }: FarDevice, name: string): Promise<void> {
  await world.exec('iptables', '-A', 'INPUT', '-i', name, '-j', 'DROP')
  await world.exec('iptables', '-A', 'OUTPUT', '-o', name, '-j', 'DROP')
}

async function mend({ world }: FarDevice, name: string): Promise<void> {
  await world.exec('iptables', '-D', 'INPUT', '-i', name, '-j', 'DROP')
  await world.exec('iptables', '-D', 'OUTPUT', '-o', name, '-j', 'DROP')
}

async function leavesBy({ device }: FarDevice): Promise<string> {
  const [route] = JSON.parse(await device.exec('ip', '-json', 'route', 'get', ADDRESSES[0])) as { dev: string }[]
  return route?.dev ?? ''
}

async function metrics({ device }: FarDevice): Promise<Record<string, number>> {
  const routes = JSON.parse(await device.exec('ip', '-json', '-4', 'route', 'show', 'default')) as {
    dev: string
    metric?: number
  }[]
  return Object.fromEntries(routes.map(({ dev, metric = 0 }) => [dev, metric]))
}
