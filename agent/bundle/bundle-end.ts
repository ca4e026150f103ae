/**
 * What becomes of a bundle: the words for it, and whether its update is over.
 *
 * Invariant: pure.
 */
import type { Intent } from '../../machines/intent.ts'
import type { Fault } from '../../protocol/errors.ts'
import type { SavedBundle } from './saved-bundle.ts'

/** What has become of a bundle, for people. */
export interface BundleWord {
  path: string
  /** Zero when nobody could read it. */
  epoch: number
  /** "held" is what runs already; "waiting" is for its medium. */
  outcome: 'taken' | 'held' | 'waiting' | 'refused' | 'committed' | 'failed' | 'superseded'
  code: string
  message: string
}

export interface BundleEnd {
  outcome: 'committed' | 'failed' | 'superseded'
  fault: Fault | null
}

/** @param isRead the bundle has been taken in this life */
export function endOf(
  { document }: Pick<SavedBundle, 'document'>,
  intent: Pick<Intent, 'current' | 'task' | 'refused' | 'floors'>,
  isRead: boolean,
): BundleEnd | null {
  const { current, task, refused } = intent
  if (current?.document === document && task === null) return { outcome: 'committed', fault: null }
  const refusal = refused.find((each) => each.document === document)
  if (refusal !== undefined && task?.to.document !== document) return { outcome: 'failed', fault: refusal }
  return isRead && !isWanted(document, intent) ? { outcome: 'superseded', fault: null } : null
}

/** Whether it is what the fleet or the device is to run. */
export function isWanted(document: string, { floors }: Pick<Intent, 'floors'>): boolean {
  return floors.fleet.document === document || floors.device.document === document
}
