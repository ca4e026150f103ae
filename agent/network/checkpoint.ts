/**
 * The network machine's intent on the disk.
 *
 * Invariant: pure; what passes here can be resumed from without a further look. What cannot be read is never guessed
 * at: the device holds the network that it finds, and hears again what its owner wants.
 */
import { NETWORK_VERSION } from '../../machines/network.ts'
import { FRESH_NETWORK_INTENT, type NetworkIntent, type NetworkPhase } from '../../machines/network-intent.ts'
import type { NetworkContext } from '../../machines/network-setup.ts'
import type { Checkpoint } from '../../storage/store.ts'
import { type Form, formFault } from '../intent-form.ts'
import type { Noted } from '../runtime/runtime.ts'
import type { Snapshots } from '../runtime/step.ts'

/** The name of the machine and of its checkpoint. */
export const NETWORK = 'network'

const PHASES: readonly NetworkPhase[] = ['settled', 'applying', 'confirming', 'confirmed', 'reverting']
const REF = { changeId: 'text', hash: 'text', document: 'text' } as const
const WISH = { ...REF, budgetMs: 'number', maxAttempts: 'number' } as const
const FAULT = { code: 'text', message: 'text' } as const

const FIELDS: Readonly<Record<keyof NetworkIntent, Form>> = {
  phase: { oneOf: PHASES },
  wanted: { orNull: { fields: WISH } },
  current: { orNull: { fields: REF } },
  change: { orNull: { fields: { ...WISH, attempts: 'number', fault: { orNull: { fields: FAULT } } } } },
  refused: { orNull: { fields: { ...REF, ...FAULT } } },
}
export const NETWORK_INTENT_FORM: Form = { fields: FIELDS }

function networkContextOf(snapshots: Snapshots): NetworkContext | null {
  return (snapshots.get(NETWORK)?.context as NetworkContext | undefined) ?? null
}

export function networkCheckpointOf(snapshots: Snapshots): Noted | null {
  const intent = networkContextOf(snapshots)?.intent
  if (intent === undefined) return null
  const body = bodies.get(intent) ?? JSON.stringify(intent)
  bodies.set(intent, body)
  return { version: NETWORK_VERSION, body }
}

/** Intents are never changed in place, and most steps leave the intent as it is. */
const bodies = new WeakMap<NetworkIntent, string>()

/** The intent to resume with, and, when it is not the one that was written, why. */
export function networkIntentFrom(checkpoint: Pick<Checkpoint, 'version' | 'body'> | undefined): {
  intent: NetworkIntent
  problem: string | null
} {
  if (checkpoint === undefined) return { intent: FRESH_NETWORK_INTENT, problem: null }
  const lost = (why: string) => ({
    intent: FRESH_NETWORK_INTENT,
    problem: `The network checkpoint ${why}: the device holds the network that it finds.`,
  })
  if (checkpoint.version !== NETWORK_VERSION)
    return lost(`has version ${checkpoint.version}, which this agent does not know`)
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(checkpoint.body))
    const fault = networkIntentFault(value)
    return fault === null ? { intent: value as NetworkIntent, problem: null } : lost(`cannot be read (${fault})`)
  } catch (error) {
    return lost(`cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
}

/** Why the value is no intent, with the place; null when it is one. */
export function networkIntentFault(value: unknown): string | null {
  const fault = formFault(value, NETWORK_INTENT_FORM, 'intent')
  if (fault !== null) return fault
  const { phase, change } = value as NetworkIntent
  return change === null && phase !== 'settled' ? `intent.change: is missing in ${phase}` : null
}
