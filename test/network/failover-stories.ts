/**
 * A device with two cables, one of which leads nowhere for a while although it is plugged in.
 *
 * Invariant: the links are NetworkManager's and the looks real ones by curl; what is cut is cut behind the far end, so that
 * the kernel sees nothing of it. Times are held from below: that a machine is slow makes nothing come too soon.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { FLEET, KEYS, signedRollout } from '../../simulators/crash/application.ts'
import { APP, type FarDevice } from './far-device.ts'
import { cut, leavesBy, looksFrom, mend, metrics, PROBE, withLinks } from './further-links.ts'
import { BACKOFF_MS, began, births, on, type Story, within } from './story.ts'

const AFTER_MS = 20_000
const BACK_AFTER_MS = 40_000
/** Longer than a cable takes to go and come twice on a busy machine. */
const LONG_BACK_AFTER_MS = 120_000
/** While a better link is set back it is looked at five times in that. */
const LOOK_MS = BACK_AFTER_MS / 5
/** A connection has followed by then, if it does. */
const MOVED_MS = 10_000
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
const config = (backAfterMs: number) => ({
  links: [
    link('eth0', FIRST_ADDRESS, '10.9.0.1'),
    link('eth1', '10.8.0.8', SECOND_GATEWAY, { priority: 500, metered: Metered.METERED_YES }),
  ],
  failover: { afterMs: AFTER_MS, backAfterMs },
  trialMs: 120_000,
})

export const FAILOVERS: Record<string, Story> = {
  'two cables: the other one once the first leads nowhere, no to and fro, and back when it has held': (dist) =>
    withBoth(dist, BACK_AFTER_MS, overBoth),
  'two cables, of which the first comes and goes: back at once one time, and then only when it has held': (dist) =>
    withBoth(dist, LONG_BACK_AFTER_MS, comesAndGoes),
}

/** From when its target's configuration is in force. */
function withBoth(dist: string, backAfterMs: number, story: (far: FarDevice) => Promise<void>): Promise<void> {
  return on(dist, { more: { network: { probe: PROBE } } }, (far) =>
    withLinks(far, [{ name: 'eth1', peer: 'peer1', gateway: SECOND_GATEWAY }], async () => {
      const [broker] = far.brokers
      await began(far)
      const policy = { healthTimeoutMs: 20_000, soakMs: 1, contactTimeoutMs: 120_000 }
      const network = config(backAfterMs)
      const target = { fleet: FLEET, epoch: 1, release: APP.release, policy, network }
      await broker!.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), true)
      await broker!.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), true)
      const isConfirmed = (): boolean => last(far)?.networkChange?.state === 'confirmed'
      await within(far, 120_000, 'two links', () => isConfirmed() && uses(far, 'eth0'))
      await story(far)
    }),
  )
}

function last(far: FarDevice): Report | undefined {
  return far.brokers[0]!.reports.at(-1)
}

function uses(far: FarDevice, name: string): boolean {
  return last(far)?.network?.main === name
}

/** The carrier, as a cable that is pulled takes it away. */
async function comesAndGoes(far: FarDevice): Promise<void> {
  const pulled = async (): Promise<void> => {
    await far.world.exec('ip', 'link', 'set', 'peer0', 'down')
    await within(far, BACKOFF_MS, 'the other cable', async () => uses(far, 'eth1') && (await leavesBy(far)) === 'eth1')
  }
  const putIn = () => far.world.exec('ip', 'link', 'set', 'peer0', 'up')
  const isFirst = async (): Promise<boolean> => uses(far, 'eth0') && (await leavesBy(far)) === 'eth0'
  await pulled()
  await putIn()
  await within(far, BACKOFF_MS, 'the first cable at once', isFirst)
  expect(last(far)?.network?.links[0]?.setBack).toBe(false)

  await pulled()
  await putIn()
  const since = performance.now()
  await within(far, BACKOFF_MS, 'that it is held off', () => last(far)?.network?.links[0]?.setBack === true)
  expect(last(far)?.network).toMatchObject({ main: 'eth1', links: [{ name: 'eth0', up: true }, { name: 'eth1' }] })
  expect(await leavesBy(far)).toBe('eth1')
  await within(far, LONG_BACK_AFTER_MS + LONG_BACK_AFTER_MS / 2, 'the first cable, which has held', isFirst)
  expect(performance.now() - since).toBeGreaterThan(LONG_BACK_AFTER_MS)

  // Shorter than NetworkManager waits before it takes the route away.
  await sleep(MOVED_MS)
  const connections = births(far)
  const reported = far.brokers[0]!.reports.length
  await far.world.exec('sh', '-c', 'ip link set peer0 down; sleep 1; ip link set peer0 up')
  await within(far, BACKOFF_MS, 'a report of it', () => far.brokers[0]!.reports.length > reported)
  await sleep(MOVED_MS)
  expect(births(far)).toBe(connections)
}

async function overBoth(far: FarDevice): Promise<void> {
  expect(last(far)?.usage?.metered).toBe(false)
  const metricsBefore = await metrics(far)

  let since = performance.now()
  await cut(far, 'peer0')
  await within(far, 25_000 + AFTER_MS + BACKOFF_MS, 'the second link', () => uses(far, 'eth1'))
  expect(performance.now() - since).toBeGreaterThan(AFTER_MS)
  expect(last(far)?.network?.links).toMatchObject([
    { name: 'eth0', setBack: true },
    { name: 'eth1', setBack: false },
  ])
  expect(last(far)?.usage?.metered).toBe(true)
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
  await within(far, BACK_AFTER_MS + 3 * LOOK_MS, 'the first link again', () => uses(far, 'eth0'))
  expect(performance.now() - since).toBeGreaterThan(BACK_AFTER_MS)
  expect(await leavesBy(far)).toBe('eth0')
  expect(await metrics(far)).toEqual(metricsBefore)
  expect(last(far)?.network?.links).toMatchObject([{ setBack: false }, { setBack: false }])
  expect(last(far)?.usage?.metered).toBe(false)
}
