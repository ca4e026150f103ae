/**
 * `npm run crash`: cuts the power at every instant of every scenario, and sees what comes of it.
 *
 * Invariant: the same flags give the same results, but for how long they took; the exit status is 1 exactly
 * when something was not survived.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { HoldfastError } from '../../protocol/errors.ts'
import { crew } from './crew.ts'
import { type Exploration, repeat } from './explore.ts'
import { FULL, jobsOfTable, randomJobs, SOME } from './jobs.ts'
import { scenarioNamed } from './named.ts'
import { RANDOM_PREFIX } from './random-scenario.ts'
import { asJson, failureText, HEADER, row, summary } from './results.ts'
import type { Job } from './worker.ts'

const HELP = `Usage: npm run crash -- [options]

Runs each scenario once, then again with a power cut in every instant of it, and checks what comes of it.

  --scenario NAME   only this one; "random:SEED" is the one that the seed makes
  --cut N[,M]       only this cut, and then this one of the recovery; told line by line (0: none, no cut)
  --kill N          as --cut, and only the agent's process is killed
  --pairs N         second cuts in recoveries, per scenario (default 300)
  --kills N         kills of the agent alone, per scenario (default 40)
  --for TIME        random scenarios for so long, instead of the table's: 30s, 10m, 2h
  --seed TEXT       everything by chance follows from it (default 1)
  --workers N       threads (default: one a core)
  --json            figures as one line of JSON
  --help            this text
`

async function main(args: string[]): Promise<void> {
  const flags = flagsOf(args)
  if (flags.help) return void process.stdout.write(HELP)
  if (flags.only !== null) return tellOne(flags, flags.only)
  const { seed, json } = flags
  const began = { atMs: performance.now(), cpu: process.cpuUsage() }
  const explorations: Exploration[] = []
  if (flags.scenario !== null) scenarioNamed(flags.scenario)
  if (!json) process.stdout.write(HEADER)
  await crew(flags.workers, jobsOf(flags), (exploration) => {
    // Of random ones there are thousands: those that were survived are only counted.
    const { failures, scenario } = exploration
    if (!json && (failures.length > 0 || !scenario.startsWith(RANDOM_PREFIX))) process.stdout.write(row(exploration))
    if (!json) for (const failure of failures) process.stdout.write(failureText(failure, seed))
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
    ? jobsOfTable(seed, { ...FULL, ...given }, scenario)
    : randomJobs(seed, { ...SOME, ...given }, forMs)
}

async function tellOne(
  { scenario, seed }: Flags,
  { kill, numbers }: { kill: boolean; numbers: number[] },
): Promise<void> {
  if (scenario === null) throw new HoldfastError('HF_USAGE', '--cut and --kill need a --scenario')
  const tell = (line: string) => process.stdout.write(`${line}\n`)
  const { faults } = await repeat(scenarioNamed(scenario), numbers, { seed, kill, tell })
  for (const fault of faults) process.stdout.write(`→ ${fault}\n`)
  process.stdout.write(faults.length === 0 ? 'survived\n' : 'NOT SURVIVED\n')
  if (faults.length > 0) process.exitCode = 1
}

interface Flags {
  help: boolean
  json: boolean
  scenario: string | null
  only: { kill: boolean; numbers: number[] } | null
  pairs: number | null
  kills: number | null
  forMs: number | null
  seed: string
  workers: number
}

/** @throws HF_USAGE */
function flagsOf(args: string[]): Flags {
  const { values } = parse(args)
  const list = values.cut ?? values.kill
  const numbers = list?.split(',').map((text) => countOf(text, values.kill === undefined ? '--cut' : '--kill'))
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    scenario: values.scenario ?? null,
    only:
      numbers === undefined
        ? null
        : { kill: values.kill !== undefined, numbers: numbers.filter((number) => number > 0) },
    pairs: values.pairs === undefined ? null : countOf(values.pairs, '--pairs'),
    kills: values.kills === undefined ? null : countOf(values.kills, '--kills'),
    forMs: values.for === undefined ? null : durationOf(values.for),
    seed: values.seed ?? '1',
    workers: Math.max(1, values.workers === undefined ? availableParallelism() : countOf(values.workers, '--workers')),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        scenario: { type: 'string' },
        cut: { type: 'string' },
        kill: { type: 'string' },
        kills: { type: 'string' },
        pairs: { type: 'string' },
        for: { type: 'string' },
        seed: { type: 'string' },
        workers: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
  } catch (cause) {
    throw new HoldfastError('HF_USAGE', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function countOf(text: string, place: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new HoldfastError('HF_USAGE', `${JSON.stringify(text)} is not a number`, { place })
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 }

function durationOf(text: string): number {
  const match = /^(\d+)([smh])$/.exec(text)
  const unit = UNITS[match?.[2] ?? '']
  if (match === null || unit === undefined)
    throw new HoldfastError('HF_USAGE', 'is not a time such as 10m', { place: '--for' })
  return Number(match[1]) * unit
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof HoldfastError)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n`)
  process.exitCode = error.code === 'HF_USAGE' ? 2 : 1
}
