/**
 * The byte budgets of the target that the device follows.
 *
 * Invariant: they are those of a document whose signature was checked in this process; where it cannot be read, which the
 * update machine tells, the last ones stay.
 */
import type { ContentLeft } from '../../machines/gates.ts'
import type { TargetRef } from '../../machines/intent.ts'
import { faultOf } from '../../protocol/errors.ts'
import type { Releases } from '../effects/releases.ts'
import type { Log } from '../log.ts'
import type { Usage } from './usage.ts'
import { usageBudgets } from './usage-message.ts'
import { budgetName } from './words.ts'

interface TargetBudgetsOptions {
  usage: Usage
  releases: Pick<Releases, 'load'>
  /** Null: there is none. */
  target(): TargetRef | null
  log: Log
}

export class TargetBudgets {
  readonly #options: TargetBudgetsOptions
  /** Of which document they are in force; empty: of none. */
  #document = ''

  constructor(options: TargetBudgetsOptions) {
    this.#options = options
  }

  /** Puts those of the target in force, when it is another one. */
  async refresh(): Promise<void> {
    const { usage, releases, target, log } = this.#options
    const ref = target()?.release ?? null
    const document = ref?.document ?? ''
    if (document === this.#document) return
    try {
      const budgets = ref === null ? [] : (await releases.load(ref)).byteBudgets
      this.#document = document
      usage.follow(usageBudgets(budgets))
    } catch (error) {
      log.debug('the byte budgets of the target cannot be read', { document, ...faultOf(error) })
    }
  }

  /** What they leave for fetching, by what the target says now; null: nothing limits it. */
  async contentLeft(): Promise<ContentLeft | null> {
    await this.refresh()
    const { usage } = this.#options
    const left = usage.left('content')
    if (left.by === null) return null
    const wholeAt = new Date(usage.wholeAtMs(left)).toISOString()
    return { bytes: left.bytes, whole: left.by.whole, name: budgetName(left.by), wholeAt }
  }
}
