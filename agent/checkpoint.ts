/**
 * Checkpoints: the durable intent of a machine as bytes, and back.
 *
 * Invariant: what cannot be read as a version that is known is never guessed at: the machine begins with
 * nothing but what it reads from the world. An older version is brought to the present one step by step.
 */
import { FRESH_INTENT, type Intent } from '../machines/intent.ts'
import { UPDATE_VERSION } from '../machines/update.ts'
import type { UpdateContext } from '../machines/update-context.ts'
import type { Checkpoint } from '../storage/store.ts'
import { formFault, INTENT_FIELDS, intentFault } from './intent-form.ts'
import { intentOfVersion2 } from './migrations.ts'
import { NETWORK, networkCheckpointOf } from './network/checkpoint.ts'
import type { Noted } from './runtime/runtime.ts'
import type { Snapshots } from './runtime/step.ts'

/** From each older version of the intent, as data, to the next one. */
type Migrations = Readonly<Record<number, (intent: unknown) => unknown>>

/** Never take one away: a device may have been in a drawer for years. */
const MIGRATIONS: Migrations = { 1: intentOfVersion2 }

/** The update machine's context, as it stands. */
export function updateContextOf(snapshots: Snapshots): UpdateContext | null {
  return (snapshots.get('update')?.context as UpdateContext | undefined) ?? null
}

/** What of a machine is to be written; null for one that holds no intent of its own. */
export function checkpointOf(machine: string, snapshots: Snapshots): Noted | null {
  if (machine === NETWORK) return networkCheckpointOf(snapshots)
  if (machine !== 'update') return null
  const intent = updateContextOf(snapshots)?.intent
  if (intent === undefined) return null
  const known = bodies.get(intent)
  if (known !== undefined) return { version: UPDATE_VERSION, body: known }
  const body = JSON.stringify(intent)
  bodies.set(intent, body)
  return { version: UPDATE_VERSION, body }
}

/** Intents are never changed in place, and most steps leave the intent as it is. */
const bodies = new WeakMap<Intent, string>()

/**
 * The intent to resume with, and, when it is not the one that was written, why.
 * @param migrations and `present` are given only by tests
 */
export function intentFrom(
  checkpoint: (Pick<Checkpoint, 'version' | 'body'> & Partial<Checkpoint>) | undefined,
  migrations: Migrations = MIGRATIONS,
  present = UPDATE_VERSION,
): { intent: Intent; problem: string | null } {
  if (checkpoint === undefined) return { intent: FRESH_INTENT, problem: null }
  let value: unknown = null
  const lost = (why: string) => ({
    intent: { ...FRESH_INTENT, ...saidIn(value) },
    problem: `The update checkpoint ${why}: the agent reads the world instead.`,
  })
  const { version, body } = checkpoint
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (version > present) return lost(`has version ${version}, which this agent does not know`)
    for (let from = version; from < present; from += 1) {
      const migrate = migrations[from]
      if (migrate === undefined) return lost(`has version ${version}, which this agent does not know any more`)
      value = migrate(value)
    }
    // What was added within a version has its default.
    const intent = isObject(value) ? { ...FRESH_INTENT, ...value } : value
    const fault = intentFault(intent)
    return fault === null ? { intent: intent as Intent, problem: null } : lost(`cannot be read (${fault})`)
  } catch (error) {
    return lost(`cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
}

/** The bodies alone, so that none is written again as it is. */
export function writtenOf(checkpoints: ReadonlyMap<string, { body: Uint8Array }>): Map<string, string> {
  return new Map([...checkpoints].map(([machine, { body }]) => [machine, Buffer.from(body).toString()]))
}

/** What owner and operators have said, as far as it can be read in a form that is not known: no world could tell it again. */
function saidIn(value: unknown): Partial<Intent> {
  if (!isObject(value)) return {}
  const said = (['floors', 'refused', 'hold', 'stops'] as const).flatMap((field): [string, unknown][] => {
    const found = (value as Record<string, unknown>)[field]
    return formFault(found, INTENT_FIELDS[field], field) === null ? [[field, found]] : []
  })
  return Object.fromEntries(said) as Partial<Intent>
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As the update machine has it; null before it has begun. */
export function intentIn(snapshots: Snapshots): Intent | null {
  return updateContextOf(snapshots)?.intent ?? null
}
