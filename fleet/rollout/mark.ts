/**
 * A controller's mark on a fleet: who steers it, and how the rollout stands, for whoever looks.
 *
 * Invariant: retained, as JSON; what cannot be read is nobody's.
 */
import { isOver } from './record.ts'
import type { RolloutView } from './view.ts'

export interface Mark {
  /** Of the controller's life. */
  id: string
  /** Null before it has a rollout there. */
  rollout: RolloutView | null
}

const MOST_BYTES = 256 * 1024

export function writeMark(mark: Mark): Uint8Array {
  return Buffer.from(JSON.stringify(mark), 'utf8')
}

/** Null when it is none. */
export function readMark(payload: Uint8Array): Mark | null {
  if (payload.byteLength > MOST_BYTES) return null
  try {
    const said: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    if (typeof said !== 'object' || said === null || !('id' in said) || typeof said.id !== 'string') return null
    const { rollout } = said as Mark
    const isView = typeof rollout === 'object' && rollout !== null && Array.isArray(rollout.waves)
    return { id: said.id, rollout: isView ? rollout : null }
  } catch {
    return null
  }
}

/** What is told at once; the counts and the estimate alone are told when there is time. */
export function coreOf({ phase, wave, share, named, revision, breach, reason, now }: RolloutView): string {
  return JSON.stringify([phase, wave, share, named, revision, breach, reason, isOver(phase) ? now : null])
}
