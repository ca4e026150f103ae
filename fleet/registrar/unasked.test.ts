import { expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import type { ClaimAnswer } from '../../protocol/types.ts'
import type { DeviceRecord } from './records.ts'
import { callFor, takenBack } from './unasked.ts'

const device = (more: Partial<DeviceRecord> = {}): DeviceRecord =>
  ({ name: 'till-1', fleet: 'shop', claim: 'c1', state: 'active', given: [], erased: false, ...more }) as DeviceRecord

it.each<[string, DeviceRecord | undefined, string, boolean]>([
  ['is not known', undefined, 'shop', false],
  ['is where it shall be', device(), 'shop', false],
  ['is not there', device({ movesTo: 'lab' }), '', false],
  ['is to move', device({ movesTo: 'lab' }), 'shop', true],
  ['has moved, and its answer was lost', device({ movesTo: 'lab' }), 'lab', false],
  ['says another fleet than its own', device(), 'lab', true],
  ['is revoked', device({ state: 'revoked', movesTo: 'lab' }), 'shop', false],
])('a device that %s is called for, or not', (_, of, says, isCalled) => {
  const call = callFor(of, says)
  expect(call !== null).toBe(isCalled)
  if (call !== null)
    expect(decode<ClaimAnswer>(KINDS.ClaimAnswer, call)).toMatchObject({
      id: 'c1',
      state: ClaimState.CLAIM_STATE_RENEW,
    })
})

it.each([
  [false, 'HF_DEVICE_REVOKED'],
  [true, 'HF_DEVICE_ERASED'],
])('an identity that is taken back names its keys (erased: %s)', (erased, code) => {
  expect(takenBack(device({ erased }))).toMatchObject({
    state: 'refused',
    code,
    takesBack: { device: 'till-1', claims: ['c1'], volumes: erased },
  })
})
