/**
 * What a command of the command line is: data for help and parsing, and one function.
 *
 * Invariant: help, parser and documentation are made from this one description.
 */
import type { Args } from './args.ts'
import type { Io } from './io.ts'

/** A flag. One with a `value` takes one, of which this is the name in the help. */
export interface Flag {
  value?: string
  short?: string
  multiple?: boolean
  /** The only words that its value may be, for shells. */
  choices?: readonly string[]
  help: string
}

export interface Command {
  /** As it is called: "release", "rollout". */
  name: string
  summary: string
  /** What stands behind the name, without flags: "FILE". */
  usage: string
  /** Least and most positional arguments. */
  positionals: readonly [number, number]
  /** Words that may come second behind the name, for shells: what a device is to do. */
  seconds?: readonly string[]
  flags: Readonly<Record<string, Flag>>
  /** Paragraphs below the flags: exit codes, variables, examples. */
  details: string
  /** @returns the exit code */
  run(args: Args, io: Io): Promise<number>
}

/** A command as its file has it; name and summary stand in the list of commands. */
export type CommandBody = Omit<Command, 'name' | 'summary'>

/** Exit codes of every command. */
export const EXIT = { OK: 0, FAILED: 1, USAGE: 2, UNREACHABLE: 3, INTERRUPTED: 130 } as const

/** A command before it is loaded, so that `--help` need not load them all. */
export interface CommandEntry {
  name: string
  summary: string
  load(): Promise<Command>
}
