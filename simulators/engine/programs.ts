/**
 * Programs that can be run in a simulated container, or instead of its command.
 *
 * Invariant: pure; what a behaviour names goes over the few that every image has.
 */
import { type Behaviour, type Program, STEADY } from './behaviour.ts'

/** What `command` does in a container that behaves so; null when there is no such program. */
export function programOf({ programs }: Behaviour, command: readonly string[]): Program | null {
  const line = command.join(' ')
  if (Object.hasOwn(programs, line)) return programs[line] ?? null
  const [name = '', ...words] = command
  return Object.hasOwn(EVERYWHERE, name) ? (EVERYWHERE[name]?.(words) ?? null) : null
}

/** What a container does whose command is this program. */
export function behaviourOfRun(behaviour: Behaviour, command: readonly string[]): Behaviour {
  const program = programOf(behaviour, command)
  if (program === null) return { ...STEADY, startError: notFound(command) }
  return { ...STEADY, exitsAfterMs: program.endsAfterMs, exitCode: program.exitCode, lines: program.lines }
}

/** The engine's words for a program that is not there. */
export function notFound([name = '']: readonly string[]): string {
  return `exec: "${name}": executable file not found in $PATH`
}

const EVERYWHERE: Record<string, (words: string[]) => Program> = {
  echo: (words) => ({ ...QUIET, lines: [{ afterMs: 0, text: words.join(' '), stderr: false }] }),
  true: () => QUIET,
  false: () => ({ ...QUIET, exitCode: 1 }),
  sleep: ([seconds]) => ({ ...QUIET, endsAfterMs: Math.max(0, Number(seconds)) * 1000 || 0 }),
}

const QUIET: Program = { endsAfterMs: 0, exitCode: 0, lines: [] }
