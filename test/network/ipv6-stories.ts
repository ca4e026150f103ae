/**
 * A device on a network of IPv6 alone: its name server, its brokers and what it probes have no other address.
 *
 * Invariant: nothing but loopback has an address of IPv4 at any time, in the device's namespace and beyond the cable.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { paintWith } from '../../fleet/cli/style.ts'
import { netLines } from '../../fleet/follow/net-lines.ts'
import { KINDS, type Loose } from '../../protocol/codec.ts'
import { IpMethod } from '../../protocol/enums.ts'
import { SHORTEST_TRIAL_MS } from '../../protocol/network-faults.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { NetworkLink, Report } from '../../protocol/types.ts'
import { FLEET, KEYS, signedRollout } from '../../simulators/crash/application.ts'
import { type Server, server } from '../rig/process.ts'
import { BASE_PROFILE_6 } from './base-profile.ts'
import { APP, DEVICE, type FarDevice, PLAN_6 } from './far-device.ts'
import { looksFrom, PROBE_PROGRAM, PROBES_LOG } from './further-links.ts'
import { listening } from './listening.ts'
import { BACKOFF_MS, began, births, on, type Story, within } from './story.ts'

const [BROKER, SPARE] = PLAN_6.brokers
const OFF = { method: IpMethod.IP_METHOD_OFF }
/** For what is right, on a busy machine. */
const LONG_MS = 60_000
/** For a whole trial and the way back. */
const OVER_MS = 180_000

const still = (address: string, gateway = PLAN_6.gateway): Loose<NetworkLink> => ({
  ipv4: OFF,
  ipv6: { method: IpMethod.IP_METHOD_STATIC, addresses: [`${address}/64`], gateway, dns: [PLAN_6.gateway] },
})

export const ON_IPV6: Record<string, Story> = {
  'a network of IPv6 alone: brokers by name and by address, a wrong gateway and what is right, the internet': (dist) =>
    onIpv6(
      dist,
      async (far) => {
        const spare = far.brokers[1]!
        // It would go there, and its owner speaks to the first one.
        await spare.kill()
        await isWell(far, 'fd00:9::7')
        await wants(far, 1, still('fd00:9::8', 'fd00:9::99'), SHORTEST_TRIAL_MS)
        await ends(far, 'refused', 'fd00:9::7')
        await wants(far, 2, still('fd00:9::8'), LONG_MS)
        await ends(far, 'confirmed', 'fd00:9::8')
        await spare.start()
        await overTheSpare(far)
      },
      2,
    ),

  'a network of IPv6 alone: whatever its router and DHCPv6 give, and nobody who gives anything': (dist) =>
    onIpv6(
      dist,
      async (far) => {
        // As most say it: nothing of either, and nobody answers by DHCP of IPv4.
        await wants(far, 1, {}, SHORTEST_TRIAL_MS)
        await ends(far, 'refused', 'fd00:9::7')
        const running = await router(far)
        try {
          await byTheRouter(far)
        } finally {
          await running.end('SIGKILL')
        }
      },
      1,
    ),
}

function onIpv6(dist: string, story: (far: FarDevice) => Promise<void>, brokers: 1 | 2): Promise<void> {
  const probe = { url: 'http://probe.test/', status: 204, everySeconds: 10 }
  const names = ['broker.test', `[${SPARE}]`].slice(0, brokers)
  return on(dist, { plan: PLAN_6, base: BASE_PROFILE_6, brokers, names, more: { network: { probe } } }, async (far) => {
    const probed = await listening(far.world, PROBES_LOG, PROBE_PROGRAM, BROKER)
    try {
      far.dns('answers', { 'broker.test': BROKER, 'probe.test': BROKER })
      await began(far)
      await within(far, BACKOFF_MS, 'its link in the report', () => last(far)?.network?.main === 'eth0')
      expect(last(far)?.network).toMatchObject({
        internet: 'reachable',
        links: [{ name: 'eth0', up: true, addresses: ['fd00:9::7/64'], gateway: PLAN_6.gateway, metric: 100 }],
      })
      await story(far)
    } finally {
      await probed.end('SIGKILL')
    }
  })
}

async function byTheRouter(far: FarDevice): Promise<void> {
  await wants(far, 2, {}, LONG_MS)
  await ends(far, 'confirmed', 'fd00:9::')
  await within(far, BACKOFF_MS, 'two addresses', async () => (await addresses(far)).length > 1)
  const given = await addresses(far)
  expect(
    given.some((address) => /^fd00:9::1[0-9a-f]{2}$/.test(address)),
    `by DHCPv6: ${given.join(' ')}`,
  ).toBe(true)
  expect(
    given.some((address) => /^fd00:9::[0-9a-f:]+ff:fe/.test(address)),
    `by itself: ${given.join(' ')}`,
  ).toBe(true)
  // The kernel has the one of DHCPv6 alone, and the router's with its network.
  const shown = given.map((address) => `${address}/${/^fd00:9::1[0-9a-f]{2}$/.test(address) ? 128 : 64}`)
  await within(far, BACKOFF_MS, 'both in the report', () => {
    const [link] = last(far)?.network?.links ?? []
    return shown.every((address) => link?.addresses.includes(address))
  })
  const [link] = last(far)!.network!.links
  const told = netLines({ device: DEVICE, presence: null, report: last(far)! }, paintWith(false)).join('\n')
  for (const word of [...shown, link!.gateway]) expect(told).toContain(word)
  expect(link!.gateway).toMatch(/^fe80::/)
}

