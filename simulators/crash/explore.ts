/**
 * Running a scenario once, and then again from every instant at which the power might have gone.
 *
 * Invariant: every instant of the run without a cut is tried, with every fate of the writes that no sync
 * had covered. A cut is known by its number: the same scenario and seed number the same instants.
 */

import { HoldfastError } from '../../protocol/errors.ts'
import { seededRandom } from '../seeded-random.ts'
import { type Capture, isSame } from './capture.ts'
import { Ends, leftOf } from './ends.ts'
import { type Fate, fatesAt, survivorsOf } from './fates.ts'
import type { Scenario } from './scenario.ts'
import { faultsOf } from './verdict.ts'
import { World, type WorldOptions } from './world.ts'

/** An instant, and what becomes of the writes that no sync had covered. */
export interface Cut {
  number: number
  what: string
  fate: Fate
}

export interface Failure {
  scenario: string
  seed: string
  /** The agent's process was killed, and neither kernel nor engine. */
  killed: boolean
  /** Empty: the run without any cut. */
  cuts: Cut[]
  faults: string[]
}

export interface Exploration {
  scenario: string
  cutsTried: number
  pairsTried: number
  killsTried: number
  failures: Failure[]
}

export type Sabotage = Pick<WorldOptions, 'sabotage'>

export interface ExploreOptions extends Sabotage {
  seed: string
  /** How many second cuts are tried; chosen by the seed if there are more. */
  pairs: number
  /** How many of the single cuts; chosen by the seed if there are more. Default: all. */
  cuts?: number
  /** How many kills of the agent alone, in instants chosen by the seed. */
  kills: number
  /** Ends early, with this many failures. Default: all are found. */
  enough?: number
  /** Runs each one, also where an earlier one has left the same, and shares nothing between them. */
  each?: boolean
}

interface Taken extends Cut {
  capture: Capture
  /** Number of an earlier instant that would leave exactly the same: what comes of that one comes of this one. */
  sameAs: number | null
}

interface End {
  faults: string[]
  /** The world as it came to rest. */
  left: Capture
}

/** Every single cut, and so many pairs. */
export async function explore(scenario: Scenario, options: ExploreOptions): Promise<Exploration> {
  const { seed, pairs, enough = Number.POSITIVE_INFINITY } = options
  const result: Exploration = { scenario: scenario.name, cutsTried: 0, pairsTried: 0, killsTried: 0, failures: [] }
  const note = (cuts: Cut[], faults: string[], killed = false) => {
    if (faults.length > 0)
      result.failures.push({ scenario: scenario.name, seed, killed, cuts: cuts.map(plain), faults })
  }
  const base = await runWhole(scenario, options)
  note([], base.faults)
  if (base.faults.length > 0) return result

  const chance = seededRandom(`${seed}/pairs/${scenario.name}`)
  const known = new Map<number, string[]>()
  const ends = options.each === true ? null : new Ends()
  const chosen = sample(base.taken, options.cuts ?? base.taken.length, chance)
  for (const [index, first] of chosen.entries()) {
    if (result.failures.length >= enough) break
    result.cutsTried += 1
    const same = first.sameAs === null || ends === null ? undefined : known.get(first.sameAs)
    const share = Math.floor(((index + 1) * pairs) / chosen.length) - Math.floor((index * pairs) / chosen.length)
    if (same !== undefined && share === 0) {
      note([first], same)
      continue
    }
    const taker = share === 0 ? NONE : someOf(share, chance)
    const { faults } = await endAfter(scenario, options, first, taker, ends)
    known.set(first.number, faults)
    note([first], faults)
    for (const second of taker.taken) {
      const { faults } = await endAfter(scenario, options, second, NONE, ends)
      result.pairsTried += 1
      note([first, second], faults)
    }
  }
  for (const at of sample(base.taken, options.kills, chance)) {
    if (result.failures.length >= enough) break
    result.killsTried += 1
    const { faults } = await repeat(scenario, [at.number], { ...options, kill: true, tell: null })
    note([at], faults, true)
  }
  return result
}

/** So many of them, in their order. */
export function sample<T>(all: readonly T[], count: number, chance: () => number): T[] {
  let wanted = Math.min(count, all.length)
  return all.filter((_, index) => {
    const isChosen = chance() * (all.length - index) < wanted
    if (isChosen) wanted -= 1
    return isChosen
  })
}

/** One cut as `explore` tries it: from a copy of what was left at that instant. */
export async function tryCut(scenario: Scenario, number: number, options: ExploreOptions): Promise<End> {
  const { taken } = await runWhole(scenario, options)
  const cut = taken.find((other) => other.number === number)
  if (cut === undefined) throw new HoldfastError('HF_USAGE', `there are ${taken.length} cuts`, { place: '--cut' })
  const world = worldAfter(scenario, options, cut, NONE)
  const faults = await goOn(world, scenario)
  return { faults, left: world.capture() }
}

/**
 * One history from its beginning, with the power cut, or the agent killed, in each of these instants.
 * @throws HF_USAGE when there are not so many: what did not happen was not survived
 */
