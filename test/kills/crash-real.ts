/**
 * `npm run crash:real`: real updates on a real engine, and SIGKILL at any instant of them.
 *
 * Invariant: everything that we decide by chance follows from the seed and the round's number; of a round that
 * was not survived the story is kept, and the next one begins with another device.
 */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Measured, report } from '../../bench/lib/report.ts'
import { countOf, flagsFrom, runProgram } from '../../simulators/command-line.ts'
import { percentile } from '../../simulators/statistics.ts'
import { assertRig, install } from '../rig/install.ts'
import { sweep } from '../rig/leftovers.ts'
import { startMosquitto } from '../rig/mosquitto.ts'
import { startRegistry } from '../rig/registry.ts'
import { planOf, tell } from './plan.ts'
import { Rounds, type Verdict } from './rounds.ts'
import { Stage } from './stage.ts'

const HELP = `Usage: npm run crash:real -- [options]

Deploys releases and sends commands to a device with a real engine, kills its agent, its engine or both with
SIGKILL in the middle, once or twice, and sees what comes of it. Needs root on Debian.

  --rounds N   how many rounds (default 20)
  --seed TEXT  chance follows from it (default: random)
  --round N    only this one
  --json       one line of JSON
`

export interface KillRun {
  seed: string
  /** Numbers of the rounds. */
  rounds: readonly number[]
  /** `127.0.0.1:PORT` */
  registry: string
  /** URL. */
  broker: string
}

/** What has to be said of a round that was not survived. */
export interface Failure extends Verdict {
  /** The ends of the agent's log, with what was done to it, and of the engine's; and the last report. */
  story: string[]
}

export interface KillResult {
  verdicts: Verdict[]
  failures: Failure[]
  /** What an update takes when nobody disturbs it, in milliseconds; of the first device. */
  calmMs: number
}

/** Plays the rounds one after the other. */
export async function crashReal(
  { seed, rounds: numbers, registry, broker }: KillRun,
  onVerdict: (verdict: Verdict, failure: Failure | null) => unknown = () => {},
): Promise<KillResult> {
  const result: KillResult = { verdicts: [], failures: [], calmMs: 0 }
  const left = [...numbers]
  while (left.length > 0) {
    const stage = await Stage.open({ registry, broker })
    try {
      const rounds = await Rounds.on(stage)
      result.calmMs ||= rounds.calmMs('update')
      let isWhole = true
      while (isWhole && left.length > 0) {
        const verdict = await rounds.run(planOf(seed, left.shift()!))
        result.verdicts.push(verdict)
        isWhole = verdict.faults.length === 0
        const failure = isWhole ? null : { ...verdict, story: await stage.story() }
        if (failure !== null) result.failures.push(failure)
        await onVerdict(verdict, failure)
      }
    } finally {
      await stage.close()
    }
  }
  return result
}

/** What a run has shown, in the form of every bench. */
export function figuresOf({ verdicts, calmMs }: KillResult): Measured[] {
  const survived = (name: string, of: readonly Verdict[]): Measured[] => {
    const value = of.filter(({ faults }) => faults.length === 0).length
    return of.length === 0 ? [] : [{ name, value, unit: 'rounds', floor: of.length, budget: 1, atLeast: true }]
  }
  const each = <K extends string>(keys: (verdict: Verdict) => readonly K[]): [K, Verdict[]][] =>
    [...new Set(verdicts.flatMap(keys))].sort().map((key) => [key, verdicts.filter((one) => keys(one).includes(key))])
  const updates = verdicts.filter(({ plan }) => plan.work === 'update').map(({ tookMs }) => tookMs)
  return [
    ...survived('survived', verdicts),
    ...each(({ plan }) => [plan.work]).flatMap(([work, of]) => survived(`work: ${work}`, of)),
    ...each(({ plan }) => plan.kills.map(({ victim }) => victim)).flatMap(([victim, of]) =>
      survived(`killed: ${victim}`, of),
    ),
    ...survived(
      'killed again in the recovery',
      verdicts.filter(({ plan }) => plan.kills.length > 1),
    ),
    ...each(({ phases }) => phases.map((phase) => phase || 'starting')).flatMap(([phase, of]) =>
      survived(`in the phase ${phase}`, of),
    ),
    { name: 'kills', value: verdicts.flatMap(({ plan }) => plan.kills).length, unit: 'kills' },
    ...(updates.length === 0
      ? []
      : [{ name: 'update with kills, median', value: percentile(updates, 0.5), unit: 'ms', floor: calmMs }]),
  ]
}

async function main(argv: string[]): Promise<void> {
  const values = flagsFrom(argv, {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    round: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const { seed } = values
  const count = countOf(values.rounds, '--rounds', 1)
  const rounds =
    values.round === undefined
      ? Array.from({ length: count }, (_, index) => index + 1)
      : [countOf(values.round, '--round', 1)]
  await assertRig()
  await install()
  await sweep()
  process.stderr.write(`seed ${seed}\n`)
  const registry = await startRegistry()
  const broker = await startMosquitto()
  try {
    const tally = { tried: 0, survived: 0 }
    const tellOne = async (verdict: Verdict, failure: Failure | null): Promise<void> => {
      tally.tried += 1
      if (failure === null) tally.survived += 1
      process.stderr.write(`${lineOf(verdict)}; survived ${tally.survived} of ${tally.tried}\n`)
      if (failure !== null) process.stderr.write(await keep(failure, seed))
    }
    const result = await crashReal({ seed, rounds, registry: registry.address, broker: broker.address }, tellOne)
    report('crash:real', figuresOf(result), argv)
  } finally {
    await broker.stop()
    await registry.stop()
  }
}

function lineOf({ plan, faults, phases, tookMs }: Verdict): string {
  const end = faults.length === 0 ? 'survived' : `NOT SURVIVED: ${faults.join('; ')}`
  const where = phases.map((phase) => phase || 'starting').join(', ')
  return `round ${plan.round}: ${tell(plan)} (${where}): ${end}, ${(tookMs / 1000).toFixed(1)} s`
}

/** @returns what to tell of it */
async function keep({ plan, faults, answers, story }: Failure, seed: string): Promise<string> {
  const file = join(tmpdir(), `holdfast-crash-real-${seed}-${plan.round}.log`)
  const head = [tell(plan), ...faults, JSON.stringify(answers)]
  await writeFile(file, `${[...head, ...story].join('\n')}\n`)
  const again = `npm run crash:real -- --seed ${seed} --round ${plan.round}`
  return `  again: ${again}\n  its story: ${file}\n`
}

if (import.meta.main) await runProgram(main)
