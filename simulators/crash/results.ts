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
    { name: 'cuts a minute', value: Math.round((total.tried * 60_000) / elapsedMs), unit: 'cuts' },
    { name: 'processor time of a cut', value: Number((cpuMs / Math.max(1, total.tried)).toFixed(2)), unit: 'ms' },
  ]
  return `${JSON.stringify({ bench: 'crash', machine, figures: all })}\n`
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
export function failureText({ scenario, killed, cuts, faults }: Failure, seed: string): string {
  const where = cuts
    .map(({ number, what, fate }) => `  ${killed ? 'killed' : 'cut'} ${number}: ${what} (unsynced writes ${fate})\n`)
    .join('')
  const numbers = cuts.map(({ number }) => number).join(',')
  const again = `npm run crash -- --scenario ${scenario} --seed ${seed} ${killed ? '--kill' : '--cut'} ${numbers || '0'}`
  return `\n${scenario}\n${where}${faults.map((fault) => `  → ${fault}\n`).join('')}  again: ${again}\n`
}

export function summary({ explorations, elapsedMs, cpuMs }: Results): string {
  const { tried, survived } = sum(explorations)
  const aMinute = Math.round((tried * 60_000) / elapsedMs)
  const each = (cpuMs / Math.max(1, tried)).toFixed(1)
  return `\n${tried} cuts tried, ${survived} survived, ${(elapsedMs / 1000).toFixed(1)} s, ${aMinute} a minute, ${each} ms of a processor each\n`
}

/** A run without any cut that fails is one that was tried, and not survived. */
function counts({ cutsTried, pairsTried, killsTried, failures }: Exploration): { tried: number; survived: number } {
  const tried = cutsTried + pairsTried + killsTried + (failures.some(({ cuts }) => cuts.length === 0) ? 1 : 0)
  return { tried, survived: tried - failures.length }
}

function sum(explorations: readonly Exploration[]): { tried: number; survived: number } {
  return explorations
    .map(counts)
    .reduce((total, one) => ({ tried: total.tried + one.tried, survived: total.survived + one.survived }), {
      tried: 0,
      survived: 0,
    })
}
