/**
 * The answer to a command, as it is kept and as it goes out.
 *
 * Invariant: pure; one answer for an id, under one key of the outbox, and it is dropped with its command.
 */
import type { Answer } from '../machines/commands.ts'
import { encode, KINDS } from '../protocol/codec.ts'
import { Outcome } from '../protocol/enums.ts'
import { cutTo } from '../protocol/text.ts'
import { deviceTopics } from '../protocol/topics.ts'
import type { CommandRecord, Outgoing, Result } from '../protocol/types.ts'
import type { Write } from '../storage/store.ts'
import { MAX_MESSAGE } from './outbox-rule.ts'

const OUTCOMES = {
  ok: Outcome.OUTCOME_OK,
  failed: Outcome.OUTCOME_FAILED,
  refused: Outcome.OUTCOME_REFUSED,
  expired: Outcome.OUTCOME_EXPIRED,
} as const satisfies Record<Answer['outcome'], Outcome>

/** @param by the device that answers, in this boot */
export function resultOf(
  { command }: Pick<CommandRecord, 'command'>,
  answer: Answer,
  by: { device: string; bootId: string },
): Result {
  return {
    ...by,
    id: command?.id ?? '',
    outcome: OUTCOMES[answer.outcome],
    code: answer.code,
    message: cutTo(answer.message, MAX_MESSAGE),
    output: new TextEncoder().encode(answer.output),
    exitCode: answer.exitCode ?? 0,
  }
}

/** Of the outbox. */
export function outgoingKey(commandId: string): string {
  return `result/${commandId}`
}

/** @param device as it is called now, which may not be how it was called when it answered */
export function outgoingOf(result: Result, device: string): { key: string; message: Outgoing } {
  const topic = deviceTopics(device).result
  return { key: outgoingKey(result.id), message: { topic, payload: encode(KINDS.Result, result), retain: false } }
}

/** These commands are forgotten, and their answers with them. */
export function forgetting(ids: readonly string[]): Write[] {
  return ids.flatMap((id): Write[] => [
    { op: 'drop-command', id },
    { op: 'drop-outgoing', key: outgoingKey(id) },
  ])
}
