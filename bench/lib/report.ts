/**
 * The one form of every bench's result.
 *
 * Invariant: a figure with a budget says whether it keeps it; the exit code is 1 exactly when one does not that is no goal.
 * With `--json` standard output is one line of JSON and nothing else.
 */
import { type MachineFacts, machineFacts } from '../../simulators/fleet/machine-facts.ts'

/** What a bench measured. */
export interface Measured {
  name: string
  value: number
  /** "ms", "bytes", "MB", "×", "crash points", … */
  unit: string
  /** The same thing done without us, in the same run and unit. */
  floor?: number
  /** The most that is allowed: of the ratio to the floor if there is one, otherwise of the value. */
  budget?: number
  /** The budget is the least that is allowed instead. */
  atLeast?: boolean
  /** It is to be reached one day: that it is missed is told, and is no failure. */
  isGoal?: boolean
}

export interface Figure {
  name: string
  value: number
  unit: string
  floor?: number
  ratio?: number
  budget?: number
  ok?: boolean
}

/** Pure: the ratio to the floor, and whether the budget is kept. */
export function judge({ name, value, unit, floor, budget, atLeast = false }: Measured): Figure {
  const ratio = floor === undefined ? undefined : value / floor
  const held = ratio ?? value
  return {
    name,
    value: rounded(value),
    unit,
    ...(floor === undefined ? {} : { floor: rounded(floor) }),
    ...(ratio === undefined ? {} : { ratio: rounded(ratio) }),
    ...(budget === undefined ? {} : { budget, ok: atLeast ? held >= budget : held <= budget }),
  }
}

/** Prints the figures and sets the exit code. */
export function report(bench: string, measured: readonly Measured[], argv: readonly string[] = process.argv): void {
  const figures = measured.map(judge)
  const machine = machineFacts()
  process.stdout.write(
    argv.includes('--json') ? `${JSON.stringify({ bench, machine, figures })}\n` : table(bench, machine, figures),
  )
  if (figures.some(({ ok }, index) => ok === false && measured[index]?.isGoal !== true)) process.exitCode = 1
}

/** The figures for people. */
export function table(bench: string, machine: MachineFacts, figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, floor, ratio, budget, ok }) => [
    name,
    `${value} ${unit}`,
    floor === undefined ? '' : `${floor} ${unit}`,
    ratio === undefined ? '' : `${ratio} ×`,
    budget === undefined ? '' : `${budget}${ratio === undefined ? ` ${unit}` : ' ×'}`,
    ok === undefined ? '' : ok ? 'ok' : 'MISSED',
  ])
  const all = [['', 'value', 'floor', 'ratio', 'budget', ''], ...rows]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
  const gigabytes = (machine.memoryBytes / 2 ** 30).toFixed(1)
  const on = `${machine.cpu}, ${machine.cores} cores, ${gigabytes} GiB, Linux ${machine.kernel}, Node ${machine.node}`
  return `${bench} on ${on}\n\n${lines.join('\n')}\n`
}

/** Three digits after the point are more than any of these is worth. */
function rounded(value: number): number {
  return Number(value.toFixed(3))
}
