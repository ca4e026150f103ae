import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { networkManager } from '../../agent/network/network-manager.ts'
import { DiskProfileFiles } from '../../agent/network/profile-files.ts'
import { systemPrograms } from '../../agent/network/programs.ts'
import type { NetworkBackend } from '../../machines/network-backend.ts'
import { APN } from '../../simulators/network/worlds.ts'
import { backendContract } from './backend-contract.ts'
import { BASE_PROFILE } from './base-profile.ts'
import { cable, makeNetns, type Netns, whyNoNetns } from './netns.ts'
import { type NetworkManagerRig, startNetworkManager } from './networkmanager-rig.ts'
import { type PlayedModem, playModem, whyNoModem } from './played-modem.ts'

const reason = (await whyNoNetns()) ?? (await whyNoModem())
if (reason !== null && process.env.CI !== undefined) throw new Error(`no NetworkManager to test on: ${reason}`)

describe.skipIf(reason !== null)(`a real NetworkManager${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let device: Netns
  let world: Netns
  let manager: NetworkManagerRig
  let modem: PlayedModem | null = null
  let hasVlans = false

  beforeAll(async () => {
    device = await makeNetns('device')
    world = await makeNetns('world')
    await cable(device, 'eth0', world, 'peer0')
    await cable(device, 'wwan0', world, 'peer2')
    await world.exec('ip', 'addr', 'add', '10.9.0.1/24', 'dev', 'peer0')
    await writeFile(join(device.root, 'etc/NetworkManager/system-connections/base.nmconnection'), BASE_PROFILE, {
      mode: 0o600,
    })
    manager = await startNetworkManager(device)
    const gives = { interface: 'wwan0', address: '10.7.0.8', prefix: 24, gateway: '10.7.0.1', dns: '10.7.0.1' }
    modem = await playModem({ ...device, env: manager.env, gives, apn: APN })
    hasVlans = await device.exec('ip', 'link', 'add', 'link', 'lo', 'name', 'lo.7', 'type', 'vlan', 'id', '7').then(
      () => true,
      () => false,
    )
  })
  afterAll(async () => {
    await modem?.stop()
    await manager?.stop()
    await device?.close()
    await world?.close()
  })

  const address = async (): Promise<string> => {
    const [found] = JSON.parse(await device.exec('ip', '-json', '-4', 'addr', 'show', 'eth0')) as {
      addr_info?: { local: string }[]
    }[]
    return found?.addr_info?.[0]?.local ?? ''
  }

  const six = async (): Promise<string> => {
    const [found] = JSON.parse(await device.exec('ip', '-json', '-6', 'addr', 'show', 'eth0', 'scope', 'global')) as {
      addr_info?: { local: string }[]
    }[]
    return found?.addr_info?.[0]?.local ?? ''
  }

  const metric = async (): Promise<number> => {
    const routes = JSON.parse(await device.exec('ip', '-json', '-4', 'route', 'show', 'default')) as {
      metric?: number
    }[]
    return routes[0]?.metric ?? 0
  }

  const onIt = (): NetworkBackend =>
    networkManager({
      programs: systemPrograms({ ...process.env, ...manager.env }),
      files: new DiskProfileFiles({
        trial: join(device.root, 'run/NetworkManager/system-connections'),
        kept: join(device.root, 'etc/NetworkManager/system-connections'),
      }),
      warn: () => {},
    })
  const metricBecomes = (wanted: number): Promise<void> =>
    vi.waitFor(async () => expect(await metric()).toBe(wanted), { timeout: 120_000, interval: 100 })

  it('sets back a link that has its route already, while it is still connecting', async () => {
    const state = () => manager.nmcli('--get-values', 'GENERAL.STATE', 'device', 'show', 'eth0')
    // Nobody answers there by IPv6, and it is waited for.
    const waits =
      'connection add type ethernet con-name waits ifname eth0 ipv6.method dhcp ipv6.may-fail no ipv6.dhcp-timeout 600'
    const four = 'ipv4.method manual ipv4.addresses 10.9.0.7/24 ipv4.gateway 10.9.0.1'
    await manager.nmcli(...`${waits} ${four}`.split(' '))
    try {
      await manager.nmcli('--wait', '0', 'connection', 'up', 'waits')
      await vi.waitFor(async () => expect(await state()).toContain('connecting'), { timeout: 60_000 })
      await metricBecomes(100)
      await onIt().steer(['eth0'])
      await metricBecomes(40_100)
      expect(await state()).toContain('connecting')
    } finally {
      await manager.nmcli('connection', 'delete', 'waits')
      await manager.nmcli('--wait', '20', 'connection', 'up', 'base')
    }
    await metricBecomes(100)
  }, 300_000)

  backendContract(async () => {
    const backend = onIt()
    return {
      backend,
      address,
      addressBecomes: (wanted) =>
        vi.waitFor(async () => expect(await address()).toBe(wanted), { timeout: 120_000, interval: 100 }),
      sixBecomes: (wanted) =>
        vi.waitFor(async () => expect(await six()).toBe(wanted), { timeout: 120_000, interval: 100 }),
      apn: APN,
      hasVlans,
      metricBecomes,
      killManager: () => manager.kill(),
      startManager: () => manager.start(),
      async powerCut() {
        await manager.powerCut()
        await manager.start()
      },
      // The contract waits for what comes of it.
      pass: async () => {},
      async close() {
        await manager.start()
        await backend.revert(null)
      },
    }
  })
})
