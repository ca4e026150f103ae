/**
 * How long one device takes from the word that let it take a release until it runs it.
 *
 * Invariant: pure but for what it remembers. The word is the last target or rollout that came while the device was at
 * rest: what comes while it works is for others.
 */
import type { Report } from '../../protocol/types.ts'

/** Nothing is done in these. */
const RESTING: ReadonlySet<string> = new Set(['', 'idle', 'waiting'])

export interface Standing {
  phase: string
  epoch: number
  /** Codes of refusals that are new. */
  refused: string[]
  /** It took so long; null: nothing has ended. */
  convergedMs: number | null
}

export class Steering {
  #steeredAtMs: number | null = null
  #phase = ''
  #epoch = 0
  #refused: readonly number[] = []
  #isFirst = true

  /** A target or a rollout has come. */
  steered(atMs: number): void {
    if (RESTING.has(this.#phase)) this.#steeredAtMs = atMs
  }

  /** A report was taken by the broker. */
  reported(report: Report, atMs: number): Standing {
    const { phase, current, refused } = report
    const epoch = current?.epoch ?? 0
    const isOther = epoch !== this.#epoch && epoch !== 0
    const took = isOther && this.#steeredAtMs !== null ? atMs - this.#steeredAtMs : null
    const fresh = this.#isFirst ? [] : refused.filter((each) => !this.#refused.includes(each.epoch))
    this.#phase = phase
    this.#epoch = epoch
    this.#refused = refused.map((each) => each.epoch)
    this.#isFirst = false
    return { phase, epoch, refused: fresh.map(({ code }) => code), convergedMs: took }
  }
}
