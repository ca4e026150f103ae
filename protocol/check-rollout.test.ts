import { describe, expect, it } from 'vitest'
import { checkRollout } from './check-rollout.ts'
import { RolloutState } from './enums.ts'

const good = {
  fleet: 'f',
  epoch: 1,
  revision: 1,
  state: RolloutState.ROLLOUT_STATE_GO,
  share: 10_000,
  issuedAtMs: 0,
  freshForMs: 0,
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
  ])('with a bad %s is refused', (field, change) => {
    expect(() => checkRollout({ ...good, ...change })).toThrow(
      expect.objectContaining({ code: 'HF_WIRE_INVALID', place: `rollout.${field}` }),
    )
  })
})