export async function repeat(
  scenario: Scenario,
  cuts: readonly number[],
  options: Sabotage & { seed: string; kill: boolean; tell: ((line: string) => void) | null; each?: boolean },
): Promise<End> {
  const { kill, tell, seed } = options
  let next = 0
  let counted = 0
  let counting = scenario.before === undefined
  const world: World = new World({
    scenario,
    ...options,
    ...(tell === null ? { tell: undefined } : { tell: (line) => tell(`${time(world)}  ${line}`) }),
    onInstant: (what) => {
      if (!counting) return
      for (const fate of fatesAt(world, what)) {
        counted += 1
        tell?.(`${time(world)}      ${counted}${fate === 'dropped' ? '' : ` (${fate})`} ${what}`)
        if (counted !== cuts[next]) continue
        if (kill) world.kill()
        else world.powerCut(survivorsOf(fate, seed, counted))
        next += 1
        counted = 0
        return
      }
    },
  })
  const before = scenario.before === undefined ? null : await world.run(scenario.before)
  counting = true
  const faults = before === null ? await faultsOf(world, scenario, await world.run(scenario.steps)) : [before]
  if (before === null && next < cuts.length) {
    const after = next === 0 ? '' : ` after the first ${next}`
    throw new HoldfastError('HF_USAGE', `there are only ${counted} instants${after}`, {
      place: kill ? '--kill' : '--cut',
    })
  }
  return { faults, left: world.capture() }
}

function time(world: World | undefined): string {
  const { monoMs } = world?.clock.now() ?? { monoMs: 0 }
  return `${(monoMs / 1000).toFixed(3).padStart(9)} ${world?.device.bootId ?? 'off'}`
}

async function runWhole(scenario: Scenario, options: ExploreOptions): Promise<{ faults: string[]; taken: Taken[] }> {
  const taker = everyOne()
  let taking = scenario.before === undefined
  const onInstant = (what: string) => {
    if (taking) taker.onInstant(world, what)
  }
  const world: World = new World({ scenario, ...options, onInstant })
  const before = scenario.before === undefined ? null : await world.run(scenario.before)
  if (before !== null) return { faults: [`before the first step: ${before}`], taken: [] }
  taking = true
  return { faults: await faultsOf(world, scenario, await world.run(scenario.steps)), taken: taker.taken }
}

function worldAfter(scenario: Scenario, options: ExploreOptions, cut: Taken, taker: Taker): World {
  const survives = survivorsOf(cut.fate, options.seed, cut.number)
  const onInstant = (what: string) => taker.onInstant(world, what)
  const world: World = new World({ scenario, ...options, onInstant }, { capture: cut.capture, survives })
  return world
}

async function goOn(world: World, scenario: Scenario): Promise<string[]> {
  return faultsOf(world, scenario, await world.run(scenario.steps, 'goOn'))
}

/** Runs it, unless nothing is to be taken on the way and its end is known. */
async function endAfter(
  scenario: Scenario,
  options: ExploreOptions,
  cut: Taken,
  taker: Taker,
  ends: Ends | null,
): Promise<{ faults: string[] }> {
  const world = worldAfter(scenario, options, cut, taker)
  const left = ends === null ? null : leftOf(world)
  const known = left === null || taker.wants ? null : ends?.of(left)
  if (known) return { faults: known }
  const faults = await goOn(world, scenario)
  if (left !== null) ends?.note(left, world.judge.foundFirst, faults)
  return { faults }
}

/** Takes captures of a world as it goes on. */
interface Taker {
  taken: Taken[]
  wants: boolean
  onInstant(world: World, what: string): void
}

const NONE: Taker = { taken: [], wants: false, onInstant() {} }

function everyOne(): Taker {
  const taken: Taken[] = []
  return {
    taken,
    wants: true,
    onInstant(world, what) {
      const fates = fatesAt(world, what)
      const fresh = world.capture()
      const last = taken.at(-1)
      // Only an instant with nothing to choose is like another one.
      const same = last !== undefined && fates.length === 1 && last.fate === fates[0] && isSame(last.capture, fresh)
      const capture = same ? last.capture : fresh
      const sameAs = same ? (last.sameAs ?? last.number) : null
      for (const fate of fates) taken.push({ number: taken.length + 1, what, fate, capture, sameAs })
    },
  }
}

/** So many of all that will come, each as likely as any other (a reservoir): a capture costs as much as ten transitions. */
function someOf(count: number, chance: () => number): Taker {
  const taken: Taken[] = []
  let seen = 0
  return {
    taken,
    wants: true,
    onInstant(world, what) {
      for (const fate of fatesAt(world, what)) {
        seen += 1
        const place = taken.length < count ? taken.length : Math.floor(chance() * seen)
        if (place < count) taken[place] = { number: seen, what, fate, capture: world.capture(), sameAs: null }
      }
    },
  }
}

function plain({ number, what, fate }: Cut): Cut {
  return { number, what, fate }
}
