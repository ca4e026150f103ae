/**
 * `npm run crash:network`: wrong network configurations, and power, agent or NetworkManager gone in the middle of them.
 *
 * Invariant: the same flags give the same runs; the exit status is 1 exactly when a device did not come back by itself, was
 * too late, kept something of the wrong configuration, or gave up a right one.
 */
import { countOf, flagsFrom, runProgram } from '../command-line.ts'
import { nameOf, type Round, roundOf, triedIn } from './rounds.ts'
import { kindFigures, kindLines } from './told-kinds.ts'
import {
  BASE,
  BASE_ADDRESS,
  type Exactly,
  FRESH,
  type TrialResult,
  trialRun,
  VICTIMS,
  type Victim,
} from './trial-run.ts'
import { AWAY, BY_PROXY, type Mistake, PROXY_URL, RIGHT, TRIAL_MS, WRONG } from './wrong-configurations.ts'

/** After the trial's time: to go back, and to connect again with full jitter. */
const BACK_MS = 90_000
/** With something that dies: until it is there again, beside a second trial. */
const AGAIN_MS = 30_000

export interface Judged extends Round {
  /** Of the instant, where each one is tried. */
  number?: number
  result: TrialResult
  faults: string[]
}

export async function judgedRound(round: Round, exactly: Exactly | null = null): Promise<Judged> {
  const { seed, victim } = round
  const { config, world } = triedIn(round)
  const result = await trialRun(config, seed, victim, exactly, { ...FRESH, world })
  return { ...round, result, faults: faultsOf(round, result) }
}

/** What the device came with leads nowhere by now. */
const LOST_BASE = BASE.replace('gateway=10.9.0.1', 'gateway=10.9.0.250')

/** The right one is kept, and is to be taken away again. @param leads whether the broker is reached without it */
export async function judgedAway(
  { seed, victim }: Omit<Round, 'mistake'>,
  leads: boolean,
  exactly: Exactly | null = null,
): Promise<Judged> {
  const result = await trialRun(AWAY, seed, victim, exactly, {
    ...FRESH,
    kept: RIGHT,
    own: leads ? BASE : LOST_BASE,
  })
  const round = { seed, victim, mistake: leads ? null : UNREACHED }
  return { ...round, result, faults: faultsOf(round, result, TRIAL_MS, leads ? GONE : LEFT) }
}

/** What a proxy leads through, from the direct way; or, wrong, from what is kept and leads through a right one. */
export async function judgedProxy(
  { seed, victim }: Omit<Round, 'mistake'>,
  leads: boolean,
  exactly: Exactly | null = null,
): Promise<Judged> {
  const round = { seed, victim, mistake: leads ? null : NO_PROXY }
  const [config, before] = leads ? [BY_PROXY, FRESH] : [WRONG[NO_PROXY].config, { ...FRESH, kept: BY_PROXY }]
  const result = await trialRun(config, seed, victim, exactly, before)
  return { ...round, result, faults: faultsOf(round, result, TRIAL_MS, leads ? THROUGH : STILL_THROUGH) }
}
const NO_PROXY: Mistake = 'a proxy that is not there'

/** How a device stands: by which address, with how many files of ours, saying what. */
interface End {
  address: string
  kept: number
  state: 'confirmed' | 'refused'
  proxy: string | null
}
const TAKEN: End = { address: '10.9.0.8', kept: 1, state: 'confirmed', proxy: null }
const BACK: End = { address: BASE_ADDRESS, kept: 0, state: 'refused', proxy: null }
const GONE: End = { address: BASE_ADDRESS, kept: 0, state: 'confirmed', proxy: null }
const LEFT: End = { address: '10.9.0.8', kept: 1, state: 'refused', proxy: null }
const THROUGH: End = { ...TAKEN, proxy: PROXY_URL }
const STILL_THROUGH: End = { ...LEFT, proxy: PROXY_URL }

/** What is wrong with how a trial ended. @param trialMs how long it was to last */
export function faultsOf(
  round: Pick<Round, 'mistake' | 'right' | 'victim'>,
  {
    address,
    files,
    proxies,
    connected,
    report,
    backMs,
    trials,
  }: Omit<TrialResult, 'seed' | 'victim' | 'at' | 'instants'>,
  trialMs: number = TRIAL_MS,
  end: End = round.mistake === null ? { ...TAKEN, kept: triedIn(round).config.links.length } : BACK,
): string[] {
  const faults: string[] = []
  const need = (good: boolean, fault: string): void => void (good || faults.push(fault))
  const limitMs = limitOf(round.victim, trialMs)
  need(trials > 0, 'nothing was tried')
  need(connected, 'it is not connected')
  need(backMs !== null, 'it never came back for good')
  need((backMs ?? 0) <= limitMs, `it was back after ${backMs} ms, and may take ${limitMs} ms`)
  const state = report?.networkChange?.state ?? 'nothing'
  need(address === end.address, `eth0 has ${address}`)
  const isAsKept = files.length === end.kept && files.every((file) => file.startsWith('kept'))
  need(isAsKept, `there is ${files.join(', ') || 'no file'}`)
  for (const [what, url] of Object.entries(proxies)) need(url === end.proxy, `its proxy is ${url ?? 'none'} (${what})`)
  need(state === end.state, `it says ${state}`)
  return faults
}

