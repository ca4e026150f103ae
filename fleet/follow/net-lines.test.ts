import { expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Report } from '../../protocol/types.ts'
import { paintWith } from '../cli/style.ts'
import { netJson, netLines } from './net-lines.ts'

const paint = paintWith(false)
const seen = (report: Loose<Report> | null) => ({
  device: 'd1',
  presence: null,
  report: report === null ? null : decode(KINDS.Report, encode(KINDS.Report, { device: 'd1', ...report })),
})

it('says what the device last said of its links, and of what lies beyond', () => {
  const network = {
    main: 'eth0',
    internet: 'reachable',
    connections: 3,
    roundTripMs: 41,
    lostCode: 'HF_BROKER_UNAVAILABLE',
    lostMessage: 'cut\u001b[31m',
    links: [
      {
        name: 'eth0',
        kind: 'ethernet',
        up: true,
        addresses: ['10.9.0.7/24'],
        gateway: '10.9.0.1',
        metric: 100,
        hasRoute: true,
      },
      { name: 'wlan0', kind: 'wifi', signalDbm: -71 },
      {
        name: 'wwan0',
        kind: 'cellular',
        metered: true,
        rxBytes: 2_000_000,
        modem: {
          state: 'connected',
          registration: 'roaming',
          operator: 'Example\u001b[31m',
          technology: 'lte',
          qualityPercent: 62,
        },
      },
      { name: 'wwan1', kind: 'cellular', modem: { state: 'failed (sim-missing)' } },
    ],
  }
  const networkChange = {
    state: 'refused',
    wanted: 'ab'.repeat(32),
    code: 'HF_NETWORK_UNCONFIRMED',
    message: 'no answer',
  }
  const lines = netLines(seen({ network, networkChange }), paint)
  const text = lines.join('\n')
  expect(lines[0]).toBe('d1 is offline; this is what it said last')
  expect(lines[2]).toMatch(/^ {2}\* +eth0 +ethernet +up +10\.9\.0\.7\/24 +10\.9\.0\.1 +100 +- /)
  expect(lines[3]).toMatch(/^ {5}wlan0 +wifi +down +- +- +- +-71 dBm/)
  expect(lines[4]).toMatch(/^ {5}wwan0 +cellular, metered +down +- +- +- +62 % +2/)
  expect(lines[5]).toMatch(/^ {5}wwan1 +cellular +down +- +- +- +- +0/)
  expect(lines.slice(6, 8)).toEqual([
    '  modem of wwan0: connected, Example\\x1b[31m, lte, roaming',
    '  modem of wwan1: failed (sim-missing)',
  ])
  expect(text).toContain('connected 3 times since the agent was started, which answered within 41 ms')
  expect(text).toContain('configuration: refused; wanted abababababab, in force none')
  expect(text).toContain('HF_NETWORK_UNCONFIRMED no answer')
  expect(text).not.toContain('\u001b')
})

it.each(['synchronized', 'unsynchronized'])('says whether somebody keeps the clock: %s', (clock) => {
  expect(netLines(seen({ network: { clock } }), paint)).toContain(`  clock: ${clock}`)
})

it('says nothing of a clock that nobody told of', () => {
  expect(netLines(seen({ network: {} }), paint).join('\n')).not.toContain('clock')
})

it('shows what a device came with by its name', () => {
  const networkChange = { state: 'confirmed', wanted: 'as-it-came' }
  const lines = netLines(seen({ networkChange }), paint)
  expect(lines).toContain('  configuration: confirmed; wanted as-it-came, in force none')
})

it('says what it does not know', () => {
  expect(netLines(seen(null), paint)).toEqual(['d1 has never reported'])
  expect(netLines(seen({}), paint)).toContain('  it does not look at its network')
  expect(netJson(seen(null))).toEqual({ event: 'net', device: 'd1', online: false, network: null, networkChange: null })
})
