/**
 * The flags of a bench: `--json`, and those that it names with their defaults.
 *
 * Invariant: a bench that is told nonsense ends with 2 before it measures anything.
 */
import { argumentsOf, countOf, flagsFrom } from '../../simulators/command-line.ts'

/** By name of each flag what it is without being given; where that is a number, it takes whole numbers. */
type Defaults = Readonly<Record<string, string | number>>

export type BenchFlags<D extends Defaults> = { json: boolean } & {
  [Name in keyof D]: D[Name] extends number ? number : string
}

/**
 * The flags of this process. Ends it for `--help`, and for flags that are not understood.
 * @param mayBeNone numbers that may be 0; all others are at least 1
 */
export function benchFlags<const D extends Defaults>(
  defaults: D,
  mayBeNone: readonly (keyof D & string)[] = [],
): BenchFlags<D> {
  return argumentsOf(usageOf(defaults), (args) => readBenchFlags(args, defaults, mayBeNone))
}

/** Pure. @throws HF_USAGE for what is not understood */
export function readBenchFlags<const D extends Defaults>(
  args: readonly string[],
  defaults: D,
  mayBeNone: readonly (keyof D & string)[] = [],
): BenchFlags<D> {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' } as const]))
  const given: Readonly<Record<string, string | boolean | undefined>> = flagsFrom(args, {
    ...options,
    json: { type: 'boolean' },
  })
  const values = Object.entries(defaults).map(([name, usual]) => [
    name,
    oneOf(name, given[name], usual, mayBeNone.includes(name) ? 0 : 1),
  ])
  return { ...Object.fromEntries(values), json: given.json === true } as BenchFlags<D>
}

function oneOf(
  name: string,
  given: string | boolean | undefined,
  usual: string | number,
  atLeast: number,
): string | number {
  if (typeof given !== 'string') return usual
  return typeof usual === 'number' ? countOf(given, `--${name}`, atLeast) : given
}

function usageOf(defaults: Defaults): string {
  const words = Object.entries(defaults).map(([name, usual]) => `--${name} ${usual === '' ? '…' : usual}`)
  return `flags, as they are where they are not given: ${[...words, '[--json]'].join(' ')}`
}
