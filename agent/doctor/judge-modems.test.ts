import { expect, it } from 'vitest'
import type { ModemReading } from '../network/modem-reading.ts'
import { judgeModems } from './judge-modems.ts'

const reading: ModemReading = {
  state: 'connected',
  registration: 'home',
  operator: 'Example Mobile',
  technology: 'lte',
  qualityPercent: 62,
}

it('tells how a modem is connected', () => {
  expect(judgeModems([{ interfaces: ['wwan0'], reading }])).toEqual([
    {
      layer: 'link',
      state: 'ok',
      of: '',
      what: 'the modem of wwan0 is connected, Example Mobile, lte, home, 62 %',
      advice: '',
    },
  ])
  expect(judgeModems([])).toEqual([])
})

it.each<[string, string, string]>([
  ['failed (sim-missing)', '', 'Put a SIM in'],
  ['failed (unknown-capabilities)', '', 'its firmware'],
  ['locked', '', 'pin-secret'],
  ['disabled', '', 'nmcli radio wwan'],
  ['searching', 'searching', 'the aerial'],
  ['enabled', 'denied', 'its contract'],
  ['registered', 'home', 'the APN'],
  ['searching', 'denied', 'its contract'],
])('of one that is %s, %s, it says what to do, and that nothing is wrong by it', (state, registration, advice) => {
  const nothing = { operator: '', technology: '', qualityPercent: 0 }
  const [finding] = judgeModems([{ interfaces: [], reading: { ...nothing, state, registration } }])
  expect(finding).toMatchObject({ state: 'warn', what: expect.stringContaining(`the modem is ${state}`) })
  expect(finding?.advice).toContain(advice)
})
