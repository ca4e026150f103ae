/** What a configuration says of addresses, names, routes and kinds of links, as a real NetworkManager and the kernel have it. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { uuidOf } from '../../agent/network/keyfile.ts'
import { networkManager } from '../../agent/network/network-manager.ts'
import { DiskProfileFiles } from '../../agent/network/profile-files.ts'
import { systemPrograms } from '../../agent/network/programs.ts'
import type { NetworkBackend } from '../../machines/network-backend.ts'
import type { Loose } from '../../protocol/codec.ts'
import { IpMethod } from '../../protocol/enums.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { type Server, server } from '../rig/process.ts'
import { wantedNetwork } from './backend-contract.ts'
import { cable, makeNetns, type Netns, whyNoNetns } from './netns.ts'
import { type NetworkManagerRig, startNetworkManager } from './networkmanager-rig.ts'

const reason = await whyNoNetns()
if (reason !== null && process.env.CI !== undefined) throw new Error(`no NetworkManager to test on: ${reason}`)
const never = new AbortController().signal
const OFF = { method: IpMethod.IP_METHOD_OFF }

describe.skipIf(reason !== null)(`a real NetworkManager${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let device: Netns
  let world: Netns
  let manager: NetworkManagerRig
  let dhcp: Server
  let backend: NetworkBackend

  beforeAll(async () => {
    device = await makeNetns('device')
    world = await makeNetns('world')
    await cable(device, 'eth0', world, 'peer0')
    await world.exec('ip', 'addr', 'add', '10.9.0.1/24', 'dev', 'peer0')
    await world.exec('sh', '-c', 'echo "nameserver 127.0.0.1" > /etc/resolv.conf')
    const lease = join(world.dir, 'leases')
    await writeFile(lease, '')
    const words = [
      '--keep-in-foreground',
      '--conf-file=/dev/null',
      '--pid-file=',
      '--user=root',
      '--no-resolv',
      '--no-hosts',
      '--interface=peer0',
      '--bind-interfaces',
      '--dhcp-range=10.9.0.100,10.9.0.120,1h',
      `--dhcp-leasefile=${lease}`,
    ]
    dhcp = server({
      ...world.argv('dnsmasq', words),
      log: join(world.dir, 'dnsmasq.log'),
      ready: async () => (await world.exec('ss', '-Hlun')).includes(':67 '),
    })
    await dhcp.start()
    manager = await startNetworkManager(device)
    const files = new DiskProfileFiles({
      trial: join(device.root, 'run/NetworkManager/system-connections'),
      kept: join(device.root, 'etc/NetworkManager/system-connections'),
    })
    const programs = systemPrograms({ ...process.env, ...manager.env })
    backend = networkManager({ programs, files, warn: () => {} })
  })
  afterAll(async () => {
    await manager?.stop()
    await dhcp?.end('SIGKILL')
    await device?.close()
    await world?.close()
  })

  const put = async (config: Loose<NetworkConfig>): Promise<string> => {
    const wanted = wantedNetwork(config)
    await backend.apply(wanted, 120_000, never)
    await backend.keep(wanted)
    return wanted.hash
  }
  /** In the kernel's words. */
  const ip = (...words: string[]): Promise<string> => device.exec('ip', '-4', ...words)
  const names = (): Promise<string> => readFile(join(device.root, 'etc/resolv.conf'), 'utf8')
  const comes = (what: () => Promise<string>, part: string) =>
    vi.waitFor(async () => expect(await what()).toContain(part), { timeout: 120_000, interval: 200 })

  it('has static addresses, name servers, routes and MTU as they are written', async () => {
    const ipv4 = {
      method: IpMethod.IP_METHOD_STATIC,
      addresses: ['10.9.0.8/24', '10.9.0.9/24'],
      gateway: '10.9.0.1',
      dns: ['10.9.0.53'],
      dnsSearch: ['shop.example'],
      routes: [{ destination: '10.77.0.0/16', gateway: '10.9.0.254', metric: 50 }],
    }
    await put({ links: [{ name: 'lan', interface: 'eth0', ethernet: {}, ipv4, ipv6: OFF, mtu: 1400 }] })
    await comes(() => ip('addr', 'show', 'eth0'), 'inet 10.9.0.9/24')
    expect(await ip('addr', 'show', 'eth0')).toMatch(/mtu 1400[\s\S]*inet 10\.9\.0\.8\/24/)
    await comes(() => ip('route'), '10.77.0.0/16 via 10.9.0.254 dev eth0')
    expect(await ip('route')).toMatch(/10\.77\.0\.0\/16 .*metric 50\b/)
    expect(await ip('route')).toMatch(/default via 10\.9\.0\.1 dev eth0 .*metric 100\b/)
    await comes(names, 'nameserver 10.9.0.53')
    expect(await names()).toContain('search shop.example')
  })

  it('asks a real DHCP server, and takes the name servers of the configuration where it says so', async () => {
    const ipv4 = { method: IpMethod.IP_METHOD_AUTO, ignoreAutoDns: true, dns: ['10.9.0.54'] }
    await put({ links: [{ name: 'lan', interface: 'eth0', ethernet: {}, ipv4, ipv6: OFF }] })
    await comes(() => ip('addr', 'show', 'eth0'), 'inet 10.9.0.1')
    expect(await ip('addr', 'show', 'eth0')).toMatch(/inet 10\.9\.0\.1[012]\d\/24/)
    await comes(names, 'nameserver 10.9.0.54')
    expect(await names()).not.toMatch(/nameserver 10\.9\.0\.1$/m)
    expect(await readFile(join(world.dir, 'leases'), 'utf8')).toContain('10.9.0.1')
  })

  // The kernels that we test on have no VLANs, no radio and no modem.
  it('takes every kind of link for what it is, also of those whose device is not there', async () => {
    const lan = (address: string) => ({ method: IpMethod.IP_METHOD_STATIC, addresses: [`${address}/24`] })
    const hash = await put({
      links: [
        { name: 'lan', interface: 'eth0', ethernet: {}, ipv4: lan('10.9.0.8'), ipv6: OFF },
        { name: 'till', interface: 'eth9.7', vlan: { id: 7, parent: 'eth9' }, ipv4: lan('10.7.0.8'), ipv6: OFF },
        { name: 'air', wifi: { ssid: 'a;b', passphrase: 'it is = ours', hidden: true } },
        { name: 'modem', cellular: { apn: 'internet.example', username: 'till', password: ' p\\w', homeOnly: true } },
      ],
    })
    await comes(() => ip('addr', 'show', 'eth0'), 'inet 10.9.0.8/24')
    const shown = (name: string, ...fields: string[]): Promise<string> =>
      manager.nmcli('--show-secrets', '--get-values', fields.join(','), 'connection', 'show', uuidOf(hash, name))
    const air = await shown('air', '802-11-wireless.ssid', '802-11-wireless.hidden', '802-11-wireless-security.psk')
    expect(air).toBe('a;b\nyes\nit is = ours\n')
    const modem = await shown('modem', 'gsm.apn', 'gsm.username', 'gsm.password', 'gsm.home-only', 'ipv4.route-metric')
    expect(modem.replaceAll('\\\\', '\\')).toBe('internet.example\ntill\n p\\w\nyes\n700\n')
    expect(await shown('air', 'ipv4.route-metric')).toBe('600\n')
    expect(await shown('till', 'vlan.id', 'vlan.parent', 'ipv4.addresses')).toBe('7\neth9\n10.7.0.8/24\n')
  })
})
