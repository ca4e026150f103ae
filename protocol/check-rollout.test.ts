import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRollout, isIncluded } from './check-rollout.ts'
import { decode, encode, KINDS } from './codec.ts'
import { RolloutState } from './enums.ts'

const good = {
  fleet: 'f',
  epoch: 1,
  revision: 1,
  state: RolloutState.ROLLOUT_STATE_GO,
  share: 10_000,
  issuedAtMs: 0,
  freshForMs: 0,
  devices: [],
}

describe('a rollout', () => {
  it('passes when it is good, also for nobody yet', () => {
    expect(checkRollout(good)).toBe(good)
    expect(checkRollout({ ...good, share: 0, state: RolloutState.ROLLOUT_STATE_PAUSED }).share).toBe(0)
  })

  it.each([
    ['fleet', { fleet: '' }],
    ['epoch', { epoch: 0 }],
    ['revision', { revision: 0 }],
    ['state', { state: RolloutState.ROLLOUT_STATE_UNSPECIFIED }],
    ['state', { state: 99 as never }],
    ['share', { share: 10_001 }],
    ['devices', { devices: Array.from({ length: 1001 }, (_, at) => `d${at}`) }],
    ['devices[1]', { devices: ['d', '../d'] }],
  ])('with a bad %s is refused', (field, change) => {
    expect(() => checkRollout({ ...good, ...change })).toThrow(
      expect.objectContaining({ code: 'HF_WIRE_INVALID', place: `rollout.${field}` }),
    )
  })
})

describe('a device', () => {
  it('is included by its name, or by its lot, which a larger share never loses', () => {
    expect(isIncluded('d', { ...good, share: 0 })).toBe(false)
    expect(isIncluded('d', { ...good, share: 0, devices: ['d'] })).toBe(true)
    expect(isIncluded('d', good)).toBe(true)
    fc.assert(
      fc.property(fc.string(), fc.nat(10_000), fc.nat(10_000), (device, share, more) => {
        const wider = Math.min(10_000, share + more)
        return !isIncluded(device, { ...good, share }) || isIncluded(device, { ...good, share: wider })
      }),
    )
  })
})

it('the largest rollout that is good fits into its message', () => {
  const devices = Array.from({ length: 1000 }, (_, at) => `${'d'.repeat(60)}${String(at).padStart(4, '0')}`)
  const bytes = encode(KINDS.Rollout, { ...good, devices })
  expect(checkRollout(decode(KINDS.Rollout, bytes)).devices).toHaveLength(1000)
})
