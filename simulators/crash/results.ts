/** The crash explorer's results, for people and for scripts. */
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import type { Exploration, Failure } from './explore.ts'

export interface Results {
  explorations: readonly Exploration[]
  elapsedMs: number
  /** Of all threads. */
  cpuMs: number
}

/** The line that `--json` prints, in the form of every measurement of the project. */
export function asJson({ explorations, elapsedMs, cpuMs }: Results): string {
  const figures = explorations.flatMap((exploration) => {
    const { tried, survived } = counts(exploration)
    return [
      { name: `${exploration.scenario}: cuts tried`, value: tried, unit: 'cuts' },
      {
        name: `${exploration.scenario}: survived`,
        value: survived,
        unit: 'cuts',
        floor: tried,
        ratio: tried === 0 ? 1 : survived / tried,
        budget: 1,
        ok: exploration.failures.length === 0,
      },
    ]
  })
  const total = sum(explorations)
  const machine = {
    cpu: cpus()[0]?.model.trim() || process.arch,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.versions.node,
  }
  const all = [
    ...figures,
    { name: 'cuts tried', value: total.tried, unit: 'cuts' },
    ...speedOf({ explorations, elapsedMs, cpuMs }),
  ]
  return `${JSON.stringify({ bench: 'crash', machine, figures: all })}\n`
}

interface Speed {
  name: string
  value: number
  unit: string
}

/** How fast it was: cuts a minute, cores that did it (of those that others use as well, a part), work for each. */
export function speedOf({ explorations, elapsedMs, cpuMs }: Results): [Speed, Speed, Speed] {
  const { tried } = sum(explorations)
  return [
    { name: 'cuts a minute', value: Math.round((tried * 60_000) / elapsedMs), unit: 'cuts' },
    { name: 'cores used', value: Number((cpuMs / elapsedMs).toFixed(2)), unit: 'cores' },
    { name: 'processor time of a cut', value: Number((cpuMs / Math.max(1, tried)).toFixed(2)), unit: 'ms' },
  ]
}

/** One row of the table. */
export function row(exploration: Exploration): string {
  const { tried, survived } = counts(exploration)
  const verdict = exploration.failures.length === 0 ? 'ok' : 'FAILED'
  const { cutsTried, pairsTried, killsTried } = exploration
  return `${exploration.scenario.padEnd(26)}${columns(cutsTried, pairsTried, killsTried, tried, survived)}  ${verdict}\n`
}

export const HEADER = `${'scenario'.padEnd(26)}${columns('cuts', 'pairs', 'kills', 'tried', 'survived')}\n`

function columns(...cells: (string | number)[]): string {
  return cells.map((cell) => String(cell).padStart(9)).join('')
}

/** What went wrong, and the command that shows it again. */
export function failureText({ scenario, seed, killed, cuts, faults }: Failure): string {
  const where = cuts
    .map(({ number, what, fate }) => `  ${killed ? 'killed' : 'cut'} ${number}: ${what} (unsynced writes ${fate})\n`)
    .join('')
  const numbers = cuts.map(({ number }) => number).join(',')
  const again = `npm run crash -- --scenario ${scenario} --seed ${seed} ${killed ? '--kill' : '--cut'} ${numbers || '0'}`
  return `\n${scenario}\n${where}${faults.map((fault) => `  → ${fault}\n`).join('')}  again: ${again}\n`
}

export function summary(results: Results): string {
  const { tried, survived } = sum(results.explorations)
  const [aMinute, cores, each] = speedOf(results).map(({ value }) => value)
  const took = (results.elapsedMs / 1000).toFixed(1)
  return `\n${tried} cuts tried, ${survived} survived, ${took} s: ${aMinute} a minute on ${cores} cores, ${each} ms of a processor each\n`
}

/** A run without any cut that fails is one that was tried, and not survived. */
function counts({ cutsTried, pairsTried, killsTried, failures }: Exploration): { tried: number; survived: number } {
  const tried = cutsTried + pairsTried + killsTried + (failures.some(({ cuts }) => cuts.length === 0) ? 1 : 0)
  return { tried, survived: tried - failures.length }
}

/** Over all scenarios. */
export function sum(explorations: readonly Exploration[]): { tried: number; survived: number } {
  return explorations
    .map(counts)
    .reduce((total, one) => ({ tried: total.tried + one.tried, survived: total.survived + one.survived }), {
      tried: 0,
      survived: 0,
    })
}
