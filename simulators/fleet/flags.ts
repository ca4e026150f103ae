/**
 * The command line of `holdfast simulate`.
 *
 * Invariant: every flag that is given has an effect, or is refused.
 */
import { readFileSync } from 'node:fs'
import { HoldfastError } from '../../protocol/errors.ts'
import { countOf, flagsFrom } from '../command-line.ts'
import { FAULTS, type FaultName, type FaultRates, FIELD_RATES, HARD_RATES } from './faults.ts'
import { DEFAULT_MIX, PROFILES, type Profile, readProfiles } from './profiles.ts'

export const HELP = `Usage: holdfast simulate --virtual [options]
       holdfast simulate --broker URL --fleet NAME [options]

With --virtual: lets a fleet of real agents live in virtual time, on simulated engines, disks, links and clocks, and looks
in every step for what must never happen. The same flags give the same history.

With --broker: the same devices in real time, each with its own connection to a real broker. They run whatever is
published for their fleet, until they are told to stop; then figures are printed.

  --seed TEXT           everything by chance follows from it (default 1)
  --devices N           how many (default 20)
  --first-device N      the number of the first (default 0)
  --faults NAME         field (default with --virtual), hard (twelve times as many) or none (default with --broker)
  --fault NAME=RATE/h   how often per device instead: ${Object.keys(FAULTS).join(', ')}
  --profile NAME=WEIGHT which devices: ${Object.keys(PROFILES).join(', ')}
  --profiles FILE       a table of further profiles, as JSON
  --json                figures as one line of JSON
  --help                this text

with --virtual
  --seeds N             so many runs: the seeds are TEXT-1 to TEXT-N
  --days N              until faults end and the last release comes (default 30)
  --acts N              only the first N faults and commands
  --trace               every line of the trace

with --broker
  --broker URL          mqtt://host:port or mqtts://host:port
  --username NAME, --password-file FILE, --ca-file FILE
                        for every device
  --fleet NAME          which they belong to
  --key FILE            a public key that they trust; default release.pub and rollout.pub in $HOLDFAST_KEYS, or here
  --ramp TIME           switched on evenly over this time (default 10s)
  --for TIME            how long (default: until told to stop)
  --failing TEXT=SHARE  images with TEXT in their reference do not work on this share of the devices: web@sha256:4f=30%;
                        with @TIME they do for so long after each start, and then end: web@sha256:4f=30%@20s
  --processes N         share the fleet (default 1)
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
    profiles: { type: 'string' },
    acts: { type: 'string' },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  if (values.help) return null
  if (!values.virtual) throw usage('is missing, or --broker', '--virtual')
  if (values.json && (values.trace || values.seeds !== undefined)) throw usage('does not go with --json', '--seeds')
  const { seed } = values
  const count = values.seeds === undefined ? null : countOf(values.seeds, '--seeds', 1)
  return {
    seeds: count === null ? [seed] : Array.from({ length: count }, (_, index) => `${seed}-${index + 1}`),
    devices: countOf(values.devices, '--devices', 1),
    first: countOf(values['first-device'], '--first-device'),
    days: countOf(values.days, '--days', 1),
    faults: values.faults,
    rates: ratesOf(values.faults, values.fault),
    ...profilesOf(values.profiles, values.profile),
    ...(values.acts === undefined ? {} : { acts: countOf(values.acts, '--acts') }),
    trace: values.trace,
    json: values.json,
  }
}

/** @param set of `SETS` @param given what goes over it: NAME=RATE/h @throws HF_USAGE */
export function ratesOf(set: string, given: readonly string[]): FaultRates {
  const rates = SETS[set]
  if (rates === undefined) throw usage(`is one of ${Object.keys(SETS).join(', ')}`, '--faults')
  return new Map([...rates, ...given.map(rateOf)])
}

function rateOf(text: string): [FaultName, number] {
  const [, name = '', rate = ''] = /^([a-z-]+)=(\d+(?:\.\d+)?)\/h$/.exec(text) ?? []
  if (Object.hasOwn(FAULTS, name)) return [name as FaultName, Number(rate)]
  throw usage(`${JSON.stringify(text)} is not NAME=RATE/h with one of ${Object.keys(FAULTS).join(', ')}`, '--fault')
}

/** @param file of further profiles @param weights NAME=WEIGHT @throws HF_USAGE, HF_FILE_… */
export function profilesOf(
  file: string | undefined,
  weights: readonly string[],
): { profiles: Readonly<Record<string, Profile>>; mix: ReadonlyMap<string, number> } {
  const profiles = file === undefined ? PROFILES : { ...PROFILES, ...readProfiles(jsonOf(file), file) }
  const mix = weights.length === 0 ? DEFAULT_MIX : new Map(weights.map((text) => weightOf(text, profiles)))
  return { profiles, mix }
}

function weightOf(text: string, profiles: Readonly<Record<string, Profile>>): [string, number] {
  const [, name = '', weight = ''] = /^([\w-]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (Object.hasOwn(profiles, name) && Number(weight) > 0) return [name, Number(weight)]
  throw usage(`${JSON.stringify(text)} is not NAME=WEIGHT with one of ${Object.keys(profiles).join(', ')}`, '--profile')
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    const code = cause instanceof SyntaxError ? 'HF_FILE_INVALID' : 'HF_FILE_UNREADABLE'
    throw new HoldfastError(code, 'is no file of profiles', { place: file, cause })
  }
}

export function usage(message: string, place: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, { place })
}