/** Within which a device is back, from the first instant of its trial. */
export function limitOf(victim: Victim, trialMs: number = TRIAL_MS): number {
  return trialMs + BACK_MS + (victim === 'nobody' ? 0 : trialMs + AGAIN_MS)
}

const HELP = `Usage: npm run crash:network -- [--rounds N | --every [--cut N]] [--seed TEXT] [--json]

Lets whole devices in virtual time try wrong network configurations, each kind of mistake in turn and now and then a right
one, while the power, the agent or NetworkManager goes in an instant by chance. Every device has to come back by itself.

  --rounds N   how many (default 200)
  --every      instead of instants by chance each one from the first boot on, the writes of the store and what is said to
               the broker too: of a right configuration and of a wrong one, for power and agent; and of one that is taken
               away again, leads through a proxy, has a second link by a modem, or lets small messages through alone, for
               whoever may die
  --cut N      of those only this one
  --seed TEXT  everything follows from it (default "network")
  --json       one line of figures
`

async function main(args: string[]): Promise<void> {
  const flags = flagsFrom(args, {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: 'network' },
    every: { type: 'boolean', default: false },
    cut: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  if (flags.help) return void process.stdout.write(HELP)
  const judged: Judged[] = []
  const wanted = flags.every
    ? everyInstant(flags.seed, countOf(flags.cut, '--cut', 0))
    : byChance(flags.seed, countOf(flags.rounds, '--rounds', 1))
  for await (const one of wanted) {
    judged.push(one)
    if (!flags.json && one.faults.length > 0) process.stdout.write(`${tell(one)}\n`)
  }
  const rounds = judged.length
  const survived = judged.filter(({ faults }) => faults.length === 0)
  const wrong = judged.filter(({ mistake }) => mistake !== null)
  const slowestMs = Math.max(0, ...wrong.map(({ result }) => result.backMs ?? 0))
  if (flags.json) {
    const figures = [
      {
        name: 'trials survived',
        value: survived.length,
        unit: 'trials',
        floor: rounds,
        budget: rounds,
        ok: survived.length === rounds,
      },
      { name: 'slowest way back', value: slowestMs, unit: 'ms', budget: limitOf('power'), ok: true },
      ...kindFigures(judged.map(backOf)),
    ]
    process.stdout.write(`${JSON.stringify({ bench: 'crash-network', figures })}\n`)
  } else {
    process.stdout.write(
      `${survived.length} of ${rounds} survived; the slowest way back took ${slowestMs} ms of virtual time\n`,
    )
    for (const victim of VICTIMS)
      process.stdout.write(`  ${victim}: ${judged.filter((one) => one.victim === victim).length}\n`)
    for (const line of kindLines(judged.map(backOf))) process.stdout.write(`  ${line}\n`)
  }
  if (survived.length < rounds) process.exitCode = 1
}

const backOf = (judged: Judged) => ({ ...judged, backMs: judged.result.backMs })

async function* byChance(seed: string, rounds: number): AsyncGenerator<Judged> {
  for (let index = 0; index < rounds; index += 1) yield judgedRound(roundOf(seed, index))
}

/** The mistake of which every instant is tried: it comes up, and the broker is not reached. */
export const UNREACHED: Mistake = 'a gateway that is not there'

/** What else there is an instant of: two links, and a broker that is reached and does not answer. */
export const FURTHER: readonly Pick<Round, 'mistake' | 'right'>[] = [
  { mistake: null, right: 'the right APN' },
  { mistake: 'an APN that nobody knows' },
  { mistake: 'an MTU that the path does not take' },
]

/** @param only one of them; 0: all */
async function* everyInstant(seed: string, only: number): AsyncGenerator<Judged> {
  for (const mistake of [null, UNREACHED])
    for (const victim of ['power', 'agent'] as const) yield* instantsOf({ seed, mistake, victim }, only)
  for (const leads of [true, false])
    for (const victim of VICTIMS.slice(1)) {
      yield* instantsOfAway({ seed, victim }, leads, only)
      yield* instantsOfProxy({ seed, victim }, leads, only)
    }
  for (const tried of FURTHER)
    for (const victim of VICTIMS.slice(1)) yield* instantsOf({ seed, victim, ...tried }, only)
}

/** One round for each instant, until there is none any more. */
export function instantsOf(round: Round, only = 0): AsyncGenerator<Judged> {
  return instants((exactly) => judgedRound(round, exactly), only)
}

export function instantsOfAway(round: Omit<Round, 'mistake'>, leads: boolean, only = 0): AsyncGenerator<Judged> {
  return instants((exactly) => judgedAway(round, leads, exactly), only)
}

export function instantsOfProxy(round: Omit<Round, 'mistake'>, leads: boolean, only = 0): AsyncGenerator<Judged> {
  return instants((exactly) => judgedProxy(round, leads, exactly), only)
}

async function* instants(judge: (exactly: Exactly) => Promise<Judged>, only: number): AsyncGenerator<Judged> {
  for (let number = only || 1; ; number += 1) {
    const judged = await judge({ number })
    if (judged.result.at === 'never') return
    yield { ...judged, number }
    if (only > 0) return
  }
}

function tell({ number, result, faults, ...round }: Judged): string {
  const at = number === undefined ? result.at : `${number}, ${result.at}`
  return `${round.seed} ${nameOf(round)}, ${round.victim} died at ${at}: ${faults.join('; ')}`
}

if (import.meta.main) await runProgram(main)
