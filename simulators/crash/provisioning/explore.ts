/**
 * Running a scenario of provisioning once, and then again with the power cut in each of its instants.
 *
 * Invariant: counted, named and told as the explorer does; each history runs from its beginning, because certificates
 * and the registrar's work are real and cannot be taken up in the middle.
 */
import { HoldfastError } from '../../../protocol/errors.ts'
import { seededRandom } from '../../seeded-random.ts'
import { type Cut, type Exploration, type ExploreOptions, sample } from '../explore.ts'
import { fatesAt, survivorsOf } from '../fates.ts'
import type { ProvisionSabotage } from './device.ts'
import type { Death } from './registrar-side.ts'
import type { ProvisionScenario } from './scenario.ts'
import { provisionFaults } from './verdict.ts'
import { ProvisionWorld } from './world.ts'

export interface HistoryOptions {
  seed: string
  /** Only the agent's process is killed. */
  kill: boolean
  tell: ((line: string) => void) | null
  sabotage?: ProvisionSabotage
  /** The registrar is killed too, counted from the scenario's own steps. */
  registrarDies?: Death
}

export type ProvisionExploreOptions = Omit<ExploreOptions, 'sabotage'> & Pick<HistoryOptions, 'sabotage'>

interface History {
  faults: string[]
  /** Instants since the last cut, or, when there was none, of the scenario's own steps. */
  instants: Cut[]
  /** In which the provision machine was. */
  states: ReadonlySet<string>
  registrarDied: boolean
}

/** Every single cut, and so many pairs and kills. */
export async function exploreProvisioning(
  scenario: ProvisionScenario,
  { seed, pairs, kills, cuts, sabotage = {}, enough = Number.POSITIVE_INFINITY }: ProvisionExploreOptions,
): Promise<Exploration> {
  const { name } = scenario
  const result: Exploration = { scenario: name, cutsTried: 0, pairsTried: 0, killsTried: 0, failures: [] }
  const run = async (...at: Cut[]): Promise<History> => {
    const history = await historyOf(scenario, numbersOf(at), { seed, sabotage, kill: false, tell: null })
    if (history.faults.length > 0)
      result.failures.push({ scenario: name, seed, killed: false, cuts: at, faults: history.faults })
    return history
  }
  const base = await run()
  if (base.faults.length > 0) return result
  const chance = seededRandom(`${seed}/pairs/${name}`)
  const chosen = sample(base.instants, cuts ?? base.instants.length, chance)
  for (const [index, first] of chosen.entries()) {
    if (result.failures.length >= enough) break
    result.cutsTried += 1
    const { instants } = await run(first)
    const share = Math.floor(((index + 1) * pairs) / chosen.length) - Math.floor((index * pairs) / chosen.length)
    for (const second of sample(instants, share, chance)) {
      result.pairsTried += 1
      await run(first, second)
    }
  }
  for (const at of sample(base.instants, kills, chance)) {
    if (result.failures.length >= enough) break
    result.killsTried += 1
    const { faults } = await historyOf(scenario, [at.number], { seed, sabotage, kill: true, tell: null })
    if (faults.length > 0) result.failures.push({ scenario: name, seed, killed: true, cuts: [at], faults })
  }
  return result
}

/**
 * One history, with the power cut, or the agent killed, in each of these instants.
 * @throws HF_USAGE when there are not so many: what did not happen was not survived
 */
export async function historyOf(
  scenario: ProvisionScenario,
  cuts: readonly number[],
  { seed, kill, tell, sabotage, registrarDies }: HistoryOptions,
): Promise<History> {
  let next = 0
  let isCounting = scenario.before === undefined
  let instants: Cut[] = []
  let world: ProvisionWorld | null = null
  const stamp = (): string => {
    const { monoMs } = world?.clock.now() ?? { monoMs: 0 }
    return `${(monoMs / 1000).toFixed(3).padStart(9)} ${world?.device.bootId ?? 'off'}`
  }
  const onInstant = (what: string): void => {
    if (!isCounting || world === null) return
    for (const fate of fatesAt(world, what)) {
      const number = instants.length + 1
      instants.push({ number, what, fate })
      tell?.(`${stamp()}      ${number}${fate === 'dropped' ? '' : ` (${fate})`} ${what}`)
      if (number !== cuts[next]) continue
      if (kill) world.kill()
      else world.powerCut(survivorsOf(fate, seed, number))
      next += 1
      instants = []
      return
    }
  }
  const lines = tell === null ? undefined : (line: string) => tell(`${stamp()}  ${line}`)
  world = await ProvisionWorld.open({ scenario, seed, sabotage, onInstant, tell: lines })
  const before = scenario.before === undefined ? null : await world.run(scenario.before)
  isCounting = true
  const isAlive = registrarDies === undefined ? () => true : world.killRegistrarAt(registrarDies)
  if (before !== null)
    return { faults: [`before the first step: ${before}`], instants, states: world.visited, registrarDied: false }
  const faults = await provisionFaults(world, scenario, await world.run(scenario.steps))
  isCounting = false
  if (next < cuts.length) {
    const after = next === 0 ? '' : ` after the first ${next}`
    throw new HoldfastError('HF_USAGE', `there are only ${instants.length} instants${after}`, {
      place: kill ? '--kill' : '--cut',
    })
  }
  world.device.powerCut(() => true)
  return { faults, instants, states: world.visited, registrarDied: !isAlive() }
}

function numbersOf(cuts: readonly Cut[]): number[] {
  return cuts.map(({ number }) => number)
}
