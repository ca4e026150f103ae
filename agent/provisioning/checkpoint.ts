/**
 * The provision machine's intent on the disk.
 *
 * Invariant: pure; what passes here can be resumed from without a further look. What cannot be read is never guessed
 * at: the device claims anew, with the keys that it has.
 */
import { PROVISION_VERSION } from '../../machines/provision.ts'
import { FRESH_PROVISION_INTENT, type ProvisionIntent, type ProvisionPhase } from '../../machines/provision-intent.ts'
import type { ProvisionContext } from '../../machines/provision-setup.ts'
import type { Checkpoint } from '../../storage/store.ts'
import { type Form, formFault } from '../intent-form.ts'
import type { Noted } from '../runtime/runtime.ts'
import type { Snapshots } from '../runtime/step.ts'

/** The name of the machine and of its checkpoint. */
export const PROVISION = 'provision'

const PHASES: readonly ProvisionPhase[] = [
  'unclaimed',
  'generating',
  'claiming',
  'awaitingApproval',
  'installing',
  'verifying',
  'provisioned',
  'renewing',
  'wiping',
]

const IDENTITY: Form = {
  fields: {
    device: 'text',
    fleet: 'text',
    claim: 'text',
    certificates: 'text',
    authority: 'text',
    brokerUrl: 'text',
    serialNumber: 'text',
    notBeforeMs: 'number',
    notAfterMs: 'number',
  },
}

const FIELDS: Readonly<Record<keyof ProvisionIntent, Form>> = {
  phase: { oneOf: PHASES },
  claim: { orNull: 'text' },
  attempt: 'number',
  offered: { orNull: IDENTITY },
  identity: { orNull: IDENTITY },
  credentialDropped: 'flag',
  refusal: { orNull: { fields: { code: 'text', message: 'text' } } },
  wipesVolumes: 'flag',
}
export const PROVISION_INTENT_FORM: Form = { fields: FIELDS }

/** What a phase cannot be without. */
const NEEDS: Partial<Record<ProvisionPhase, keyof ProvisionIntent>> = {
  claiming: 'claim',
  awaitingApproval: 'claim',
  installing: 'offered',
  verifying: 'offered',
  provisioned: 'identity',
  renewing: 'identity',
}

export function provisionContextOf(snapshots: Snapshots): ProvisionContext | null {
  return (snapshots.get(PROVISION)?.context as ProvisionContext | undefined) ?? null
}

export function provisionCheckpointOf(snapshots: Snapshots): Noted | null {
  const intent = provisionContextOf(snapshots)?.intent
  return intent === undefined ? null : { version: PROVISION_VERSION, body: JSON.stringify(intent) }
}

/** The intent to resume with, and, when it is not the one that was written, why. */
export function provisionIntentFrom(checkpoint: Pick<Checkpoint, 'version' | 'body'> | undefined): {
  intent: ProvisionIntent
  problem: string | null
} {
  if (checkpoint === undefined) return { intent: FRESH_PROVISION_INTENT, problem: null }
  const lost = (why: string) => ({
    intent: FRESH_PROVISION_INTENT,
    problem: `The provision checkpoint ${why}: the device claims its identity anew.`,
  })
  if (checkpoint.version !== PROVISION_VERSION)
    return lost(`has version ${checkpoint.version}, which this agent does not know`)
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(checkpoint.body))
    const fault = provisionIntentFault(value)
    return fault === null ? { intent: value as ProvisionIntent, problem: null } : lost(`cannot be read (${fault})`)
  } catch (error) {
    return lost(`cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
}

/** Why the value is no intent, with the place; null when it is one. */
function provisionIntentFault(value: unknown): string | null {
  const fault = formFault(value, PROVISION_INTENT_FORM, 'intent')
  if (fault !== null) return fault
  const intent = value as ProvisionIntent
  const needed = NEEDS[intent.phase]
  return needed !== undefined && intent[needed] === null ? `intent.${needed}: is missing in ${intent.phase}` : null
}
