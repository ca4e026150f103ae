/**
 * Whether a fleet may be given a rollout, and what becomes of the one that its record tells of.
 *
 * Invariant: pure; a rollout is taken up only for the epoch that is published, and one that another epoch has followed
 * is over.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { Target } from '../../protocol/types.ts'
import { isOver, type RolloutRecord } from './record.ts'

type Released = Pick<Target, 'epoch' | 'release'>

/** Whether there is anything left to do by a record: it is under way, or has promised news. */
export function isOpen(record: RolloutRecord): boolean {
  return !isOver(record.phase) || promisesNews(record)
}

/** What becomes of the newest record of a fleet before what is published for it. */
export function fateOf(
  record: RolloutRecord | undefined,
  target: Pick<Target, 'epoch'> | null,
): 'nothing' | 'goes on' | 'superseded' {
  if (record === undefined || target === null || target.epoch < record.context.epoch) return 'nothing'
  if (target.epoch === record.context.epoch) return isOpen(record) ? 'goes on' : 'nothing'
  return isOver(record.phase) ? 'nothing' : 'superseded'
}

/**
 * What a rollout begins with.
 * @param isSteered here: one that another controller has taken over is begun anew where that one has come to
 * @throws HF_ROLLOUT_STATE when one is under way, or nothing is published
 */
export function startable<T extends Released>(
  fleet: string,
  target: T | null,
  { record, isSteered }: { record: RolloutRecord | undefined; isSteered: boolean },
): T {
  const refused = (why: string): HoldfastError => new HoldfastError('HF_ROLLOUT_STATE', why, { place: fleet })
  if (target === null || target.release === null)
    throw refused('nothing is published for it: deploy with --share 0% first')
  if (isSteered && record?.context.epoch === target.epoch && !isOver(record.phase))
    throw refused(`a rollout of epoch ${target.epoch} is under way`)
  return target
}

function promisesNews({ context }: RolloutRecord): boolean {
  return (context.freshForMs ?? 0) > 0
}
