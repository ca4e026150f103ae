/**
 * Flags that the registrar's commands share.
 *
 * Invariant: a command of the operator's is split as a shell would, and never given to one.
 */
import { resolve } from 'node:path'
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { shellWords } from '../text/shell-words.ts'

export const DATA_FLAG: Readonly<Record<string, Flag>> = {
  data: { value: 'DIR', help: "the registrar's data; default $HOLDFAST_REGISTRAR, or /var/lib/holdfast-registrar" },
}

export function dataDirectory(args: Args, io: Io): string {
  return resolve(io.cwd, args.text('data') ?? io.env.HOLDFAST_REGISTRAR ?? '/var/lib/holdfast-registrar')
}

/** @throws HF_USAGE */
export function readCommand(line: string, place: string): [string, ...string[]] {
  const [program, ...words] = shellWords(line) ?? []
  if (program === undefined) throw usage(`${JSON.stringify(line)} is not a command`, place)
  return [program, ...words]
}
