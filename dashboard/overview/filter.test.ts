import { expect, it } from 'vitest'
import type { DeviceRow } from '../page/wire.ts'
import { filtered, filterIn, tally } from './filter.ts'

const row = (device: string, given: Partial<DeviceRow> = {}): DeviceRow => ({
  device,
  fleet: 'shop',
  state: 'converged',
  phase: 'idle',
  percent: 0,
  runs: '7 · shop 1.2',
  wants: '',
  blockers: [],
  why: '',
  well: 1,
  services: 1,
  ...given,
})
const ROWS = [
  row('till-1'),
  row('till-2', { state: 'blocked', blockers: ['window', 'lock'] }),
  row('kiosk-1', { fleet: 'mall', state: 'offline', runs: '6 · shop 1.1' }),
]
const shown = (query: string) => filtered(ROWS, filterIn(new URLSearchParams(query))).map(({ device }) => device)

it.each([
  ['', ['till-1', 'till-2', 'kiosk-1']],
  ['q=TILL', ['till-1', 'till-2']],
  ['q=mall 1.1', ['kiosk-1']],
  ['q=till mall', []],
  ['state=blocked,offline', ['till-2', 'kiosk-1']],
  ['state=nonsense', ['till-1', 'till-2', 'kiosk-1']],
  ['blocker=lock', ['till-2']],
  ['release=7 · shop 1.2&state=converged', ['till-1']],
  ['fleet=mall&q=till', []],
])('%j shows %j', (query, devices) => {
  expect(shown(query)).toEqual(devices)
})

it('counts the most first', () => {
  expect(tally(['b', 'a', 'b', 'c'])).toEqual([
    ['b', 2],
    ['a', 1],
    ['c', 1],
  ])
})
