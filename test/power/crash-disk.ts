/**
 * `npm run crash:disk`: the true agent on a true file system, and the power cut at any write.
 *
 * Invariant: everything that chance decides comes from one seed, which is printed; the log of a run in which a
 * state was lost is kept, so that the state can be had again.
 */
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Measured, report } from '../../bench/lib/report.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { countOf, flagsFrom, runProgram } from '../../simulators/command-line.ts'
import { assertRig, install } from '../rig/install.ts'
import { clear, makeGround, sweep } from '../rig/leftovers.ts'
import { crashStates } from './crash-states.ts'
import type { Verdict } from './crash-worker.ts'
import { type DiskLog, packLog, unpackLog } from './disk-log.ts'
import { recordLife } from './life-story.ts'
import type { Mark } from './marks.ts'
import { tryStates } from './try-states.ts'

const HELP = `Usage: npm run crash:disk -- [options]

Records a life of the agent on an ext4 whose every write and flush is logged, then opens what a power cut
would have left of it at many points of that log. Needs root on Debian.

  --states N   how many crash states (default 1000)
  --run N      start the agent on every Nth of them too (default 50; 0: on none)
  --seed TEXT  chance follows from it (default: random)
  --state N    only this one, and start the agent on it
  --log FILE   take this log instead of recording one: that of a run that lost a state is kept
  --json       one line of JSON
`

export interface DiskRun {
  states: number
  seed: string
  /** Start the agent on every so many-th state; 0: on none. */
  runEvery: number
  /** Only this state. */
  only?: number
  log?: DiskLog<Mark>
  /** Run instead of the agent while the life is recorded. */
  agentFile?: string
}

export interface DiskResult {
  verdicts: Verdict[]
  log: DiskLog<Mark>
  secondsOfStates: number
}

/** Records, unless there is a log, and tries. */
export async function crashDisk(
  options: DiskRun,
  onVerdict: (verdict: Verdict) => void = () => {},
): Promise<DiskResult> {
  const { states, seed, runEvery, only, agentFile } = options
  const ground = await makeGround('power')
  try {
    const log = options.log ?? (await recordLife(ground.dir, agentFile))
    const chosen = only === undefined ? crashStates(log, seed, 0, states) : crashStates(log, seed, only, 1)
    const tasks = chosen.map((state) => ({
      ...state,
      isRun: only !== undefined || (runEvery > 0 && state.number % runEvery === 0),
    }))
    const begin = performance.now()
    const verdicts = await tryStates(log, tasks, ground.dir, onVerdict)
    return { verdicts, log, secondsOfStates: (performance.now() - begin) / 1000 }
  } finally {
    await clear(ground)
  }
}

/** What a run has shown, in the form of every bench. */
export function figuresOf({ verdicts, log, secondsOfStates }: DiskResult): Measured[] {
  const survived = (name: string, of: readonly Verdict[]): Measured[] =>
    of.length === 0
      ? []
      : [
          {
            name,
            value: of.filter(({ faults }) => faults.length === 0).length,
            unit: 'crash states',
            floor: of.length,
            budget: 1,
            atLeast: true,
          },
        ]
  const fates = [...new Set(verdicts.map(({ task }) => task.fate))].sort()
  return [
    ...survived('survived', verdicts),
    ...survived(
      'of the first start',
      verdicts.filter(({ task }) => task.isFirstStart),
    ),
    ...fates.flatMap((fate) =>
      survived(
        `unflushed writes ${fate}`,
        verdicts.filter(({ task }) => task.fate === fate),
      ),
    ),
    ...survived(
      'agent started and converged',
      verdicts.filter(({ task }) => task.isRun),
    ),
    {
      name: 'database set aside',
      value: verdicts.filter(({ setAside }) => setAside).length,
      unit: 'crash states',
      budget: 0,
    },
    { name: 'writes in the log', value: log.events.filter(({ op }) => op === 'write').length, unit: 'writes' },
    { name: 'flushes in the log', value: log.events.filter(({ op }) => op === 'flush').length, unit: 'flushes' },
    { name: 'time for one state', value: (secondsOfStates * 1000) / verdicts.length, unit: 'ms' },
  ]
}

async function main(argv: string[]): Promise<void> {
  const values = flagsFrom(argv, {
    states: { type: 'string', default: '1000' },
    run: { type: 'string', default: '50' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    state: { type: 'string' },
    log: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const { seed } = values
  const run: DiskRun = {
    states: countOf(values.states, '--states', 1),
    seed,
    runEvery: countOf(values.run, '--run'),
    ...(values.state === undefined ? {} : { only: countOf(values.state, '--state') }),
    ...(values.log === undefined ? {} : { log: await keptLog(values.log) }),
  }
  await assertRig()
  await install()
  await sweep()
  process.stderr.write(`seed ${seed}\n`)
  let tried = 0
  const result = await crashDisk(run, () => {
    tried += 1
    if (tried % 100 === 0) process.stderr.write(`${tried} states tried\n`)
  })
  const lost = result.verdicts.filter(({ faults, setAside }) => faults.length > 0 || setAside)
  if (lost.length > 0) {
    const kept = values.log ?? join(tmpdir(), `holdfast-crash-disk-${seed}.log`)
    if (values.log === undefined) await writeFile(kept, packLog(result.log))
    for (const { task, faults, setAside } of lost) {
      const what = [...faults, ...(setAside ? ['the database was set aside'] : [])].join('; ')
      process.stderr.write(`state ${task.number} (before event ${task.position}, ${task.fate}): ${what}\n`)
      process.stderr.write(`  again: npm run crash:disk -- --log ${kept} --seed ${seed} --state ${task.number}\n`)
    }
  }
  report('crash:disk', figuresOf(result), argv)
}

/** @throws HF_USAGE */
async function keptLog(file: string): Promise<DiskLog<Mark>> {
  try {
    return unpackLog<Mark>(await readFile(file))
  } catch (cause) {
    throw new HoldfastError('HF_USAGE', `${file} is no log that was kept`, { place: '--log', cause })
  }
}

if (import.meta.main) await runProgram(main)
