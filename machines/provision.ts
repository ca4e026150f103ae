/**
 * The provisioning lifecycle: how a device becomes exactly one known device, and stays it.
 *
 * Invariant: the identity in force changes only when the new one has been proved by connecting with it; what proved
 * the claim is dropped only after that; a claim is the hash of its key, so that asking again, after whichever power
 * cut, is the same claim. The machine has no I/O, no clock and no secret.
 */
import { awaitingApproval, claiming, generating, installing, unclaimed, verifying } from './provision-claim.ts'
import { provisioned, reconciling, renewing, wiping } from './provision-in-force.ts'
import { FRESH_PROVISION_INTENT } from './provision-intent.ts'
import { provisionSetup } from './provision-setup.ts'

/** Version of the checkpoint's form and of the chart's structure. */
export const PROVISION_VERSION = 1

export const provisionMachine = provisionSetup.createMachine({
  id: 'provision',
  description: 'How a device becomes one known device, and stays it.',
  context: ({ input }) => ({
    intent: input?.intent ?? FRESH_PROVISION_INTENT,
    blockers: [],
    tries: 0,
    canClaim: false,
  }),
  initial: 'reconciling',
  states: {
    reconciling,
    unclaimed,
    generating,
    claiming,
    awaitingApproval,
    installing,
    verifying,
    provisioned,
    renewing,
    wiping,
  },
})
