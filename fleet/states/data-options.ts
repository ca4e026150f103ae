/** Where the states of devices are written, from flags and variables. */
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'

export const DATABASE_FLAG: Readonly<Record<string, Flag>> = {
  database: {
    value: 'URL',
    help: 'postgres://USER@HOST/NAME with the states of devices; default $HOLDFAST_DATABASE; the password from PGPASSWORD or ~/.pgpass',
  },
}

/** Undefined where none is named. @throws HF_USAGE, without the URL, in which a password may stand */
export function databaseUrl(args: Args, io: Io): string | undefined {
  const url = args.text('database') ?? io.env.HOLDFAST_DATABASE
  if (url === undefined || url === '') return undefined
  if (!URL.canParse(url) || !['postgres:', 'postgresql:'].includes(new URL(url).protocol))
    throw usage('has to be a URL such as postgres://holdfast@db.example/holdfast', '--database')
  return url
}
