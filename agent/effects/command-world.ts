/** What commands need beyond the world of the effects. */
import type { Answer, CommandFact } from '../../machines/commands.ts'
import type { Tidying } from '../../machines/update-effects.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Boot, countsFromMs } from '../boot.ts'
import type { World } from './world.ts'

export interface CommandWorld extends World {
  /** An update or a repair is under way, in whatever phase. */
  isUpdating(): boolean
  /** Times from before this boot begin anew with it. */
  boot: Pick<Boot, 'metMs'>
  /** What may go while nothing is under way. */
  tidying(): Tidying
  /** Who and what the device is, as one line of JSON. */
  identify(): string
  streamLogs(command: CommandFact, signal: AbortSignal): Promise<Answer>
  /** Keeps a word with the command, on the disk when this resolves: the next life finds it in `CommandFact.note`. */
  note(id: string, note: string): Promise<void>
}

/** To be called before the first act: from here on it is overtaken by none, also after a cut. */
export async function begin({ note }: Pick<CommandWorld, 'note'>, command: CommandFact): Promise<void> {
  if (command.note === '') await note(command.id, 'begun')
}

/** Between two operations on the engine is the place to give up: what is half done is repaired from `idle`. */
export function goOn(signal: AbortSignal): void {
  if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the command was given up')
}

/** What is left of a budget. After a reboot nobody knows how long it was dark: then it begins anew, once in each boot. */
export function remainingMs(
  { clock, boot }: Pick<CommandWorld, 'clock' | 'boot'>,
  command: Pick<CommandFact, 'bootId' | 'monoMs' | 'budgetMs'>,
): number {
  const now = clock.now()
  return Math.max(0, command.budgetMs - (now.monoMs - countsFromMs(command, now, boot)))
}

/** Why the signal of a command is aborted when it is not the agent that stops. */
export const BUDGET_SPENT = Symbol('the budget is spent')
