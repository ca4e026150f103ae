/**
 * How tables are shown: `-o wide` has more columns.
 *
 * Invariant: what a narrow table shows, the wide one shows too.
 */
import { type Args, usage } from './args.ts'
import type { Flag } from './command.ts'

export const OUTPUT_FLAG: Readonly<Record<string, Flag>> = {
  output: { short: 'o', value: 'FORM', choices: ['wide'], help: '"wide" shows more columns' },
}

/** @throws HF_USAGE */
export function isWide(args: Args): boolean {
  const form = args.text('output')
  if (form !== undefined && form !== 'wide') throw usage(`${JSON.stringify(form)} is not wide`, '--output')
  return form === 'wide'
}
