/**
 * Help texts.
 *
 * Invariant: made from the commands' descriptions alone, so that they cannot fall behind the parser.
 */
import { COMMON_FLAGS } from './args.ts'
import type { Command, CommandEntry } from './command.ts'

/** `holdfast --help` */
export function programHelp(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'holdfast: signed releases for any Linux box with a Docker engine',
    '',
    'Usage: holdfast COMMAND [FLAGS]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Flags:',
    '  -h, --help     show this help; after a command, its own',
    '      --version  show the version',
    '',
    'Variables:',
    '  HOLDFAST_BROKER  the broker, instead of --broker',
    '  HOLDFAST_KEYS    a directory of keys, instead of --key',
    '  NO_COLOR         no colours',
    '',
    'Exit codes: 0 done, 1 failed, 2 not understood, 3 not reached or not in time, 130 interrupted.',
    '',
  ].join('\n')
}

/** `holdfast COMMAND --help` */
export function commandHelp(command: Command): string {
  const rows = Object.entries({ ...command.flags, ...COMMON_FLAGS }).map(
    ([name, { short, value, help, multiple }]) => ({
      left: `  ${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      right: multiple === true ? `${help}; may be repeated` : help,
    }),
  )
  const width = Math.min(34, Math.max(...rows.map(({ left }) => left.length)))
  const flags = rows.map(({ left, right }) =>
    left.length > width ? `${left}\n${' '.repeat(width)}  ${right}` : `${left.padEnd(width)}  ${right}`,
  )
  const usage = ['holdfast', command.name, command.usage, '[FLAGS]'].filter((word) => word !== '').join(' ')
  const details = command.details === '' ? [] : ['', command.details.trimEnd()]
  return [command.summary, '', `Usage: ${usage}`, '', 'Flags:', ...flags, ...details, ''].join('\n')
}