/** Another broker by its address; while none is there the internet is asked by IPv6. */
async function overTheSpare(far: FarDevice): Promise<void> {
  const [one, two] = far.brokers
  await one!.kill()
  await within(far, BACKOFF_MS, 'the second broker has it', () => births(far, 1) > 0)
  const from = await addresses(far)
  const looks = async () => (await Promise.all(from.map((address) => looksFrom(far, address)))).reduce((a, b) => a + b)
  const before = await looks()
  await two!.kill()
  await within(far, BACKOFF_MS, 'a probe by IPv6', async () => (await looks()) > before)
  const had = births(far)
  await one!.start()
  await within(far, 2 * BACKOFF_MS, 'the first one has it again', () => births(far) > had)
}

function last(far: FarDevice): Report | undefined {
  return far.brokers[0]!.reports.at(-1)
}

/** Of eth0, as the kernel has them. */
async function addresses(far: FarDevice): Promise<string[]> {
  const [shown] = JSON.parse(await far.device.exec('ip', '-json', '-6', 'addr', 'show', 'eth0', 'scope', 'global')) as {
    addr_info: { local?: string }[]
  }[]
  // Of an address of another scope `ip` leaves an empty object.
  return shown!.addr_info.flatMap(({ local }) => local ?? [])
}

/** What the doctor finds is so, and nobody has an address of IPv4. */
async function isWell(far: FarDevice, address: string): Promise<void> {
  for (const ns of [far.device, far.world])
    expect(await ns.exec('ip', '-4', '-o', 'addr')).toMatch(/^\S+\s+lo\s[^\n]*\n?$/)
  const { status, out } = await far.run('doctor', '--json')
  const { findings } = JSON.parse(out.join('')) as { findings: { layer: string; state: string; what: string }[] }
  const of = (layer: string) => findings.filter((finding) => finding.layer === layer)
  expect(of('link')).toMatchObject([{ state: 'ok', what: 'eth0 is up' }])
  expect(of('address')).toMatchObject([{ state: 'ok', what: expect.stringContaining(`${address} on eth0`) }])
  expect(of('route')).toMatchObject([{ state: 'ok', what: expect.stringContaining('over eth0') }])
  expect(of('dns').map(({ what }) => what)).toContain(`broker.test is ${BROKER}`)
  expect(of('internet')).toMatchObject([{ state: 'ok' }])
  expect(of('tcp').map(({ what }) => what)).toContain(`connected to ${BROKER}, port 1883`)
  expect(of('broker').map(({ state }) => state)).toContain('ok')
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([])
  expect(status).toBe(0)
}

async function wants(far: FarDevice, epoch: number, link: Loose<NetworkLink>, trialMs: number): Promise<void> {
  const [broker] = far.brokers
  const policy = { healthTimeoutMs: 20_000, soakMs: 1, contactTimeoutMs: 120_000 }
  const network = { links: [{ name: 'lan', interface: 'eth0', ethernet: {}, ...link }], trialMs }
  const target = { fleet: FLEET, epoch, release: APP.release, policy, network }
  await broker!.publish(fleetTopics(FLEET).rollout, signedRollout(epoch, 1, 'go'), true)
  await broker!.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), true)
}

/** By the report of a device that is there, and the kernel's word. */
async function ends(far: FarDevice, state: 'refused' | 'confirmed', address: string): Promise<void> {
  const { reports, presence } = far.brokers[0]!
  const had = reports.length
  await within(far, OVER_MS, `that it is ${state}`, () => {
    const isSo = reports.slice(had).at(-1)?.networkChange?.state === state
    return isSo && presence.at(-1)?.online === true
  })
  expect((await addresses(far)).some((one) => one.startsWith(address))).toBe(true)
}

/** It says where to go, and gives addresses and the name server. */
async function router({ world }: FarDevice): Promise<Server> {
  const leases = join(world.dir, 'leases')
  await writeFile(leases, '')
  const words = [
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--pid-file=',
    '--user=root',
    '--port=0',
    '--no-resolv',
    '--no-hosts',
    '--interface=peer0',
    '--bind-interfaces',
    '--enable-ra',
    '--dhcp-range=fd00:9::100,fd00:9::1ff,slaac,64,1h',
    `--dhcp-option=option6:dns-server,[${PLAN_6.gateway}]`,
    `--dhcp-leasefile=${leases}`,
  ]
  const running = server({
    ...world.argv('dnsmasq', words),
    log: join(world.dir, 'dnsmasq.log'),
    ready: async () => (await world.exec('ss', '-Hlun')).includes(':547 '),
  })
  await running.start()
  return running
}
