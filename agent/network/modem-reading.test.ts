import { describe, expect, it } from 'vitest'
import { modemIn, modemOf, modemPathsIn } from './modem-reading.ts'

/** As `mmcli -m 0 -J` of ModemManager 1.20 writes it, without what is not read. */
const WRITTEN = {
  '3gpp': { 'operator-code': '26202', 'operator-name': 'Example Mobile', 'registration-state': 'roaming' },
  generic: {
    'access-technologies': ['lte'],
    ports: ['cdc-wdm0 (qmi)', 'ttyUSB1 (at)', 'wwan0 (net)'],
    'signal-quality': { recent: 'yes', value: '75' },
    state: 'connected',
    'state-failed-reason': '--',
  },
}
const written = (changes: { '3gpp'?: object; generic?: object } = {}): string =>
  JSON.stringify({
    modem: {
      '3gpp': { ...WRITTEN['3gpp'], ...changes['3gpp'] },
      generic: { ...WRITTEN.generic, ...changes.generic },
    },
  })
const READ = {
  state: 'connected',
  registration: 'roaming',
  operator: 'Example Mobile',
  technology: 'lte',
  qualityPercent: 75,
}

describe('a modem, as mmcli tells it', () => {
  it.each<[string, Parameters<typeof written>[0], Partial<typeof READ>]>([
    ['that is connected', {}, {}],
    [
      'at home, with two technologies',
      { '3gpp': { 'registration-state': 'home' }, generic: { 'access-technologies': ['lte', '5gnr'] } },
      { registration: 'home', technology: 'lte, 5gnr' },
    ],
    [
      'without a SIM',
      {
        '3gpp': { 'operator-code': '--', 'operator-name': '--', 'registration-state': '--' },
        generic: {
          state: 'failed',
          'state-failed-reason': 'sim-missing',
          'access-technologies': [],
          'signal-quality': { recent: 'yes', value: '0' },
        },
      },
      { state: 'failed (sim-missing)', registration: '', operator: '', technology: '', qualityPercent: 0 },
    ],
    [
      'whose quality is of long ago',
      { generic: { 'signal-quality': { recent: 'no', value: '75' } } },
      { qualityPercent: 0 },
    ],
    ['that tells nonsense', { generic: { 'signal-quality': { recent: 'yes', value: '175' } } }, { qualityPercent: 0 }],
    [
      'of another form',
      { generic: { 'signal-quality': 3, 'access-technologies': 'lte' } },
      { qualityPercent: 0, technology: '' },
    ],
    ['with an operator by its code alone', { '3gpp': { 'operator-name': '--' } }, { operator: '26202' }],
    [
      'with a name that is no name',
      { '3gpp': { 'operator-name': `A\u001b[31m${'x'.repeat(99)}` } },
      { operator: `A[31m${'x'.repeat(59)}` },
    ],
    [
      'with a name that turns lines round, breaks them, or hides in them',
      { '3gpp': { 'operator-name': 'Tele\u202efónica\u2028\u2029\u200b\ufeff 東京\u{e0041}' } },
      { operator: 'Telefónica 東京' },
    ],
  ])('%s', (_, changes, told) => {
    expect(modemIn(written(changes))?.reading).toEqual({ ...READ, ...told })
  })

  it.each(['', 'error: couldn’t find modem', '{"modem":', '[]', '{"modem":7}', 'null'])(
    'tells nothing by %j',
    (text) => {
      expect(modemIn(text)).toBeNull()
    },
  )
})

it.each<[string, string[]]>([
  [
    '{"modem-list":["/org/freedesktop/ModemManager1/Modem/0","/org/freedesktop/ModemManager1/Modem/12"]}',
    ['/org/freedesktop/ModemManager1/Modem/0', '/org/freedesktop/ModemManager1/Modem/12'],
  ],
  ['{"modem-list":[]}', []],
  ['{"modem-list":["--help", 7]}', []],
  ['No modems were found', []],
])('of %s those are asked: %j', (text, paths) => {
  expect(modemPathsIn(text)).toEqual(paths)
})

it('a link is of the modem that has its interface, or of the only one that has none', () => {
  const [own, serial, other] = [
    modemIn(written())!,
    modemIn(written({ generic: { ports: ['ttyUSB0 (at)', 'ttyUSB1 (at)'] } }))!,
    modemIn(written({ generic: { ports: ['wwan1 (net)'] } }))!,
  ]
  expect(modemOf('wwan0', [other, own])).toBe(own.reading)
  expect(modemOf('ppp0', [own, serial])).toBe(serial.reading)
  expect(modemOf('ppp0', [serial, serial])).toBeNull()
  expect(modemOf('wwan0', [other])).toBeNull()
})
