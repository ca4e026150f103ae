/**
 * Checkpoints: the durable intent of a machine as bytes, and back.
 *
 * Invariant: what cannot be read as a version that is known is never guessed at: the machine begins with
 * nothing but what it reads from the world.
 */
import { FRESH_INTENT, type Intent } from '../machines/intent.ts'
import { UPDATE_VERSION } from '../machines/update.ts'
import type { UpdateContext } from '../machines/update-changes.ts'
import type { Checkpoint } from '../storage/store.ts'
import type { Snapshots } from './runtime/step.ts'

/** The update machine's context, as it stands. */
export function updateContextOf(snapshots: Snapshots): UpdateContext | null {
  return (snapshots.get('update')?.context as UpdateContext | undefined) ?? null
}

/** What of a machine is to be written; null for one that holds no intent of its own. */
export function checkpointOf(machine: string, snapshots: Snapshots): { version: number; body: Uint8Array } | null {
  if (machine !== 'update') return null
  const intent = updateContextOf(snapshots)?.intent
  if (intent === undefined) return null
  return { version: UPDATE_VERSION, body: new TextEncoder().encode(JSON.stringify(intent)) }
}

/** The intent to resume with, and, when it is not the one that was written, why. */
export function intentFrom(checkpoint: Checkpoint | undefined): { intent: Intent; problem: string | null } {
  if (checkpoint === undefined) return { intent: FRESH_INTENT, problem: null }
  if (checkpoint.version !== UPDATE_VERSION) {
    return {
      intent: FRESH_INTENT,
      problem: `the update checkpoint has version ${checkpoint.version}, which this agent does not know: it reads the world instead`,
    }
  }
  try {
    return {
      intent: { ...FRESH_INTENT, ...(JSON.parse(new TextDecoder().decode(checkpoint.body)) as Intent) },
      problem: null,
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      intent: FRESH_INTENT,
      problem: `the update checkpoint cannot be read (${reason}): the agent reads the world instead`,
    }
  }
}
