/**
 * Checkpoints of the provision machine in every phase, made by the machine itself.
 *
 * Invariant: each is what a device has on its disk in that phase, byte for byte; beside it stands the state in which
 * the next life goes on.
 */
import { provisionCheckpointOf, provisionIntentFrom } from '../../agent/provisioning/checkpoint.ts'
import type { Snapshots } from '../../agent/runtime/step.ts'
import { PROVISION_VERSION } from '../../machines/provision.ts'
import {
  Board,
  claiming,
  fresh,
  granted,
  PENDING,
  provisioned,
  REFUSED,
  verifying,
} from '../machines/provision-board.ts'
import type { OldCheckpoint, Written } from './old-checkpoint.ts'

const NEXT = 'beef'.repeat(8)
const renewing = () => provisioned().done('untilRenewal')
const asking = () => renewing().done('generateNext', { claim: NEXT })
const DECOMMISSION = { type: 'DECOMMISSION', volumes: true }

const STORIES: Readonly<Record<string, () => Board>> = {
  'nothing to claim with': () => new Board().done('inspect', { hasKey: false, canClaim: false }),
  'a key is made': fresh,
  'claims for the first time': claiming,
  'refused, and asks again later': () => claiming().done('claim', REFUSED),
  'waits for an operator': () => claiming().done('claim', PENDING),
  'what was granted is looked at': () => claiming().done('claim', granted()),
  'what was granted is proved': verifying,
  'somebody, and the credential is still there': () => verifying().done('verify'),
  somebody: provisioned,
  'makes the next key': renewing,
  'asks for the next certificate': asking,
  'the next certificate is looked at': () => asking().done('renew', granted(NEXT)),
  'the next certificate is proved': () => asking().done('renew', granted(NEXT)).done('examine', null),
  'renewed once': () => asking().done('renew', granted(NEXT)).done('examine', null).done('verify'),
  'the broker refuses it': () => provisioned().send({ type: 'IDENTITY_REFUSED' }),
  'wiped with its volumes': () => provisioned().send(DECOMMISSION),
  'wiped while it renews': () => asking().send({ ...DECOMMISSION, volumes: false }),
  'nobody again': () => provisioned().send(DECOMMISSION).done('wipe'),
}

export function provisionCheckpointsNow(): OldCheckpoint[] {
  return Object.entries(STORIES).map(([name, story]) => {
    const { context } = story()
    const written = provisionCheckpointOf(new Map([['provision', { context }]]) as unknown as Snapshots)
    if (written === null) throw new Error('the provision machine has no checkpoint')
    const body = Buffer.from(written.body)
    return {
      name,
      version: PROVISION_VERSION,
      body: body.toString('base64'),
      phase: context.intent.phase,
      resumesAt: provisionResumed({ ...written, body }),
    }
  })
}

/** Where the next life goes on from it, when its keys are there. */
export function provisionResumed(checkpoint: Written): string {
  return new Board(provisionIntentFrom(checkpoint).intent).done('inspect', { hasKey: true, canClaim: true }).state
}
