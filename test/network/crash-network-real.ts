/**
 * `npm run crash:network:real`: the trials of `npm run crash:network` by the published agent on a real NetworkManager.
 *
 * Invariant: the exit status is 1 exactly when a device did not come back by itself, was too late, kept something of a wrong
 * configuration, or gave up a right one.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '../../deploy/bundle.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { countOf, flagsFrom, runProgram } from '../../simulators/command-line.ts'
import { limitOf } from '../../simulators/network/crash-network.ts'
import { nameOf, type Round, roundOf } from '../../simulators/network/rounds.ts'
import { kindFigures, kindLines } from '../../simulators/network/told-kinds.ts'
import { VICTIMS } from '../../simulators/network/trial-run.ts'
import { whyNoNetns } from './netns.ts'
import { whyNoModem } from './played-modem.ts'
import { REAL_RIGHTS, type RealTrial, realTrial, trialMsOf } from './real-trial.ts'

const HELP = `Usage: npm run crash:network:real -- [--rounds N] [--from N] [--seed TEXT] [--at-once N] [--json]

Lets the published agent try wrong network configurations on a real NetworkManager in namespaces of their own, each kind
of mistake in turn and now and then a right one, while power, agent or NetworkManager goes at an instant by chance. Needs
root on Debian with network-manager, dbus, dnsmasq-base, iproute2, iptables, mosquitto, microsocks, tinyproxy, modemmanager
and python3-dbusmock.

  --rounds N   how many (default 24)
  --from N     the first of them (default 0): one that failed is played again by --from N --rounds 1
  --seed TEXT  mistakes, victims and times follow from it (default "real")
  --at-once N  so many devices beside one another (default 6)
  --json       one line of figures
`

/** Plays the rounds, so many at once. One that ends in an error counts as lost. */
export async function realTrials(
  rounds: readonly Round[],
  atOnce: number,
  play: (round: Round) => Promise<RealTrial>,
  told: (trial: RealTrial) => void = () => {},
): Promise<RealTrial[]> {
  const left = [...rounds]
  const trials: RealTrial[] = []
  const inTurn = async (): Promise<void> => {
    for (let round = left.shift(); round !== undefined; round = left.shift()) {
      const trial = await play(round).catch((error: unknown) => unjudged(round, error))
      trials.push(trial)
      told(trial)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, inTurn))
  return trials
}

function unjudged(round: Round, error: unknown): RealTrial {
  const [fault = '', ...story] = (error instanceof Error ? error.message : String(error)).split('\n')
  return { ...round, killedAfterMs: null, wasCut: false, backMs: null, said: '', faults: [fault], story }
}

export function tellTrial({ killedAfterMs, wasCut, backMs, said, faults, ...round }: RealTrial): string {
  const { seed, victim } = round
  const died =
    killedAfterMs === null ? '' : `, ${victim} died after ${killedAfterMs} ms${wasCut ? '' : ' (it was over)'}`
  const back = backMs === null ? 'never over' : `over after ${Math.round(backMs)} ms`
  return `${faults.length === 0 ? 'ok  ' : 'LOST'} ${seed} ${nameOf(round)}${died}: ${back}, ${[said, ...faults].filter((text) => text !== '').join('; ')}`
}

async function main(args: string[]): Promise<void> {
  const flags = flagsFrom(args, {
    rounds: { type: 'string', default: '24' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: 'real' },
    'at-once': { type: 'string', default: '6' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  if (flags.help) return void process.stdout.write(HELP)
  const count = countOf(flags.rounds, '--rounds', 1)
  const from = countOf(flags.from, '--from', 0)
  const atOnce = countOf(flags['at-once'], '--at-once', 1)
  const reason = (await whyNoNetns()) ?? (await whyNoModem())
  if (reason !== null) throw new HoldfastError('HF_REQUIREMENT_UNMET', reason)
  const dir = await mkdtemp(join(tmpdir(), 'hf-trials-'))
  try {
    await bundle(join(dir, 'dist'))
    const rounds = Array.from({ length: count }, (_, index) => roundOf(flags.seed, from + index, REAL_RIGHTS))
    const trials = await realTrials(
      rounds,
      atOnce,
      (round) => realTrial(round, join(dir, 'dist')),
      (trial) => {
        if (!flags.json || trial.faults.length > 0)
          process.stderr.write(`${[tellTrial(trial), ...trial.story].join('\n')}\n`)
      },
    )
    const survived = trials.filter(({ faults }) => faults.length === 0).length
    const slowestMs = Math.max(
      0,
      ...trials.filter(({ mistake }) => mistake !== null).map(({ backMs }) => Math.round(backMs ?? Infinity)),
    )
    const budget = limitOf('power', trialMsOf({ mistake: 'no gateway' }))
    const figures = [
      { name: 'trials survived', value: survived, unit: 'trials', floor: count, budget: count, ok: survived === count },
      { name: 'slowest way back', value: slowestMs, unit: 'ms', budget, ok: slowestMs <= budget },
      {
        name: 'deaths before the trial was over',
        value: trials.filter(({ wasCut }) => wasCut).length,
        unit: 'trials',
        ok: true,
      },
      ...kindFigures(trials),
    ]
    if (flags.json) process.stdout.write(`${JSON.stringify({ bench: 'crash-network-real', figures })}\n`)
    else {
      process.stdout.write(`${survived} of ${count} survived; the slowest way back took ${slowestMs} ms\n`)
      for (const victim of VICTIMS) {
        const of = trials.filter((one) => one.victim === victim)
        const inTrial =
          victim === 'nobody' ? '' : `, ${of.filter(({ wasCut }) => wasCut).length} before the trial was over`
        process.stdout.write(`  ${victim}: ${of.length}${inTrial}\n`)
      }
      for (const line of kindLines(trials)) process.stdout.write(`  ${line}\n`)
    }
    if (survived < count) process.exitCode = 1
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

if (import.meta.main) await runProgram(main)
