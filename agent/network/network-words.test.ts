/** How a device's network is in its report. */
import { describe, expect, it } from 'vitest'
import { SET_BACK_METRIC } from '../../machines/link-choice.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { FRESH_NETWORK_INTENT, type NetworkIntent } from '../../machines/network-intent.ts'
import type { NetworkContext } from '../../machines/network-setup.ts'
import { networkBlockers, networkChange, networkReport, type Standing } from './network-words.ts'

const eth0: LinkFact = {
  name: 'eth0',
  kind: 'ethernet',
  isUp: true,
  addresses: ['10.9.0.7/24'],
  defaultMetrics: [100],
  gateway: '10.9.0.1',
}
const wwan0: LinkFact = { ...eth0, name: 'wwan0', kind: 'cellular', addresses: ['10.1.0.7/30'], defaultMetrics: [700] }
const wlan0: LinkFact = { ...eth0, name: 'wlan0', kind: 'wifi', addresses: ['10.2.0.7/24'], defaultMetrics: [600] }
const MODEM = {
  state: 'connected',
  registration: 'roaming',
  operator: 'Example Mobile',
  technology: 'lte',
  qualityPercent: 62,
}
const context = (more: Partial<NetworkContext> = {}): NetworkContext => ({
  intent: FRESH_NETWORK_INTENT,
  links: [eth0, wlan0, wwan0],
  reach: null,
  setBack: [],
  broker: { url: '', connection: 0, fault: null },
  reading: { canChange: true, inForce: null },
  fault: null,
  tries: 0,
  ...more,
})

describe('the network in a report', () => {
  const facts = {
    context: context(),
    internet: 'reachable',
    readings: new Map([
      ['wlan0', { signalDbm: -71, rxBytes: 0, txBytes: 0 }],
      ['wwan0', { signalDbm: null, rxBytes: 2_000, txBytes: 300 }],
    ]),
    // The kernel knows no signal of a modem.
    modems: new Map([['wwan0', MODEM]]),
    isMetered: ({ kind }: LinkFact) => kind === 'cellular',
    roundTripMs: 41.4,
    connections: 3,
    lost: { code: 'HF_BROKER_UNAVAILABLE', message: 'b.example: no PINGRESP' } as const,
    isClockKept: true,
  }

  it('has kind, signal, addresses, bytes, round trip, connections and the last reason', () => {
    const { links, ...rest } = networkReport(facts)
    expect(rest).toEqual({
      main: 'eth0',
      internet: 'reachable',
      connections: 3,
      lostCode: 'HF_BROKER_UNAVAILABLE',
      lostMessage: 'b.example: no PINGRESP',
      roundTripMs: 41,
      clock: 'synchronized',
    })
    expect(links).toMatchObject([
      { name: 'eth0', kind: 'ethernet', up: true, addresses: ['10.9.0.7/24'], gateway: '10.9.0.1', metered: false },
      { name: 'wlan0', kind: 'wifi', metric: 600, metered: false, signalDbm: -71 },
      { name: 'wwan0', kind: 'cellular', metric: 700, metered: true, rxBytes: 2_000, txBytes: 300, modem: MODEM },
    ])
    expect(links?.map(({ modem }) => modem ?? null)).toEqual([null, null, MODEM])
  })

  it('stays within what a report may hold', () => {
    const links = Array.from({ length: 40 }, (_, n) => ({
      ...eth0,
      name: `eth${n}`,
      addresses: Array.from({ length: 20 }, (_, k) => `10.9.${n}.${k}/24`),
    }))
    const lost = { ...facts.lost, message: 'x'.repeat(1_000) }
    const report = networkReport({ ...facts, context: context({ links }), lost })
    expect([report.links?.length, report.links?.[0]?.addresses?.length, report.lostMessage?.length]).toEqual([
      32, 16, 300,
    ])
  })

  it('has the link in use, those that lead out and the radios, however many others there are', () => {
    const idle: LinkFact = { ...eth0, isUp: false, addresses: [], defaultMetrics: [], gateway: '' }
    const ports = Array.from({ length: 64 }, (_, n) => ({ ...idle, name: `lan${String(n).padStart(2, '0')}` }))
    const tails = Array.from({ length: 31 }, (_, n) => ({ ...eth0, name: `vpn${n + 10}`, defaultMetrics: [n + 1] }))
    const main: LinkFact = { ...wlan0, name: 'wlan0', defaultMetrics: [0] }
    const seen = (links: LinkFact[]) => networkReport({ ...facts, context: context({ links }) })
    const searching: LinkFact = { ...idle, name: 'wwan0', kind: 'cellular' }
    const radios = seen([...ports, wlan0, searching])
    expect(radios.main).toBe('wlan0')
    expect(radios.links).toHaveLength(32)
    expect(radios.links?.map(({ name }) => name)).toEqual([
      ...ports.slice(0, 30).map(({ name }) => name),
      'wlan0',
      'wwan0',
    ])
    const many = seen([...ports, ...tails, main]).links?.map(({ name }) => name)
    expect(many).toEqual([...tails.map(({ name }) => name), 'wlan0'])
  })

  it('has the link in use although more than it holds are preferred to it, and set back', () => {
    const preferred = Array.from({ length: 40 }, (_, n) => ({
      ...eth0,
      name: `eth${n + 10}`,
      defaultMetrics: [SET_BACK_METRIC + n],
    }))
    const links = networkReport({ ...facts, context: context({ links: [...preferred, wwan0] }) }).links
    expect(links).toHaveLength(32)
    expect(links?.at(-1)).toMatchObject({ name: 'wwan0' })
  })

  it('names the link that the kernel sends by, also while that has no carrier and its route stands', () => {
    const unplugged: LinkFact = { ...eth0, isUp: false, addresses: [] }
    const main = (links: LinkFact[]) => networkReport({ ...facts, context: context({ links }) }).main
    expect(main([unplugged, wwan0])).toBe('eth0')
    expect(main([{ ...unplugged, defaultMetrics: [] }, wwan0])).toBe('wwan0')
  })

  it.each([
    [null, ''],
    [false, 'unsynchronized'],
  ])('says of a clock that is kept: %s', (isClockKept, clock) => {
    expect(networkReport({ ...facts, isClockKept }).clock).toBe(clock)
  })
})

