/**
 * The explorer's command line.
 *
 * Invariant: every flag that is given has an effect, or is refused.
 */
import { availableParallelism } from 'node:os'
import { HoldfastError } from '../../protocol/errors.ts'
import { countOf, durationOf, flagsFrom } from '../command-line.ts'

export const HELP = `Usage: npm run crash -- [options]

Runs each scenario once, then again with a power cut in every instant of it, and checks what comes of it.

  --scenario NAME   only this one; "random:SEED" is the one that the seed makes
  --cut N[,M]       only this cut, and then this one of the recovery; told line by line (0: none, no cut)
  --kill N          as --cut, and only the agent's process is killed
  --pairs N         second cuts in recoveries, per scenario (default 300; 20 with --for)
  --kills N         kills of the agent alone, per scenario (default 40; 10 with --for)
  --for TIME        search for so long: 30s, 10m, 2h. Random scenarios instead of the table's; with --scenario
                    that one over and over, with other seeds
  --seed TEXT       everything by chance follows from it (default 1)
  --workers N       threads (default: one a core)
  --json            figures as one line of JSON
  --help            this text
`

/** One history that shall be told: in which instants of it, and whether the power goes or only the agent. */
export interface Only {
  scenario: string
  kill: boolean
  /** Empty: no cut at all. */
  numbers: number[]
}

export interface Flags {
  help: boolean
  json: boolean
  scenario: string | null
  only: Only | null
  pairs: number | null
  kills: number | null
  forMs: number | null
  seed: string
  workers: number
}

/** What makes no sense together. */
const EITHER = [
  ['cut', 'kill'],
  ['cut', 'for'],
  ['kill', 'for'],
  ['cut', 'pairs'],
  ['kill', 'pairs'],
  ['cut', 'kills'],
  ['kill', 'kills'],
  ['cut', 'json'],
  ['kill', 'json'],
] as const

/** @throws HF_USAGE */
export function readFlags(args: readonly string[]): Flags {
  const values = flagsFrom(args, {
    scenario: { type: 'string' },
    cut: { type: 'string' },
    kill: { type: 'string' },
    kills: { type: 'string' },
    pairs: { type: 'string' },
    for: { type: 'string' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  for (const [one, other] of EITHER)
    if (values[one] !== undefined && values[other] !== undefined && values[other] !== false)
      throw new HoldfastError('HF_USAGE', `does not go together with --${one}`, { place: `--${other}` })
  const { help, json, seed, scenario = null, cut, kill, pairs, kills, workers } = values
  return {
    help,
    json,
    scenario,
    only: onlyOf(scenario, cut, kill),
    pairs: pairs === undefined ? null : countOf(pairs, '--pairs'),
    kills: kills === undefined ? null : countOf(kills, '--kills'),
    forMs: values.for === undefined ? null : durationOf(values.for, '--for'),
    seed,
    workers: workers === undefined ? availableParallelism() : countOf(workers, '--workers', 1),
  }
}

function onlyOf(scenario: string | null, cut: string | undefined, kill: string | undefined): Only | null {
  const list = cut ?? kill
  if (list === undefined) return null
  const place = cut === undefined ? '--kill' : '--cut'
  if (scenario === null) throw new HoldfastError('HF_USAGE', 'needs a --scenario', { place })
  if (list === '0') return { scenario, kill: false, numbers: [] }
  return { scenario, kill: cut === undefined, numbers: list.split(',').map((text) => countOf(text, place, 1)) }
}
