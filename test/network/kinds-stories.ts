/**
 * A device with an Ethernet, a Wi-Fi and a cellular link, which lead nowhere one after the other.
 *
 * Invariant: links are told apart by what the device itself sees. The cellular one is a connection of NetworkManager's own
 * kind by a played ModemManager; the Wi-Fi is one by its name alone, and a cable to NetworkManager, since a kernel without
 * radios knows no other. Times are held from below: that a machine is slow makes nothing come too soon.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { paintWith } from '../../fleet/cli/style.ts'
import { netLines } from '../../fleet/follow/net-lines.ts'
import { KINDS } from '../../protocol/codec.ts'
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { FLEET, KEYS, signedRollout } from '../../simulators/crash/application.ts'
import { APP, DEVICE, type FarDevice, GATEWAY } from './far-device.ts'
import { cut, leavesBy, looksFrom, mend, metrics, PROBE, withLinks } from './further-links.ts'
import { type PlayedModem, playModem } from './played-modem.ts'
import { BACKOFF_MS, began, births, on, type Story, within } from './story.ts'

const AFTER_MS = 10_000
const BACK_AFTER_MS = 25_000
/** While a better link is set back it is looked at five times in that. */
const LOOK_MS = BACK_AFTER_MS / 5
/** Until a broker that has gone is noticed, with the keepalive that such devices have. */
const NOTICED_MS = 25_000
const AIR = { name: 'wlan0', peer: 'peer1', gateway: '10.8.0.1' }
const AIR_ADDRESS = '10.8.0.8'
const MODEM = { name: 'wwan0', peer: 'peer2', gateway: '10.7.0.1' }

const at = (address: string, gateway: string) => ({
  ipv4: { method: IpMethod.IP_METHOD_STATIC, addresses: [`${address}/24`], gateway, dns: [gateway] },
  ipv6: { method: IpMethod.IP_METHOD_OFF },
})
const CONFIG = {
  links: [
    { name: 'wired', interface: 'eth0', ethernet: {}, ...at('10.9.0.8', GATEWAY) },
    { name: 'air', interface: AIR.name, ethernet: {}, priority: 600, ...at(AIR_ADDRESS, AIR.gateway) },
    {
      name: 'modem',
      interface: 'cdc-wdm0',
      metered: Metered.METERED_NO,
      cellular: { apn: 'internet.example', username: 'till', password: 'hunter2', homeOnly: false },
      ipv6: { method: IpMethod.IP_METHOD_OFF },
    },
  ],
  failover: { afterMs: AFTER_MS, backAfterMs: BACK_AFTER_MS },
  trialMs: 120_000,
}

export const BETWEEN_KINDS: Record<string, Story> = {
  'Ethernet, Wi-Fi, cellular: down one after the other, no to and fro, and up again': (dist) =>
    on(dist, { more: { network: { probe: PROBE } } }, (far) =>
      withLinks(far, [AIR, MODEM], async () => {
        const { device, manager } = far
        const { name, gateway } = MODEM
        const gives = { interface: name, address: '10.7.0.8', prefix: 24, gateway, dns: gateway }
        const modem = await playModem({ ...device, env: manager.env, gives })
        try {
          await overAll(far, modem)
        } finally {
          await modem.stop()
        }
      }),
    ),
}

async function overAll(far: FarDevice, modem: PlayedModem): Promise<void> {
  const [broker] = far.brokers
  const last = (): Report | undefined => broker!.reports.at(-1)
  const uses = (name: string) => (): boolean => last()?.network?.main === name
  /** By the other link, within what is stated, and not before; and the broker has it again. */
  const movesTo = async (name: string, leastMs: number, mostMs: number): Promise<void> => {
    const since = performance.now()
    await within(far, mostMs, `the way by ${name}`, uses(name))
    expect(performance.now() - since).toBeGreaterThan(leastMs)
    expect(await leavesBy(far)).toBe(name)
    await within(far, BACKOFF_MS, 'that it is there', () => broker!.presence.at(-1)?.online === true)
  }
  const leaves = (name: string) => movesTo(name, AFTER_MS, NOTICED_MS + 2 * AFTER_MS + BACKOFF_MS)
  const comesBackTo = (name: string) => movesTo(name, BACK_AFTER_MS, BACK_AFTER_MS + 3 * LOOK_MS)

  await began(far)
  const policy = { healthTimeoutMs: 20_000, soakMs: 1, contactTimeoutMs: 120_000 }
  const target = { fleet: FLEET, epoch: 1, release: APP.release, policy, network: CONFIG }
  await broker!.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), true)
  await broker!.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), true)
  await within(far, 120_000, 'three links', () => last()?.networkChange?.state === 'confirmed' && uses('eth0')())
  const connected = (): boolean => last()?.network?.links[2]?.modem?.state === 'connected'
  await within(far, BACKOFF_MS, 'what the modem says', connected)
  expect(last()?.network?.links).toMatchObject([
    { name: 'eth0', kind: 'ethernet', metric: 100, metered: false, modem: null },
    { name: 'wlan0', kind: 'wifi', metric: 600, metered: false, modem: null },
    {
      name: 'wwan0',
      kind: 'cellular',
      addresses: ['10.7.0.8/24'],
      gateway: MODEM.gateway,
      metric: 700,
      metered: false,
      modem: { registration: 'roaming', operator: 'Exámple Móvil', technology: 'lte', qualityPercent: 62 },
    },
  ])
  const shown = netLines({ device: DEVICE, presence: null, report: last()! }, paintWith(false))
  expect(shown).toContain('  modem of wwan0: connected, Exámple Móvil, lte, roaming')
  expect(await modem.asked()).toMatchObject([{ apn: 'internet.example', user: 'till', password: 'hunter2' }])
  const before = await metrics(far)

  await cut(far, 'peer0')
  await leaves('wlan0')
  expect(last()?.usage).toMatchObject({ link: 'wifi', metered: false })
  await cut(far, AIR.peer)
  await leaves('wwan0')
  expect(last()?.usage).toMatchObject({ link: 'cellular', metered: false })
  expect(last()?.network?.links).toMatchObject([{ setBack: true }, { setBack: true }, { setBack: false }])

  // The Wi-Fi answers once, and is gone again before it has held for long.
  const connections = births(far)
  const answers = await looksFrom(far, AIR_ADDRESS)
  await mend(far, AIR.peer)
  await within(far, 2 * LOOK_MS, 'a look that succeeds', async () => (await looksFrom(far, AIR_ADDRESS)) > answers)
  await cut(far, AIR.peer)
  await sleep(BACK_AFTER_MS + LOOK_MS)
  expect(await leavesBy(far)).toBe('wwan0')
  expect(births(far)).toBe(connections)

  await mend(far, AIR.peer)
  await comesBackTo('wlan0')
  expect(last()?.usage).toMatchObject({ link: 'wifi', metered: false })
  await mend(far, 'peer0')
  await comesBackTo('eth0')
  expect(last()?.usage).toMatchObject({ link: 'ethernet', metered: false })
  expect(await metrics(far)).toEqual(before)
}
