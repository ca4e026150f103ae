/**
 * A controller's mark on a fleet: who steers it, and how the rollout stands, for whoever looks.
 *
 * Invariant: retained, as JSON; what is not exactly such a mark, of another version's controller for one, shows nothing.
 */
import { isOver } from './record.ts'
import type { RolloutView } from './view.ts'

export interface Mark {
  /** Of the controller's life. */
  id: string
  /** Of its data, which outlive it; empty when it does not say. */
  data: string
  /** Null before it has a rollout there. */
  rollout: RolloutView | null
  /** When it was made, Unix milliseconds: a controller that has died says nothing more. */
  atMs: number
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
    if (!isObject(said) || typeof said.id !== 'string') return null
    const { rollout, atMs, data } = said
    return {
      id: said.id,
      data: typeof data === 'string' ? data : '',
      rollout: isView(rollout) ? rollout : null,
      atMs: isNumber(atMs) ? atMs : 0,
    }
  } catch {
    return null
  }
}

function isView(value: unknown): value is RolloutView {
  if (!isObject(value)) return false
  const { waves, now, breach, canRevert } = value
  return (
    ['fleet', 'release', 'phase', 'reason', 'onBreach'].every((key) => typeof value[key] === 'string') &&
    ['epoch', 'wave', 'share', 'named', 'revision', 'startedMs'].every((key) => isNumber(value[key])) &&
    (canRevert === undefined || typeof canRevert === 'boolean') &&
    Array.isArray(waves) &&
    waves.every(isWave) &&
    (now === null || isNow(now)) &&
    (breach === null || (isObject(breach) && typeof breach.why === 'string' && isNumber(breach.wave)))
  )
}

function isWave(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.size)) return false
  const { kind, share, count, devices } = value.size
  const hasSize =
    (kind === 'share' && isNumber(share)) ||
    (kind === 'count' && isNumber(count)) ||
    (kind === 'devices' && Array.isArray(devices))
  return hasSize && ['success', 'failure', 'minimum', 'bakeMs'].every((key) => isNumber(value[key]))
}

const COUNTS = ['included', 'away', 'waiting', 'notified', 'succeeded', 'unwell', 'failed', 'reverted']

function isNow(value: unknown): boolean {
  if (!isObject(value)) return false
  const { counts, size, finished, gate, leftMs } = value
  return (
    isObject(counts) &&
    COUNTS.every((key) => isNumber(counts[key])) &&
    isNumber(size) &&
    isNumber(finished) &&
    typeof gate === 'string' &&
    (leftMs === null || isNumber(leftMs))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** What was published last of a mark, to tell whether another is due. */
export interface Marked {
  core: string
  whole: string
  atMs: number
}

export const UNMARKED: Marked = { core: '', whole: '', atMs: 0 }

/** Counts that change are told so often, ms. */
const TELL_MS = 5000

/** A step is told at once; the counts alone are told when there is time, and the estimate alone never. Null: not now. */
export function dueMark(view: RolloutView, last: Marked, nowMs: number): Marked | null {
  const core = coreOf(view)
  const whole = JSON.stringify({ ...view, now: view.now && { ...view.now, leftMs: null } })
  const isDue = core !== last.core || nowMs - last.atMs >= TELL_MS
  return whole !== last.whole && isDue ? { core, whole, atMs: nowMs } : null
}

function coreOf({ phase, wave, share, named, revision, breach, reason }: RolloutView): string {
  return JSON.stringify([phase, wave, share, named, revision, breach, reason, isOver(phase)])
}
