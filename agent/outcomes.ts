/**
 * How the last updates ended: told with every report, so that an operator learns of each that happened while nobody could
 * see it.
 *
 * Invariant: pure; an outcome is in one batch with the transition that it is of; the last of them are kept, numbered over
 * all lives, so that a gap shows.
 */

import type { Intent } from '../machines/intent.ts'
import type { Stamp } from '../machines/ports.ts'
import { cutTo } from '../protocol/text.ts'
import type { UpdateOutcome } from '../protocol/types.ts'
import type { Checkpoint, Write } from '../storage/store.ts'

/** The checkpoint's name. */
export const OUTCOMES = 'outcomes'
const VERSION = 1
/** Kept and told. */
export const MAX_OUTCOMES = 16
const MAX_TEXT = 160

/** What has come to an end between one intent and the next. */
export function endedBetween(
  before: Intent,
  after: Intent,
  { wallMs }: Pick<Stamp, 'wallMs'>,
): Omit<UpdateOutcome, 'number'>[] {
  const atMs = Math.max(0, Math.round(wallMs))
  const refusals = after.refused
    .filter(({ document, arm }) => !before.refused.some((known) => known.document === document && known.arm === arm))
    .map(({ epoch, code, message, document }) => {
      const task = before.task?.to.document === document ? before.task.to : null
      return {
        outcome: 'refused',
        epoch,
        version: task?.version ?? '',
        code,
        message: cutTo(message, MAX_TEXT),
        atMs,
      }
    })
  const { current } = after
  const isOther =
    current !== null && (current.document !== before.current?.document || current.arm !== before.current.arm)
  if (!isOther) return refusals
  const outcome = before.task?.kind === 'revert' ? 'went-back' : 'committed'
  return [...refusals, { outcome, epoch: current.epoch, version: current.version, code: '', message: '', atMs }]
}

export class Outcomes {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  #kept: readonly UpdateOutcome[]
  /** With those of the batch that is being written. */
  #next: readonly UpdateOutcome[]

  constructor(saved: Pick<Checkpoint, 'version' | 'body'> | undefined) {
    const read = readOutcomes(saved)
    this.problem = read === null ? 'How earlier updates ended cannot be read any more.' : null
    this.#kept = read ?? []
    this.#next = this.#kept
  }

  /** Oldest first. */
  all(): readonly UpdateOutcome[] {
    return this.#kept
  }

  /** The writes of a step; what they say is told once `written` is called. */
  writes(before: Intent | null, after: Intent | null, now: Pick<Stamp, 'wallMs'>): Write[] {
    if (before === null || after === null || before === after) return []
    const ended = endedBetween(before, after, now)
    if (ended.length === 0) return []
    const first = (this.#kept.at(-1)?.number ?? 0) + 1
    const numbered = ended.map((outcome, n) => ({ ...outcome, number: first + n }))
    this.#next = [...this.#kept, ...numbered].slice(-MAX_OUTCOMES)
    return [{ op: 'checkpoint', machine: OUTCOMES, version: VERSION, body: Buffer.from(JSON.stringify(this.#next)) }]
  }

  /** The step's batch is on the disk. */
  written(): void {
    this.#kept = this.#next
  }
}

function readOutcomes(saved: Pick<Checkpoint, 'version' | 'body'> | undefined): UpdateOutcome[] | null {
  if (saved === undefined) return []
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(saved.body))
    if (saved.version === VERSION && Array.isArray(read) && read.every(isOutcome)) return read
  } catch {
    // Then it is told that they cannot be read.
  }
  return null
}

function isOutcome(value: unknown): value is UpdateOutcome {
  const { number, outcome, epoch, version, code, message, atMs } = (value ?? {}) as UpdateOutcome
  const numbers = [number, epoch, atMs].every((one) => Number.isSafeInteger(one) && one >= 0)
  return numbers && [outcome, version, code, message].every((one) => typeof one === 'string')
}
