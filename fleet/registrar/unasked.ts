/**
 * What devices are told without having asked again: that an operator has rejected them, that their identity was taken
 * back, that they are to ask for their next certificate.
 *
 * Invariant: pure.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import type { Settled } from './answers.ts'
import type { DeviceRecord } from './records.ts'
import { takenBackFrom } from './revocation.ts'

/** To a claim that an operator has rejected. */
export const REJECTED: Settled = {
  state: 'refused',
  code: 'HF_CLAIM_REFUSED',
  message: 'an operator rejected it',
  retryAfterMs: 3_600_000,
}

/** To a device whose identity is none any more. */
export function takenBack(device: DeviceRecord): Settled {
  return {
    state: 'refused',
    code: device.erased ? 'HF_DEVICE_ERASED' : 'HF_DEVICE_REVOKED',
    message: `the identity of ${device.name} was taken back`,
    retryAfterMs: 0,
    takesBack: takenBackFrom(device),
  }
}

/**
 * The call to ask for the next certificate now: for a device that is there, and says that it is in another fleet than it
 * shall be. Null: nothing calls for it.
 * @param fleet that it says it is in; empty when it is not there, or does not say
 */
export function callFor(device: DeviceRecord | undefined, fleet: string): Uint8Array | null {
  if (device?.state !== 'active' || fleet === '' || fleet === (device.movesTo ?? device.fleet)) return null
  return encode(KINDS.ClaimAnswer, { id: device.claim, state: ClaimState.CLAIM_STATE_RENEW })
}
