/**
 * bench:crash: how many power cuts a minute the crash explorer tries in memory, on two cores.
 *
 * Invariant: the work is that of `npm run crash` over its whole table, with fewer second cuts and kills;
 * everything that it takes, the start of the threads too, is in the time.
 *
 * `npm run bench:crash -- [--json] [--pairs N] [--kills N]`
 */
import { SCENARIOS } from '../simulators/crash/all-scenarios.ts'
import { crew } from '../simulators/crash/crew.ts'
import type { Exploration } from '../simulators/crash/explore.ts'
import { jobsOfTable } from '../simulators/crash/jobs.ts'
import { failureText, speedOf, sum } from '../simulators/crash/results.ts'
import { benchFlags } from './lib/flags.ts'
import { type Measured, report } from './lib/report.ts'

const CORES = 2
const SEED = 'bench'
/** Provisioning's are not among them: there the time is that of real keys and certificates. */
const NAMES = SCENARIOS.map(({ name }) => name)
const CUTS_A_MINUTE = 10_000

const { pairs, kills } = benchFlags({ pairs: 100, kills: 10 }, ['pairs', 'kills'])
const extent = { cuts: null, pairs, kills }
const began = { atMs: performance.now(), cpu: process.cpuUsage() }
const explorations: Exploration[] = []
await crew(CORES, jobsOfTable(SEED, extent, NAMES), (exploration) => {
  explorations.push(exploration)
  for (const failure of exploration.failures) process.stderr.write(failureText(failure))
})
const { user, system } = process.cpuUsage(began.cpu)
const { tried, survived } = sum(explorations)
const [aMinute, cores, each] = speedOf({
  explorations,
  elapsedMs: performance.now() - began.atMs,
  cpuMs: (user + system) / 1000,
})
const measured: Measured[] = [
  { name: 'survived, of the cuts tried', value: survived, unit: 'cuts', floor: tried, budget: 1, atLeast: true },
  { ...aMinute, budget: CUTS_A_MINUTE, atLeast: true },
  cores,
  each,
  // What it would be if nobody else had used them.
  { name: 'cuts a minute of two whole cores', value: Math.round((CORES * 60_000) / each.value), unit: 'cuts' },
]
report('crash', measured)