const WISH = { changeId: 'd', hash: 'wanted', document: 'd', budgetMs: 1, maxAttempts: 3 }
const CHANGE = { ...WISH, attempts: 1, fault: null }
const REFUSED = { changeId: 'd', hash: 'wanted', document: 'd', code: 'HF_NETWORK_UNCONFIRMED', message: 'no' } as const
const KEPT = { changeId: 'd', hash: 'wanted', document: 'd' }

describe('a change of the network', () => {
  const standing = (intent: Partial<NetworkIntent>, more: Partial<NetworkContext> = {}): Standing => ({
    change: 'settled',
    context: context({ intent: { ...FRESH_NETWORK_INTENT, ...intent }, ...more }),
  })

  it.each<[string, Standing, string[]]>([
    ['waiting', standing({ wanted: WISH }), ['waits until nothing else disturbs the device']],
    [
      'waiting',
      standing({ wanted: WISH }, { reading: { canChange: false, inForce: null } }),
      ['nobody on the device can configure its network'],
    ],
    ['trial', standing({ wanted: WISH, phase: 'applying', change: CHANGE }), ['is being tried']],
    ['trial', standing({ wanted: WISH, phase: 'confirming', change: CHANGE }), ['is being tried']],
    ['reverting', standing({ wanted: WISH, phase: 'reverting', change: CHANGE }), ['is being taken back']],
    ['refused', standing({ wanted: WISH, refused: REFUSED }), ['was refused: no']],
    ['confirmed', standing({ wanted: WISH, current: KEPT }, { reading: { canChange: true, inForce: 'wanted' } }), []],
  ])('is %s, and what stands against it is told', (state, stands, told) => {
    expect(networkChange(stands)).toMatchObject({ state, wanted: 'wanted' })
    const messages = networkBlockers(stands, []).map(({ message }) => message)
    expect(messages).toHaveLength(told.length)
    for (const [index, part] of told.entries()) expect(messages[index]).toContain(part)
  })

  it('is none where nothing is asked, and the secrets that are lacking are told', () => {
    expect(networkChange(standing({}))).toBeNull()
    expect(networkBlockers(standing({}), ['wifi'])).toMatchObject([
      { code: 'HF_SECRET_MISSING', message: 'the network configuration needs the secret wifi' },
    ])
  })
})
