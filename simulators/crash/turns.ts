/**
 * Whose turn it is: of commands that work on the device none is carried out while another one has begun.
 *
 * Invariant: it goes by what is on the disk alone, so that it holds over every cut: a command has begun when its note is
 * there, and has ended with its answer.
 */
import { COMMANDS, type CommandAction } from '../../machines/commands.ts'
import { actionOf } from '../../protocol/check-command.ts'
import { Outcome } from '../../protocol/enums.ts'
import type { CommandRecord } from '../../protocol/types.ts'
import type { Write } from '../../storage/store.ts'
import type { Memory } from './memory.ts'

const CARRIED_OUT: readonly Outcome[] = [Outcome.OUTCOME_OK, Outcome.OUTCOME_FAILED]

/** What a batch says against the order of the commands, before it is written. */
export function turnFaults({ underWay }: Pick<Memory, 'underWay'>, writes: readonly Write[]): string[] {
  return recordsIn(writes).flatMap((record) => {
    const id = idOf(record)
    const others = [...underWay].filter((other) => other !== id)
    const isDone = record.result !== null && CARRIED_OUT.includes(record.result.outcome)
    return isDone && isOperation(record) ? others.map((other) => `${id} was carried out, and ${other} had begun`) : []
  })
}

/** The batch is on the disk. */
export function noteTurns({ underWay }: Pick<Memory, 'underWay'>, writes: readonly Write[]): void {
  for (const record of recordsIn(writes)) {
    if (record.result !== null) underWay.delete(idOf(record))
    else if (record.note !== '') underWay.add(idOf(record))
  }
}

/** As a life of the agent finds it. */
export function turnsIn(commands: readonly CommandRecord[]): Set<string> {
  return new Set(commands.filter(({ note, result }) => note !== '' && result === null).map(idOf))
}

function recordsIn(writes: readonly Write[]): CommandRecord[] {
  return writes.flatMap((write) => (write.op === 'command' ? [write.record] : []))
}

function idOf({ command }: CommandRecord): string {
  return command?.id ?? ''
}

function isOperation({ command }: CommandRecord): boolean {
  return command !== null && COMMANDS[actionOf(command).name satisfies CommandAction].lane === 'operation'
}
