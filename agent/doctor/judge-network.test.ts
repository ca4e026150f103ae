import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Finding, firstWrong, softened, text, wrong } from './finding.ts'
import { type ClockFacts, judgeClock, judgeNetwork } from './judge-network.ts'
import { registryOf } from './look-at-host.ts'
import { type NetworkFacts, networkFacts } from './network-facts.ts'

const eth0 = { name: 'eth0', state: 'up', carrier: true, isPhysical: true }
const address = { link: 'eth0', address: '192.0.2.7', family: 'IPv4' as const, linkLocal: false }
const way = { link: 'eth0', gateway: '192.0.2.1', family: 'IPv4' as const }
const well: NetworkFacts = { links: [eth0], addresses: [address], defaults: [way] }
const engines = { ...eth0, name: 'docker0' }

describe('the network', () => {
  it.each<[string, Partial<NetworkFacts>, string, Finding['state'], string]>([
    ['well', {}, 'link', 'ok', 'eth0 is up'],
    [
      'without a cable',
      { links: [{ ...eth0, carrier: false, state: 'down' }, engines] },
      'link',
      'wrong',
      'no link is up: eth0 (down)',
    ],
    ['without an adapter', { links: [engines] }, 'link', 'wrong', 'there is no network link'],
    ['of a link that does not tell', { links: [{ ...eth0, carrier: null, state: 'unknown' }] }, 'link', 'ok', 'eth0'],
    ['with an address', {}, 'address', 'ok', '192.0.2.7 on eth0'],
    [
      "with the engine's alone",
      { addresses: [{ ...address, link: 'docker0' }] },
      'address',
      'wrong',
      'no link has an address',
    ],
    [
      'without DHCP',
      { addresses: [{ ...address, address: '169.254.1.1', linkLocal: true }] },
      'address',
      'wrong',
      'link-local',
    ],
    ['with a route', {}, 'route', 'ok', 'by 192.0.2.1 over eth0'],
    ['without a route', { defaults: [] }, 'route', 'warn', 'there is no default route'],
    ['with a route to nowhere', { links: [{ ...eth0, carrier: false }] }, 'route', 'wrong', 'over eth0, which is down'],
  ])('%s', (_, facts, layer, state, what) => {
    const finding = judgeNetwork({ ...well, ...facts }).find((one) => one.layer === layer)
    expect(finding).toMatchObject({ state, what: expect.stringContaining(what) })
    expect(finding?.advice === '').toBe(state === 'ok')
  })

  it('is not judged where the kernel does not tell', () => {
    expect(judgeNetwork({ links: [], addresses: [], defaults: [] }).map(({ state }) => state)).toEqual([
      'skipped',
      'skipped',
    ])
  })
})

describe('the clock', () => {
  const now: ClockFacts = {
    wallMs: Date.UTC(2026, 5, 1),
    builtMs: Date.UTC(2026, 0, 1),
    isSynchronized: true,
    told: [],
  }
  const told = (minutes: number) => [{ by: 'r', wallMs: now.wallMs + minutes * 60_000, atMs: now.wallMs }]
  it.each<[string, Partial<ClockFacts>, Finding['state'], string]>([
    ['is right', {}, 'ok', '2026-06-01T00:00:00Z, and kept'],
    ['is not told of', { isSynchronized: null }, 'ok', '2026-06-01T00:00:00Z'],
    ['is of 1970', { wallMs: 0 }, 'wrong', 'before this program was made'],
    ['is not kept', { isSynchronized: false }, 'warn', 'nobody keeps it'],
    ['is behind', { told: told(90) }, 'wrong', '90 minutes later by r'],
    ['is ahead', { told: told(-90) }, 'wrong', '90 minutes earlier by r'],
    ['is a little off', { told: told(1) }, 'ok', '2026'],
  ])('%s', (_, facts, state, what) => {
    expect(judgeClock({ ...now, ...facts })).toMatchObject({ state, what: expect.stringContaining(what) })
  })
})

describe('what the kernel says', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(`${tmpdir()}/hf-doctor-`)
  })
  afterEach(() => rm(root, { recursive: true }))

  const file = async (path: string, content: string): Promise<void> => {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), content)
  }

  it('is read: a cable, a virtual link, a file that is no link, and a route', async () => {
    await file('sys/class/net/eth0/operstate', 'up\n')
    await file('sys/class/net/eth0/carrier', '1\n')
    await file('sys/class/net/eth0/device/uevent', '')
    await file('sys/class/net/wwan0/operstate', 'down\n')
    await file('sys/class/net/bonding_masters', 'bond0\n')
    await file('sys/class/net/lo/operstate', 'unknown\n')
    await file('proc/net/route', 'Iface\tDestination\nwwan0\t00000000\t0102000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n')
    const { links, defaults } = await networkFacts(root)
    expect(links).toEqual([eth0, { name: 'wwan0', state: 'down', carrier: null, isPhysical: false }])
    expect(defaults).toEqual([{ link: 'wwan0', gateway: '10.0.2.1', family: 'IPv4' }])
  })

  it('is nothing where there is nothing', async () => {
    expect(await networkFacts(join(root, 'nowhere'))).toMatchObject({ links: [], defaults: [] })
  })

  it('has default routes as people write them, the preferred one first', async () => {
    const line = (link: string, flags: string, metric: number) =>
      `${link}\t00000000\t0100000A\t${flags}\t0\t0\t${metric}\t00000000\t0\t0\t0\n`
    await file('proc/net/route', line('wwan0', '0003', 700) + line('eth1', '0002', 1) + line('eth0', '0003', 100))
    const six = (link: string, gateway: string, flags: string) =>
      `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${gateway} 00000400 1 0 ${flags} ${link}\n`
    const gateway = `fe80${'0'.repeat(27)}1`
    await file('proc/net/ipv6_route', six('lo', '0'.repeat(32), '00200200') + six('eth0', gateway, '00000003'))
    expect((await networkFacts(root)).defaults).toEqual([
      { link: 'eth0', gateway: '10.0.0.1', family: 'IPv4' },
      { link: 'wwan0', gateway: '10.0.0.1', family: 'IPv4' },
      { link: 'eth0', gateway: 'fe80::1', family: 'IPv6' },
    ])
  })
})

describe('a verdict', () => {
  it('names the lowest layer that is wrong', () => {
    const findings = [wrong('engine', 'e', 'a'), wrong('link', 'l', 'a'), wrong('dns', 'd', 'a')]
    expect(firstWrong(findings)?.layer).toBe('link')
    expect(text(findings)).toContain('To be put right first: link.')
    expect(text([])).toContain('Nothing is wrong.')
  })

  it('lets one broker of several be enough, and says what is wrong with the other', () => {
    const [bad, good] = [wrong('tcp', 'w', 'a', 'one'), { ...wrong('broker', 'in', '', 'two'), state: 'ok' as const }]
    expect(softened([bad, good]).map(({ state }) => state)).toEqual(['warn', 'ok'])
    expect(softened([bad]).map(({ state }) => state)).toEqual(['wrong'])
  })
})

it.each([
  ['registry.example/app@sha256:1', 'registry.example'],
  ['localhost:5000/app', 'localhost:5000'],
  ['library/redis', null],
  ['sha256:0123', null],
])('the registry of %s is %s', (image, registry) => {
  expect(registryOf(image)).toBe(registry)
})
