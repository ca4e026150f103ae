/**
 * The order of commands that wait.
 *
 * Invariant: first come, first served, but that what waits for applications' locks is behind one that was told to pass
 * over them; two of a kind never change places, and one that is being carried out, or had begun before a power cut as its
 * note says, is overtaken by none. The same commands in the same order of arrival stand in the same order again.
 */
import { COMMANDS, type CommandFact, heedsLocks } from './commands.ts'

/**
 * A lane with one more command in its place.
 * @param working the id of the one that is being carried out
 */
export function queued(lane: readonly CommandFact[], command: CommandFact, working: string | null): CommandFact[] {
  if (!passesOverLocks(command)) return [...lane, command]
  const waits = (other: CommandFact) => heedsLocks(other) && other.id !== working && other.note === ''
  return [...lane.filter((other) => !waits(other)), command, ...lane.filter(waits)]
}

/** What is behind the heads: of them nobody else sees that their budget is spent. */
export function behindHeads(lanes: Readonly<Record<string, readonly CommandFact[]>>): CommandFact[] {
  return Object.values(lanes).flatMap((lane) => lane.slice(1))
}

function passesOverLocks({ action, args }: CommandFact): boolean {
  return 'heedsLocks' in COMMANDS[action] && args.force === true
}
