/**
 * `npm run crash`: cuts the power at every instant of every scenario, and sees what comes of it.
 *
 * Invariant: the same flags give the same results, but for how long they took; the exit status is 1 exactly
 * when something was not survived.
 */
import { runProgram } from '../command-line.ts'
import { crew } from './crew.ts'
import { checkScenario, repeatNamed } from './every-scenario.ts'
import type { Exploration } from './explore.ts'
import { type Flags, HELP, type Only, readFlags } from './flags.ts'
import { FULL, jobsOfTable, randomJobs, SOME } from './jobs.ts'
import { asJson, failureText, HEADER, row, summary } from './results.ts'
import type { Job } from './worker.ts'

async function main(args: string[]): Promise<void> {
  const flags = readFlags(args)
  if (flags.help) return void process.stdout.write(HELP)
  if (flags.only !== null) return tellOne(flags.only, flags.seed)
  const { json, forMs } = flags
  const began = { atMs: performance.now(), cpu: process.cpuUsage() }
  const explorations: Exploration[] = []
  if (flags.scenario !== null) checkScenario(flags.scenario)
  if (!json) process.stdout.write(HEADER)
  await crew(flags.workers, jobsOf(flags), (exploration) => {
    // Of a search there are thousands: those that were survived are only counted.
    const { failures } = exploration
    if (!json && (failures.length > 0 || forMs === null)) process.stdout.write(row(exploration))
    if (!json) for (const failure of failures) process.stdout.write(failureText(failure))
    explorations.push(exploration)
  })
  const { user, system } = process.cpuUsage(began.cpu)
  const results = { explorations, elapsedMs: performance.now() - began.atMs, cpuMs: (user + system) / 1000 }
  process.stdout.write(json ? asJson(results) : summary(results))
  if (explorations.some(({ failures }) => failures.length > 0)) process.exitCode = 1
}

function jobsOf({ scenario, seed, pairs, kills, forMs }: Flags): Generator<Job, undefined> {
  const given = { ...(pairs === null ? {} : { pairs }), ...(kills === null ? {} : { kills }) }
  return forMs === null
    ? jobsOfTable(seed, { ...FULL, ...given }, scenario === null ? undefined : [scenario])
    : randomJobs(seed, { ...SOME, ...given }, forMs, scenario)
}

async function tellOne({ scenario, kill, numbers }: Only, seed: string): Promise<void> {
  const tell = (line: string) => process.stdout.write(`${line}\n`)
  checkScenario(scenario)
  const faults = await repeatNamed(scenario, numbers, { seed, kill, tell })
  for (const fault of faults) process.stdout.write(`→ ${fault}\n`)
  process.stdout.write(faults.length === 0 ? 'survived\n' : 'NOT SURVIVED\n')
  if (faults.length > 0) process.exitCode = 1
}

await runProgram(main)
