/**
 * What can stand where on a command line, for shells: made from the commands' descriptions.
 *
 * Invariant: pure; every command and flag of the help is in it, and nothing else.
 */
import { COMMON_FLAGS } from './args.ts'
import type { Command } from './command.ts'

/** What follows a flag: a file, a folder, or something that no shell knows. Null: nothing does. */
export type Follows = 'file' | 'directory' | 'other' | null

export interface FlagWords {
  name: string
  short: string | null
  help: string
  follows: Follows
  /** Where nothing else may follow. */
  choices: readonly string[]
}

export interface CommandWords {
  name: string
  summary: string
  /** Words that may come first behind the name: "start", "pause". */
  words: string[]
  /** Words that may come after that one: "restart", "stop". */
  seconds: readonly string[]
  /** Whether files may stand behind it. */
  files: boolean
  flags: FlagWords[]
}

const FILE = /FILE|\.yml|\.hft/

export function completionWords(commands: readonly Command[]): CommandWords[] {
  return commands.map(({ name, summary, usage, seconds = [], flags }) => ({
    name,
    summary,
    words: firstWords(usage),
    seconds,
    files: FILE.test(usage.replaceAll(/--\S+ [A-Z]+/g, '')),
    flags: Object.entries({ ...flags, ...COMMON_FLAGS }).map(([flag, { short, value, choices = [], help }]) => ({
      name: flag,
      short: short ?? null,
      help,
      choices,
      follows: value === undefined ? null : value === 'DIR' ? 'directory' : value.startsWith('FILE') ? 'file' : 'other',
    })),
  }))
}

/** "[list | approve CLAIM]" begins with "list" or "approve". Words in capitals are for people to fill in. */
export function firstWords(usage: string): string[] {
  const words = usage.split('|').map((part) => /^[\s[(]*([a-z]+)(?=[\s\])]|$)/.exec(part)?.[1])
  return words.filter((word) => word !== undefined)
}
