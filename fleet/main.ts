/**
 * `holdfast`: the operator's command line.
 *
 * Invariant: returns an exit code and never ends the process; every error is printed once, with its code
 * and what to do about it.
 */

import manifest from '../package.json' with { type: 'json' }
import { didYouMean } from '../protocol/closest.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import { parseCommandLine, usage } from './cli/args.ts'
import { EXIT } from './cli/command.ts'
import { COMMANDS } from './cli/commands.ts'
import { commandHelp, programHelp } from './cli/help.ts'
import { type Io, processIo } from './cli/io.ts'
import { tellError } from './cli/tell-error.ts'

/**
 * Runs one command line.
 * @param argv without program and script
 * @returns the exit code: 0 done, 1 failed, 2 not understood, 3 not reached or not in time, 130 interrupted
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    return await run(argv, io)
  } catch (error) {
    // What stands behind -- is for a program on a device.
    const end = argv.indexOf('--')
    const own = end === -1 ? argv : argv.slice(0, end)
    return exitCodeOf(tellError(error, own.includes('--json'), io).code)
  }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const [first, ...rest] = argv
  if (first === undefined) {
    io.err(programHelp(COMMANDS))
    return EXIT.USAGE
  }
  if (first === '--version' || first === '-V') io.out(`${manifest.version}\n`)
  if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) io.out(programHelp(COMMANDS))
  if (['--version', '-V', '--help', '-h'].includes(first) || (first === 'help' && rest.length === 0)) return EXIT.OK
  const name = first === 'help' ? rest[0]! : first
  const entry = COMMANDS.find((candidate) => candidate.name === name)
  if (entry === undefined) {
    const what = name.startsWith('-') ? 'a flag of "holdfast" itself' : 'a command'
    throw usage(
      `${JSON.stringify(name)} is not ${what}${didYouMean(
        name,
        COMMANDS.map((known) => known.name),
      )}`,
    )
  }
  const command = await entry.load()
  const args = parseCommandLine(command, first === 'help' ? ['--help'] : rest)
  if (!args.has('help')) return command.run(args, io)
  io.out(commandHelp(command))
  return EXIT.OK
}

const EXIT_CODES: Partial<Record<ErrorCode, number>> = {
  HF_USAGE: EXIT.USAGE,
  HF_TOPIC_INVALID: EXIT.USAGE,
  HF_BROKER_UNAVAILABLE: EXIT.UNREACHABLE,
  HF_REGISTRY_UNAVAILABLE: EXIT.UNREACHABLE,
  HF_TIMEOUT: EXIT.UNREACHABLE,
}

function exitCodeOf(code: ErrorCode): number {
  return EXIT_CODES[code] ?? EXIT.FAILED
}
