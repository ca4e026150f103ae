/**
 * The command line of `holdfast simulate`.
 *
 * Invariant: every flag that is given has an effect, or is refused.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { countOf, flagsFrom } from '../command-line.ts'
import { FAULTS, type FaultName, type FaultRates, FIELD_RATES, HARD_RATES } from './faults.ts'
import { DEFAULT_MIX, PROFILES, type Profile } from './profiles.ts'

export const HELP = `Usage: holdfast simulate --virtual [options]

Lets a fleet of real agents live in virtual time, on simulated engines, disks, links and clocks, and looks in every step
for what must never happen. The same flags give the same history.

  --virtual             virtual time, in one process
  --seed TEXT           everything by chance follows from it (default 1)
  --seeds N             so many runs: the seeds are TEXT-1 to TEXT-N
  --devices N           how many (default 20)
  --first-device N      the number of the first (default 0)
  --days N              until faults end and the last release comes (default 30)
  --faults NAME         field (default), hard (twelve times as many) or none
  --fault NAME=RATE/h   how often per device instead: ${Object.keys(FAULTS).join(', ')}
  --profile NAME=WEIGHT which devices: ${Object.keys(PROFILES).join(', ')}
  --acts N              only the first N faults and commands
  --trace               every line of the trace
  --json                figures as one line of JSON
  --help                this text
`

export interface Flags {
  seeds: string[]
  devices: number
  first: number
  days: number
  faults: string
  rates: FaultRates
  mix: ReadonlyMap<string, number>
  profiles: Readonly<Record<string, Profile>>
  acts?: number
  trace: boolean
  json: boolean
}

const SETS: Readonly<Record<string, FaultRates>> = { field: FIELD_RATES, hard: HARD_RATES, none: new Map() }

/** Null: help is asked for. @throws HF_USAGE */
export function readFlags(args: readonly string[]): Flags | null {
  const values = flagsFrom(args, {
    virtual: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    devices: { type: 'string', default: '20' },
    'first-device': { type: 'string', default: '0' },
    days: { type: 'string', default: '30' },
    faults: { type: 'string', default: 'field' },
    fault: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string', multiple: true, default: [] },
    acts: { type: 'string' },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  if (values.help) return null
  if (!values.virtual) throw usage('is missing: a fleet on a real broker is not simulated yet', '--virtual')
  if (values.json && (values.trace || values.seeds !== undefined)) throw usage('does not go with --json', '--seeds')
  const rates = SETS[values.faults]
  if (rates === undefined) throw usage(`is one of ${Object.keys(SETS).join(', ')}`, '--faults')
  const { seed } = values
  const count = values.seeds === undefined ? null : countOf(values.seeds, '--seeds', 1)
  return {
    seeds: count === null ? [seed] : Array.from({ length: count }, (_, index) => `${seed}-${index + 1}`),
    devices: countOf(values.devices, '--devices', 1),
    first: countOf(values['first-device'], '--first-device'),
    days: countOf(values.days, '--days', 1),
    faults: values.faults,
    rates: new Map([...rates, ...values.fault.map(rateOf)]),
    mix: values.profile.length === 0 ? DEFAULT_MIX : new Map(values.profile.map(weightOf)),
    profiles: PROFILES,
    ...(values.acts === undefined ? {} : { acts: countOf(values.acts, '--acts') }),
    trace: values.trace,
    json: values.json,
  }
}

function rateOf(text: string): [FaultName, number] {
  const [, name = '', rate = ''] = /^([a-z-]+)=(\d+(?:\.\d+)?)\/h$/.exec(text) ?? []
  if (Object.hasOwn(FAULTS, name)) return [name as FaultName, Number(rate)]
  throw usage(`${JSON.stringify(text)} is not NAME=RATE/h with one of ${Object.keys(FAULTS).join(', ')}`, '--fault')
}

function weightOf(text: string): [string, number] {
  const [, name = '', weight = ''] = /^([a-z-]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (Object.hasOwn(PROFILES, name) && Number(weight) > 0) return [name, Number(weight)]
  throw usage(`${JSON.stringify(text)} is not NAME=WEIGHT with one of ${Object.keys(PROFILES).join(', ')}`, '--profile')
}

function usage(message: string, place: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { place })
}
