/**
 * What the programs that look for faults have in common: flags that are read strictly, and one line for bad ones.
 *
 * Invariant: whatever is given and not understood ends the program with 2 before it does anything; a program
 * that was told nonsense never says that all is well.
 */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { HoldfastError } from '../protocol/errors.ts'

/**
 * The values of the flags, and of nothing else.
 * @throws HF_USAGE for a flag that there is not, for one without its value, and for words that are no flags
 */
export function flagsFrom<const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  return parsed(() => parseArgs({ args: [...args], options }).values)
}

/** The same of a program that also takes words. @throws HF_USAGE */
export function flagsAndWordsFrom<const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  const { values: flags, positionals: words } = parsed(() =>
    parseArgs({ args: [...args], options, allowPositionals: true }),
  )
  return { flags, words }
}

function parsed<T>(parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new HoldfastError('HF_USAGE', message.split('\n')[0] ?? message, { cause })
  }
}

/**
 * What a program makes of its arguments before it does anything. `--help` ends it with the usage, and what is not
 * understood with 2 and both.
 */
export function argumentsOf<T>(usage: string, read: (args: readonly string[]) => T): T {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${usage}\n`)
    process.exit()
  }
  try {
    return read(args)
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n${usage}\n`)
    process.exit(2)
  }
}

/** @throws HF_USAGE unless it is a whole number in digits, and at least this one */
export function countOf(text: string, place: string, atLeast = 0): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (count >= atLeast) return count
  throw new HoldfastError('HF_USAGE', `${JSON.stringify(text)} is not a number of at least ${atLeast}`, { place })
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** Milliseconds of a time such as 30s, 10m, 2h. @throws HF_USAGE also for none at all */
export function durationOf(text: string, place: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? []
  const ms = Number(digits) * (UNITS[unit] ?? 0)
  if (ms > 0) return ms
  throw new HoldfastError('HF_USAGE', `${JSON.stringify(text)} is not a time such as 30s, 10m or 2h`, { place })
}

/**
 * Runs a program. One of our errors is told in one line, and ends it with 2 if it is the command line's fault,
 * else with 1. A reader who has gone away (`| head`) ends it without a word.
 */
export async function runProgram(main: (args: string[]) => Promise<void>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
  try {
    await main(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n`)
    process.exitCode = error.code === 'HF_USAGE' ? 2 : 1
  }
}
