/**
 * The machines whose intent is on the disk: how each is written, and read again.
 *
 * Invariant: a machine with an intent that is not in here fails a test.
 */
import { intentFrom } from '../../agent/checkpoint.ts'
import { type Form, INTENT_FORM } from '../../agent/intent-form.ts'
import { NETWORK_INTENT_FORM, networkIntentFrom } from '../../agent/network/checkpoint.ts'
import { PROVISION_INTENT_FORM, provisionIntentFrom } from '../../agent/provisioning/checkpoint.ts'
import { NETWORK_VERSION } from '../../machines/network.ts'
import { PROVISION_VERSION } from '../../machines/provision.ts'
import { UPDATE_VERSION } from '../../machines/update.ts'
import { checkpointsNow, resumed } from './checkpoints.ts'
import { networkCheckpointsNow, networkResumed } from './network-checkpoints.ts'
import type { OldCheckpoint, Written } from './old-checkpoint.ts'
import { provisionCheckpointsNow, provisionResumed } from './provision-checkpoints.ts'

interface Recorded {
  version: number
  form: Form
  /** Checkpoints of every phase, as the present code writes them. */
  now(): OldCheckpoint[]
  /** As the next life reads it. */
  read(checkpoint: Written): { intent: { phase: string }; problem: string | null }
  /** Where the next life goes on from it. */
  resumed(checkpoint: Written): string
}

export const MACHINES: Readonly<Record<string, Recorded>> = {
  update: { version: UPDATE_VERSION, form: INTENT_FORM, now: checkpointsNow, read: intentFrom, resumed },
  network: {
    version: NETWORK_VERSION,
    form: NETWORK_INTENT_FORM,
    now: networkCheckpointsNow,
    read: networkIntentFrom,
    resumed: networkResumed,
  },
  provision: {
    version: PROVISION_VERSION,
    form: PROVISION_INTENT_FORM,
    now: provisionCheckpointsNow,
    read: provisionIntentFrom,
    resumed: provisionResumed,
  },
}
