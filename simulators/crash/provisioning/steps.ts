/** Of what the scenarios of provisioning are made: who the device is, and what operators do again and again. */
import type { ProvisionStep, ProvisionView } from './scenario.ts'
import type { Troubles } from './troubles.ts'

export const NAME = 'press-7'
export const FLEET = 'plant-a'
export const OTHER_FLEET = 'plant-b'

export const isSomebody = ({ state, resting }: ProvisionView): boolean => resting && state === 'provisioned.resting'
const isRenewed = (view: ProvisionView): boolean =>
  isSomebody(view) && view.isRenewed && (view.registry.device.get(NAME)?.given.length ?? 0) > 1

/** A step that only waits: the world does not rest before. */
export const until = (tells: string, when: ProvisionStep['when']): ProvisionStep => ({ tells, when, act: () => {} })

export const claimed = until('see that the device is somebody', isSomebody)
export const renewed = until('see that the device has its next certificate', isRenewed)

const someClaim =
  (state: 'pending' | 'rejected') =>
  ({ registry }: ProvisionView): boolean =>
    [...registry.claim.values()].some((claim) => claim.state === state)

export const approve: ProvisionStep = {
  tells: 'approve the claim that waits',
  when: someClaim('pending'),
  act: ({ approveAll }) => approveAll('pending'),
}

export const replace: ProvisionStep = {
  tells: 'approve the claim that waits, in the place of the board that has the name',
  when: someClaim('pending'),
  act: ({ approveAll }) => approveAll('pending', { replace: true }),
}

export const reject: ProvisionStep = {
  tells: 'reject the claim that waits',
  when: someClaim('pending'),
  act: ({ rejectAll }) => rejectAll(),
}

/** @param when the device is in this state */
export const approveRejected = (when: string): ProvisionStep => ({
  tells: 'approve the claim after all',
  when: (view) => view.state === when && someClaim('rejected')(view),
  act: ({ approveAll }) => approveAll('rejected'),
})

/** Something begins to go wrong. Default: before the device is switched on. */
export const begins = (
  tells: string,
  troubles: Partial<Troubles>,
  when: ProvisionStep['when'] = () => true,
): ProvisionStep => ({ tells, when, act: ({ trouble }) => trouble(troubles) })

/** It goes wrong until the device has felt it: after a cut that may be in another state than without one. */
export const untilFelt = (tells: string, troubles: Partial<Troubles>, ...states: readonly string[]): ProvisionStep => ({
  tells,
  when: ({ state }) => states.includes(state),
  act: ({ trouble }) => trouble(troubles),
})
