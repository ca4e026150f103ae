/**
 * The command line taken apart by a command's description.
 *
 * Invariant: what is not in the description is refused by name; nothing is guessed or passed over.
 */
import { parseArgs } from 'node:util'
import { didYouMean } from '../../protocol/closest.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { formatDuration, parseDuration } from '../text/duration.ts'
import type { Command, Flag } from './command.ts'

/** Flags that every command takes. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = {
  help: { short: 'h', help: 'show this help' },
}

/** A fault of the command line. */
export function usage(message: string, place?: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, place === undefined ? {} : { place })
}

/** The arguments of one call. */
export class Args {
  readonly positionals: readonly string[]
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals
    this.#values = values
  }

  /** Whether a flag without value was given. */
  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** The value, the last one if it was given twice; undefined when not given. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1)
  }

  /** @throws HF_USAGE when it was not given */
  required(name: string): string {
    const value = this.text(name)
    if (value === undefined || value === '') throw usage('is needed', `--${name}`)
    return value
  }

  /** Every value of a flag that may be repeated. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  /** Milliseconds. @throws HF_USAGE */
  duration(name: string, otherwise: number, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.text(name)
    if (value === undefined) return otherwise
    const ms = parseDuration(value)
    if (ms === null) throw usage(`${JSON.stringify(value)} is not a duration such as 90s or 10m`, `--${name}`)
    if (ms < least) throw usage(`${value} is less than ${formatDuration(least)}`, `--${name}`)
    if (ms > most) throw usage(`${value} is more than ${formatDuration(most)}`, `--${name}`)
    return ms
  }

  /** A whole number. @throws HF_USAGE */
  count(name: string, otherwise: number, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.text(name)
    return value === undefined ? otherwise : wholeNumber(value, `--${name}`, least, most)
  }
}

/** @throws HF_USAGE */
export function wholeNumber(value: string, place: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
  const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN
  if (!Number.isSafeInteger(number) || number < least || number > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `${least}` : `${least} to ${most}`
    throw usage(`${JSON.stringify(value)} is not a whole number from ${range}`, place)
  }
  return number
}

/**
 * Takes the words after the command's name apart.
 * @throws HF_USAGE
 */
export function parseCommandLine(command: Command, words: readonly string[]): Args {
  const flags = { ...command.flags, ...COMMON_FLAGS }
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(flags).map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const values = new Map<string, string[]>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name]! : undefined
    if (flag === undefined)
      throw usage(`is not a flag of "${command.name}"${didYouMean(`--${token.name}`, longNames(flags))}`, token.rawName)
    checkValue(flag, token.value, token.inlineValue === true, token.rawName)
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? ''])
  }
  if (!values.has('help')) checkPositionals(command, positionals)
  return new Args(positionals, values)
}

function longNames(flags: Readonly<Record<string, Flag>>): string[] {
  return Object.keys(flags).map((name) => `--${name}`)
}

function checkValue(flag: Flag, value: string | undefined, inline: boolean, name: string): void {
  if (flag.value === undefined) {
    if (value !== undefined) throw usage('takes no value', name)
  } else if (value === undefined || (!inline && /^-./.test(value))) throw usage(`needs a value, ${flag.value}`, name)
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const [least, most] = command.positionals
  const shown = `holdfast ${command.name} ${command.usage}`.trim()
  if (given.length < least) throw usage(`something is missing; write: ${shown}`)
  if (given.length > most) throw usage(`${JSON.stringify(given[most])} is too much; write: ${shown}`)
}
